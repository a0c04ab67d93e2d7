// SPDX-License-Identifier: MIT
// What the layers of the winner's model cost by kind, where the study measured them: in sentences
// and as a table.
#pragma once

#include <string>
#include <vector>

#include "search/report/chart/figure.h"
#include "search/report/findings.h"

namespace wattle::search {

inline constexpr const char* kLayersTitle = "Energy by kind of layer";
/// What a training step does beside its layers.
inline constexpr const char* kBesideLayers = "loss, update and data";

/// "1.2 mJ ± 30 µJ"
std::string cost_text(const StepJoules& cost);

/// The winner's second run where its layers were measured, or it failed; else null.
const Finalist* profiled_winner(const StudyRecord& study, const Findings& findings);

/// Of a finalist with `layers`: what was measured, by what, and how far to believe it; or why
/// nothing was.
std::vector<std::string> layers_text(const Finalist& finalist);

/// Kinds with their share of all layers, these together, what comes on top of them, and the step;
/// without rows where nothing was measured.
ChartTable layer_energy_table(const LayerEnergy& layers);

/// Sentences and table under a heading; empty without a profiled winner.
std::string layers_markdown(const StudyRecord& study, const Findings& findings);
/// The same for a page without charts.
std::string layers_html(const StudyRecord& study, const Findings& findings);

}  // namespace wattle::search

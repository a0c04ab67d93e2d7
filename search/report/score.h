// SPDX-License-Identifier: MIT
// A goal's loss as people state it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "search/trial/goal.h"

namespace wattle::search {

/// The metric itself for `best`, `within` and `pareto`; metric - r log10(E / 1 J) for `weighted`
/// (plus, when the metric is minimised); the loss (goal.h) for `equal`; E for `cheapest`.
struct Score {
  std::string label;
  bool higher_is_better = true;
  bool is_joules = false;
};

/// `document` is the scenario's `goal`.
Score score_of(const nlohmann::json& document, const Goal& goal);
/// The score of a loss.
double score_of_loss(const Goal& goal, double loss);

}  // namespace wattle::search

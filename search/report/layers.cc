// SPDX-License-Identifier: MIT
#include "search/report/layers.h"

#include "energy/text/join.h"
#include "search/report/html_text.h"
#include "search/report/markdown_text.h"
#include "search/report/number_text.h"
#include "search/report/profile_words.h"
#include "search/report/report_table.h"

namespace wattle::search {
namespace {

/// "-" where nothing is computed.
std::string part_text(const StepJoules& part) {
  return part == StepJoules() ? "-" : cost_text(part);
}

std::string step_sentence(const Finalist& finalist) {
  const LayerEnergy& layers = *finalist.layers;
  const bool more = layers.rest().joules > 0.0;
  return "A training step of trial " + std::to_string(finalist.trial) + "'s model, " +
         std::to_string(layers.batch) + " examples on " +
         count_text(static_cast<std::size_t>(layers.threads), "thread") + ", takes " +
         cost_text(layers.step) + "; its layers, measured one by one and alone, " +
         cost_text(layers.layers()) +
         (more ? std::string(". The rest is ") + kBesideLayers + "."
               : ". Alone they cost more than together.");
}

std::string cost_sentence(const LayerEnergy& layers) {
  return "Measuring this took " + joules_text(layers.all.joules) +
         ", which are part of the search's overhead.";
}

}  // namespace

std::string cost_text(const StepJoules& cost) { return cost_text(cost.joules, cost.half_width); }

const Finalist* profiled_winner(const StudyRecord& study, const Findings& findings) {
  if (findings.best == nullptr) return nullptr;
  for (const Finalist& finalist : study.finalists) {
    if (finalist.trial == findings.best->number && finalist.layers) return &finalist;
  }
  return nullptr;
}

std::vector<std::string> layers_text(const Finalist& finalist) {
  const LayerEnergy& layers = *finalist.layers;
  if (!layers.failure.empty()) {
    return {"The layers of trial " + std::to_string(finalist.trial) +
            "'s model could not be measured: " + layers.failure + "."};
  }
  return {step_sentence(finalist),
          meter_sentence({layers.all, layers.meter, layers.window, layers.resolution}),
          cost_sentence(layers)};
}

ChartTable layer_energy_table(const LayerEnergy& layers) {
  ChartTable table{
      {"kind of layer", "layers", "forward", "backward", "together", "share of layers"}, {}, 1};
  if (!layers.failure.empty()) return table;
  const double sum = layers.layers().joules;
  int count = 0;
  StepJoules forward;
  StepJoules backward;
  for (const KindEnergy& kind : layers.kinds) {
    count += kind.layers;
    forward = forward + kind.forward;
    backward = backward + kind.backward;
    table.rows.push_back({kind.kind, std::to_string(kind.layers), part_text(kind.forward),
                          part_text(kind.backward), cost_text(kind.both()),
                          percent_text(sum > 0.0 ? kind.both().joules / sum : 0.0)});
  }
  table.rows.push_back({"all layers", std::to_string(count), part_text(forward),
                        part_text(backward), cost_text(layers.layers()), ""});
  if (layers.rest().joules > 0.0) {
    table.rows.push_back({kBesideLayers, "", "", "", cost_text(layers.rest()), ""});
  }
  table.rows.push_back({"training step", "", "", "", cost_text(layers.step), ""});
  return table;
}

std::string layers_markdown(const StudyRecord& study, const Findings& findings) {
  const Finalist* const winner = profiled_winner(study, findings);
  if (winner == nullptr) return {};
  const std::string text = std::string("\n## ") + kLayersTitle + "\n\n" +
                           markdown_escape(join(layers_text(*winner), " ")) + "\n";
  const ChartTable table = layer_energy_table(*winner->layers);
  return table.rows.empty() ? text : text + "\n" + markdown_table(table);
}

std::string layers_html(const StudyRecord& study, const Findings& findings) {
  const Finalist* const winner = profiled_winner(study, findings);
  if (winner == nullptr) return {};
  const std::string html =
      std::string("<h2>") + kLayersTitle + "</h2>\n" + html_paragraphs(layers_text(*winner));
  const ChartTable table = layer_energy_table(*winner->layers);
  return table.rows.empty() ? html : html + html_table(table, kLayersTitle);
}

}  // namespace wattle::search

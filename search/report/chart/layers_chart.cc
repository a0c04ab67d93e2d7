// SPDX-License-Identifier: MIT
#include "search/report/chart/layers_chart.h"

#include <string>
#include <utility>
#include <vector>

#include "energy/text/join.h"
#include "search/report/layers.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// Marks of one part of the bars, which lie end to end.
struct Part {
  std::string name;
  std::string colour;
  json marks = json::array();
};

/// `row` says which bar; categories are known by their place, as in bars.cc.
json mark(double joules, std::size_t row, std::vector<std::string> told) {
  return {{"value", {drawn_number(joules), std::to_string(row)}}, {"tip", std::move(told)}};
}

void add_part(const std::string& kind, const StepJoules& cost, std::size_t row, Part& part) {
  if (cost.joules > 0.0) {
    part.marks.push_back(mark(cost.joules, row, {kind, part.name + ": " + cost_text(cost)}));
  }
}

/// Above a bar: its amount, and what of. No mark of its own: the parts are.
ChartSeries words_series(json marks) {
  return {{{"type", "bar"},
           {"stack", "step"},
           {"silent", true},
           {"data", std::move(marks)},
           {"barWidth", 14},
           {"label", {{"show", true}, {"position", json::array({0, -18})}, {"formatter", "@bar"}}}},
          {}};
}

ChartSeries part_series(Part part) {
  return {{{"type", "bar"},
           {"stack", "step"},
           {"name", part.name},
           {"data", std::move(part.marks)},
           {"barWidth", 14},
           {"itemStyle", {{"color", part.colour}}}},
          {{"", 0, "text"}, {"", 1, "text"}}};
}

json option_of(const std::vector<std::string>& rows, const json& names) {
  return {{"xAxis", {{"type", "value"}, {"show", false}, {"min", 0}, {"max", "dataMax"}}},
          {"yAxis", {{"type", "category"}, {"inverse", true}, {"show", false}, {"data", rows}}},
          {"grid", {{"left", 0}, {"right", 0}, {"top", 46}, {"bottom", 2}}},
          {"legend", {{"data", names}}}};
}

void draw(const LayerEnergy& layers, ChartFigure& figure) {
  Part forward{"forward", "@arm-0"};
  Part backward{"backward", "@arm-1"};
  Part beside{kBesideLayers, "@dot"};
  json words = json::array();
  std::vector<std::string> rows;
  const double sum = layers.layers().joules;
  for (const KindEnergy& kind : layers.kinds) {
    const std::size_t row = rows.size();
    rows.push_back(std::to_string(row));
    const std::string share = sum > 0.0 ? " (" + percent_text(kind.both().joules / sum) + ")" : "";
    words.push_back(mark(0.0, row, {kind.kind, cost_text(kind.both()) + share}));
    add_part(kind.kind, kind.forward, row, forward);
    add_part(kind.kind, kind.backward, row, backward);
  }
  if (layers.rest().joules > 0.0) {
    const std::size_t row = rows.size();
    rows.push_back(std::to_string(row));
    words.push_back(mark(0.0, row, {kBesideLayers, cost_text(layers.rest())}));
    beside.marks.push_back(
        mark(layers.rest().joules, row, {kBesideLayers, cost_text(layers.rest())}));
  }
  json names = json::array();
  figure.series.push_back(words_series(std::move(words)));
  for (Part* part : {&forward, &backward, &beside}) {
    if (part->marks.empty()) continue;
    names.push_back(part->name);
    figure.series.push_back(part_series(std::move(*part)));
  }
  constexpr int kFrame = 48;
  constexpr int kBar = 50;
  figure.height = kFrame + kBar * static_cast<int>(rows.size());
  figure.option = option_of(rows, names);
}

}  // namespace

ChartFigure layers_chart(const Finalist& finalist) {
  const LayerEnergy& layers = *finalist.layers;
  ChartFigure figure;
  figure.id = "layers";
  figure.title = kLayersTitle;
  figure.caption = join(layers_text(finalist), " ");
  if (layers.failure.empty()) figure.caption += " A share is that of all layers.";
  figure.numbers = layer_energy_table(layers);
  if (layers.failure.empty() && !layers.kinds.empty()) draw(layers, figure);
  return figure;
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/report/chart/bars.h"

namespace wattle::search {

void draw_bars(const std::vector<Bar>& bars, ChartFigure& figure) {
  constexpr int kFrame = 24;
  constexpr int kBar = 50;
  nlohmann::json marks = nlohmann::json::array();
  nlohmann::json names = nlohmann::json::array();
  for (const Bar& bar : bars) {
    // A category is known by its name, so equal names would be one bar: the number keeps them
    // apart.
    names.push_back(std::to_string(names.size()));
    marks.push_back({{"value", drawn_number(bar.amount)},
                     {"tip", {bar.name, bar.text}},
                     {"itemStyle", {{"color", bar.colour}}}});
  }
  figure.height = kFrame + kBar * static_cast<int>(bars.size());
  figure.option = {
      {"xAxis", {{"type", "value"}, {"show", false}, {"min", 0}, {"max", "dataMax"}}},
      {"yAxis", {{"type", "category"}, {"inverse", true}, {"show", false}, {"data", names}}},
      {"grid", {{"left", 0}, {"right", 0}, {"top", 22}, {"bottom", 2}}},
      {"legend", {{"show", false}}}};
  figure.series = {{{{"type", "bar"},
                     {"data", marks},
                     {"barWidth", 14},
                     {"barMinHeight", 1},
                     {"label", {{"show", true}, {"position", {0, -18}}, {"formatter", "@bar"}}}},
                    {{"", 0, "text"}, {"", 1, "text"}}}};
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/report/chart/parallel_chart.h"

#include <algorithm>
#include <map>

#include "search/report/chart/plane.h"
#include "search/report/chart/thinning.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

constexpr std::size_t kMostLines = 500;
constexpr std::size_t kBestLines = 50;  ///< of them at least so many of the best
constexpr std::size_t kRowsShown = 10;

/// A line of the drawing.
struct Line {
  const Trial* trial = nullptr;
  double score = 0.0;
  double goodness = 0.0;  ///< 0 for the worst, 1 for the best, evenly spaced between
};

/// Best first.
std::vector<Line> ranked_lines(const StudyRecord& study, const StudySeries& series) {
  std::vector<Line> lines;
  for (const ChartPoint& point : series.scores_by_trial) {
    lines.push_back({&study.trials.at(static_cast<std::size_t>(point.trial)), point.y, 1.0});
  }
  std::stable_sort(lines.begin(), lines.end(), [&](const Line& a, const Line& b) {
    return series.score.higher_is_better ? a.score > b.score : a.score < b.score;
  });
  const double last = static_cast<double>(lines.size()) - 1.0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (last > 0.0) lines[i].goodness = 1.0 - static_cast<double>(i) / last;
  }
  return lines;
}

std::optional<double> joules_of(const Trial& trial) {
  const energy::EnergyReading& energy = trial.measurement->energy;
  if (energy.source == energy::Source::kUnknown) return std::nullopt;
  return energy.joules.value;
}

bool joules_want_logarithm(const std::vector<Line>& lines) {
  std::vector<ChartPoint> points;
  for (const Line& line : lines) {
    if (const auto joules = joules_of(*line.trial)) points.push_back({*joules, 0.0, 0});
  }
  const DataRange range = ranges_of(points).first;
  return wants_logarithm(range.low, range.high);
}

nlohmann::json axis_json(int dimension, const std::string& name, bool logarithmic,
                         const char* unit) {
  return {{"dim", dimension},
          {"name", name},
          {"type", logarithmic ? "log" : "value"},
          {"scale", true},
          {"axisLabel", {{"formatter", std::string("@") + unit}}}};
}

/// Zeros have no logarithm: ECharts wants a number, so such a line passes by.
nlohmann::json place(std::optional<double> value, bool logarithmic) {
  if (!value || (logarithmic && *value <= 0.0)) return "-";
  return drawn_number(*value);
}

/// What stands on the axes, from left to right.
struct Columns {
  const std::vector<ParameterAxis>& parameters;
  ChartAxis joules;
  bool has_joules = false;
  ChartAxis score;

  int score_at() const { return static_cast<int>(parameters.size()) + (has_joules ? 1 : 0); }

  nlohmann::json axes() const {
    nlohmann::json json = nlohmann::json::array();
    int dimension = 0;
    for (const ParameterAxis& parameter : parameters) {
      json.push_back(axis_json(dimension++, parameter.name, parameter.logarithmic, "number"));
      if (parameter.numeric()) continue;
      json.back() = {{"dim", dimension - 1},
                     {"name", parameter.name},
                     {"type", "category"},
                     {"data", parameter.categories}};
    }
    if (has_joules) {
      json.push_back(axis_json(dimension++, joules.label, joules.logarithmic, "joules"));
    }
    json.push_back(axis_json(dimension, score.label, score.logarithmic, unit_of(score)));
    return json;
  }

  /// A place on each axis, then goodness and trial.
  nlohmann::json row(const Line& line) const {
    nlohmann::json row = nlohmann::json::array();
    for (const ParameterAxis& parameter : parameters) {
      row.push_back(place(parameter.position(line.trial->parameters), parameter.logarithmic));
    }
    if (has_joules) row.push_back(place(joules_of(*line.trial), joules.logarithmic));
    row.push_back(place(line.score, score.logarithmic));
    row.push_back(drawn_number(line.goodness));
    row.push_back(line.trial->number);
    return row;
  }

  ChartTable table(const std::vector<Line>& lines) const {
    ChartTable table{{"trial", score.label}, {}, 0};
    if (has_joules) table.heads.push_back(joules.label);
    for (const ParameterAxis& parameter : parameters) table.heads.push_back(parameter.name);
    for (std::size_t i = 0; i < std::min(kRowsShown, lines.size()); ++i) {
      const Trial& trial = *lines[i].trial;
      std::vector<std::string> row{std::to_string(trial.number), axis_text(score, lines[i].score)};
      if (has_joules) row.push_back(joules_text(trial.measurement->energy));
      for (const ParameterAxis& parameter : parameters) {
        const Value* value = trial.parameters.find(parameter.name);
        row.push_back(value == nullptr ? "–" : value_text(*value));
      }
      table.rows.push_back(row);
    }
    return table;
  }
};

nlohmann::json colour_scale(int dimension) {
  return {{"type", "continuous"},
          {"dimension", dimension},
          {"min", 0},
          {"max", 1},
          {"hoverLink", false},
          {"orient", "horizontal"},
          {"left", "center"},
          {"bottom", 0},
          {"itemWidth", 12},
          {"itemHeight", 140},
          {"text", {"best", "worst"}},
          {"inRange", {{"color", {"@scale-0", "@scale-1", "@scale-2", "@scale-3", "@scale-4"}}}}};
}

ChartSeries lines_series(const std::vector<Line>& lines, const Columns& columns) {
  nlohmann::json rows = nlohmann::json::array();
  std::vector<int> numbers;
  numbers.reserve(lines.size());
  for (const Line& line : lines) numbers.push_back(line.trial->number);
  const auto shown =
      thinned(numbers, kMostLines, [](std::size_t rank) { return rank < kBestLines; });
  // The best last, and so above the others.
  for (auto at = shown.rbegin(); at != shown.rend(); ++at) rows.push_back(columns.row(lines[*at]));
  ChartSeries part;
  part.series = {
      {"type", "parallel"},
      {"name", "a trial"},
      {"data", rows},
      {"lineStyle", {{"width", lines.size() > kBestLines ? 1.2 : 2.0}, {"opacity", 0.75}}},
      {"emphasis", {{"lineStyle", {{"width", 4}, {"opacity", 1}}}}}};
  const int score = columns.score_at();
  part.tip = {{"Trial", score + 2, "trial"}, {columns.score.label, score, unit_of(columns.score)}};
  if (columns.has_joules) part.tip.push_back({columns.joules.label, score - 1, "joules"});
  return part;
}

}  // namespace

ChartFigure parallel_chart(const StudyRecord& study, const Findings& findings,
                           const StudySeries& series, const std::vector<ParameterAxis>& axes) {
  const std::vector<Line> lines = ranked_lines(study, series);
  ChartAxis score = score_axis(series.score, ranges_of(series.scores_by_trial).second);
  score.label = "score";  // the caption tells it in full
  const Columns columns{axes,
                        {"joules of the trial", true, joules_want_logarithm(lines), false},
                        findings.joules_known && findings.incomparable.empty(),
                        score};
  ChartFigure figure;
  figure.id = "parallel";
  figure.title = "Parameters and outcome, trial by trial";
  figure.wide = true;
  figure.height = 380;
  figure.series = {lines_series(lines, columns)};
  figure.caption =
      "A line is a trial with a score, " + series.score.label +
      ", coloured by its rank. It passes by the axis of a parameter "
      "that was not active. Drag along an axis to keep only the lines that cross it there." +
      thinning_note(figure.series[0].series.at("data").size(), lines.size());
  figure.option = {{"parallelAxis", columns.axes()},
                   {"parallel", nlohmann::json::object()},
                   {"visualMap", colour_scale(columns.score_at() + 1)}};
  figure.numbers = columns.table(lines);
  return figure;
}

}  // namespace wattle::search

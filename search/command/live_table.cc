// SPDX-License-Identifier: MIT
#include "search/command/live_table.h"

#include <algorithm>

#include "search/command/terminal_text.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

constexpr std::size_t kNumberWidth = 5;   // "*9999"
constexpr std::size_t kStateWidth = 10;   // "infeasible"
constexpr std::size_t kJoulesWidth = 9;   // "~85.2 mJ"
constexpr std::size_t kTimeWidth = 8;     // "12:05:09"
constexpr std::size_t kNarrowMetric = 8;  // "-1.2e-05"
constexpr std::size_t kWideMetric = 12;   // "val_accuracy"
constexpr std::size_t kLabelWidth = 9;    // "running  "
constexpr int kParameterDigits = 3;

std::string joules_cell(const energy::EnergyReading& reading) {
  const bool estimated = reading.source == energy::Source::kEstimated;
  return (estimated ? "~" : "") + joules_text(reading);
}

std::string short_value(const Value& value) {
  return value.is_number_float() ? number_text(value.get<double>(), kParameterDigits)
                                 : value_text(value);
}

std::string labelled(const char* label, const std::string& text) {
  return left_aligned(label, kLabelWidth) + text;
}

}  // namespace

LiveTable::LiveTable(const LiveHeader& header, std::size_t columns)
    : header_(header),
      columns_(columns),
      metric_width_(std::clamp(visible_width(header.metric), kNarrowMetric, kWideMetric)),
      short_names_(abbreviations(header.parameters)) {}

std::vector<std::string> LiveTable::opening() const {
  std::string legend;
  for (const auto& [name, short_name] : short_names_) {
    if (name == short_name) continue;
    if (!legend.empty()) legend += ", ";
    legend.append(short_name).append(" ").append(name);
  }
  const std::string jobs = header_.jobs == 1 ? "one trial at a time"
                                             : std::to_string(header_.jobs) + " trials at a time";
  std::vector<std::string> lines;
  const auto add = [&](const char* label, const std::string& text) {
    if (text.empty()) return;
    const std::size_t indent = std::min(kLabelWidth, columns_ / 2);
    for (std::string& line : wrapped(labelled(label, text), columns_, indent)) {
      lines.push_back(std::move(line));
    }
  };
  add("study", header_.study);
  add("strategy", header_.strategy + ", " + jobs);
  add("goal", header_.goal);
  add("budget", header_.budget);
  add("meter", header_.meter);
  add("short", legend);
  lines.emplace_back();
  lines.push_back(fit(right_aligned("trial", kNumberWidth) + " " +
                          left_aligned("state", kStateWidth) + " " +
                          right_aligned(header_.metric, metric_width_) + " " +
                          right_aligned("joules", kJoulesWidth) + " " +
                          right_aligned("time", kTimeWidth) + "  parameters, or why it ended",
                      columns_));
  return lines;
}

std::string LiveTable::row(const Trial& trial, bool best) const {
  std::string metric(metric_width_, ' ');
  std::string joules;
  std::string time;
  if (trial.measurement) {
    metric = metric_cell(trial.measurement->metrics);
    joules = joules_cell(trial.measurement->energy);
    time = short_time(trial.measurement->seconds);
  }
  const bool explained = trial.state != TrialState::kComplete && !trial.reason.empty();
  return fit(right_aligned((best ? "*" : "") + std::to_string(trial.number), kNumberWidth) + " " +
                 left_aligned(to_string(trial.state), kStateWidth) + " " + metric + " " +
                 right_aligned(joules, kJoulesWidth) + " " + right_aligned(time, kTimeWidth) +
                 "  " + (explained ? trial.reason : parameters(trial.parameters)),
             columns_);
}

std::string LiveTable::running(const Trial& trial, const Step* last) const {
  std::string metric(metric_width_, ' ');
  std::string joules;
  std::string time;
  std::string step = "started";
  if (last != nullptr) {
    metric = metric_cell(last->metrics);
    joules = header_.joules_known ? joules_text(last->joules) : "n/a";
    time = short_time(last->seconds);
    step = "step " + std::to_string(last->step);
  }
  return fit(right_aligned(std::to_string(trial.number), kNumberWidth) + " " +
                 left_aligned(step, kStateWidth) + " " + metric + " " +
                 right_aligned(joules, kJoulesWidth) + " " + right_aligned(time, kTimeWidth) +
                 "  " + parameters(trial.parameters),
             columns_);
}

std::vector<std::string> LiveTable::totals(const LiveTotals& totals) const {
  std::string best = "none yet";
  if (totals.best) {
    best = "trial " + std::to_string(*totals.best) + ", " + header_.metric + " " +
           number_text(totals.best_value);
  }
  std::string trials = std::to_string(totals.done);
  if (totals.of) trials += " of " + std::to_string(*totals.of);
  trials += " ended in " + seconds_text(totals.elapsed);
  if (totals.left && totals.left->value > 0.0)
    trials += ", about " + seconds_text(*totals.left) + " left";
  const std::string energy = !header_.joules_known
                                 ? "not recorded"
                                 : joules_text(totals.trial_joules) + " on trials, " +
                                       joules_text(totals.total_joules) + " in all";
  return {fit(labelled("best", best), columns_), fit(labelled("energy", energy), columns_),
          fit(labelled("trials", trials), columns_)};
}

std::string LiveTable::finalist(int trial, const Measurement& measurement, TrialState state,
                                const std::string& reason) const {
  std::string text = "trial " + std::to_string(trial) + " again, alone: ";
  if (state == TrialState::kComplete) {
    text += reading_text(measurement.energy) + ", " + seconds_text(measurement.seconds);
  } else {
    text += std::string(to_string(state)) + (reason.empty() ? "" : ", " + reason);
  }
  return fit(labelled("finalist", text), columns_);
}

std::string LiveTable::layers(int trial, const LayerEnergy& layers) const {
  const std::string whose = "of trial " + std::to_string(trial) + ", alone: ";
  const std::string text = layers.failure.empty() ? joules_text(Joules(layers.layers().joules)) +
                                                        " in a training step of " +
                                                        joules_text(Joules(layers.step.joules))
                                                  : "could not be measured: " + layers.failure;
  return fit(labelled("layers", whose + text), columns_);
}

std::string LiveTable::metric_cell(const Metrics& metrics) const {
  const auto it = metrics.find(header_.metric);
  return right_aligned(it == metrics.end() ? "" : number_text(it->second), metric_width_);
}

std::string LiveTable::parameters(const Parameters& parameters) const {
  std::string text;
  for (const auto& [name, value] : parameters.json().items()) {
    const auto it = short_names_.find(name);
    if (!text.empty()) text += ' ';
    text += (it == short_names_.end() ? name : it->second) + "=" + short_value(value);
  }
  return text;
}

}  // namespace wattle::search

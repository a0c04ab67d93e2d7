// SPDX-License-Identifier: MIT
#include "search/command/describe.h"

#include <algorithm>
#include <cstddef>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <string>

#include "search/command/exit_code.h"
#include "search/command/messages.h"
#include "search/command/probe.h"
#include "search/command/study_setup.h"
#include "search/report/number_text.h"
#include "search/space/grid.h"
#include "search/table/recorded_runs.h"

namespace wattle::search {
namespace {

std::string domain_text(const Parameter& parameter) {
  std::ostringstream text;
  switch (parameter.kind) {
    case ParameterKind::kFloat:
    case ParameterKind::kInt:
      text << (parameter.kind == ParameterKind::kInt ? "int   " : "float ") << parameter.low
           << " .. " << parameter.high;
      if (parameter.scale == Scale::kLog) text << ", log";
      if (parameter.scale == Scale::kReverseLog) text << ", reverse log";
      if (parameter.step) text << ", step " << *parameter.step;
      break;
    case ParameterKind::kOrdinal:
      text << "ordinal " << nlohmann::json(parameter.values).dump();
      break;
    case ParameterKind::kCategorical:
      text << "one of " << nlohmann::json(parameter.values).dump();
      break;
    case ParameterKind::kConstant:
      text << "always " << parameter.values.front().dump();
      break;
  }
  if (parameter.when) text << ", when " << parameter.when->json().dump();
  return text.str();
}

void print_space(const SearchSpace& space, std::ostream& out) {
  out << "Space: " << space.size() << " parameters\n";
  for (const Parameter& parameter : space.parameters()) {
    out << "  " << std::left << std::setw(18) << parameter.name << domain_text(parameter);
    if (space.rows() == nullptr) out << "; grid of " << parameter.grid().size();
    out << "\n";
  }
  if (space.rows() != nullptr) out << "Listed: " << space.rows()->size() << " points\n";
  if (const auto grid = Grid::of(space)) {
    out << "Grid: " << grid->size() << " points\n";
  } else {
    out << "Grid: " << grid.error().message << "\n";
  }
}

/// Columns a member of the layers needs, two spaces behind it included.
int columns(const trainer::ModelSummary& model, std::string trainer::LayerSummary::*member) {
  std::size_t longest = 0;
  for (const trainer::LayerSummary& layer : model.layers) {
    longest = std::max(longest, (layer.*member).size());
  }
  return static_cast<int>(longest) + 2;
}

void print_model(const trainer::ModelSummary& model, std::ostream& out) {
  out << "Data: " << model.train_examples << " to train, " << model.validation_examples
      << " to select, " << model.test_examples << " to test; input " << model.input_shape << ", "
      << model.classes << " classes\n";
  out << "Model in the middle of the space: " << model.parameters << " parameters, " << model.macs
      << " multiply-accumulates a forward pass\n";
  const int name = columns(model, &trainer::LayerSummary::name);
  const int kind = columns(model, &trainer::LayerSummary::kind);
  const int shape = columns(model, &trainer::LayerSummary::output_shape);
  for (const trainer::LayerSummary& layer : model.layers) {
    out << "  " << std::left << std::setw(name) << layer.name << std::setw(kind) << layer.kind
        << std::setw(shape) << layer.output_shape << std::right << std::setw(10) << layer.parameters
        << " parameters" << std::setw(12) << layer.macs << " MACs\n";
  }
}

void print_cost(const ProbeResult& cost, const Budget& budget, std::ostream& out) {
  if (cost.state == TrialState::kFailed || cost.state == TrialState::kInfeasible) {
    out << "Probe: the trial in the middle of the space failed: " << cost.reason << "\n";
    return;
  }
  out << std::setprecision(3) << "A trial there: about " << cost.seconds.value << " s and "
      << cost.energy.joules.value << " J (" << cost.energy.low.value << " to "
      << cost.energy.high.value << " J, " << energy::to_string(cost.energy.source)
      << "), from the first of " << cost.steps << " steps\n";
  if (!budget.trials) return;
  out << "The budget of " << *budget.trials << " trials: about "
      << cost.seconds.value * *budget.trials << " s one after another, "
      << cost.energy.joules.value * *budget.trials << " J\n";
}

Result<void> probe_and_print(Study& study, const Scenario& scenario, const Parameters& middle,
                             std::ostream& out) {
  const energy::SteadyClock clock;
  const int steps = study.objective->planned_steps(middle).value_or(1);
  const auto meter = start_meter(scenario, clock);
  if (!meter) return tl::unexpected<Error>(meter.error());
  print_cost(probe(study, middle, steps, *meter->metering, clock), study.budget, out);
  return {};
}

/// A table says what its trials cost.
void print_table(const RecordedRuns& runs, std::ostream& out) {
  double joules = 0.0;
  double seconds = 0.0;
  for (const RecordedConfiguration& each : runs.configurations()) {
    for (const RecordedRun& run : each.runs) {
      joules += run.joules.value;
      seconds += run.seconds.value;
    }
  }
  out << "Table: " << runs.info().rows << " rows of " << runs.info().name << " record "
      << runs.runs() << " runs of " << runs.configurations().size() << " configurations, "
      << seconds_text(Seconds(seconds)) << " and "
      << (runs.info().joules_known ? joules_text(Joules(joules)) : "no joules")
      << " in all; they are replayed, not run\n";
}

Result<void> print_all(const Scenario& scenario, bool with_probe, std::ostream& out) {
  print_space(scenario.space, out);
  const auto study = build(scenario);
  if (!study) return tl::unexpected<Error>(study.error());
  out << "Strategy: " << (*study)->strategy->in_words() << "\n";
  if (const RecordedRuns* runs = (*study)->objective->recorded_runs()) {
    print_table(*runs, out);
    return {};
  }
  const Parameters middle = middle_of(scenario.space, (*study)->seed);
  const auto model = (*study)->objective->model(middle);
  if (!model) return tl::unexpected<Error>(model.error());
  if (*model) print_model(**model, out);
  if (!with_probe) return {};
  return probe_and_print(**study, scenario, middle, out);
}

}  // namespace

int describe(const DescribeOptions& options) {
  const auto scenario = load_scenario(options.scenario, overrides_of(options.set));
  if (!scenario) return report_faults(options.scenario.string(), scenario.error());
  if (const auto printed = print_all(*scenario, options.probe, std::cout); !printed) {
    return report_error(printed.error());
  }
  return kSuccess;
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/table/recorded_runs.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "search/space/rng.h"

namespace wattle::search {
namespace {

Parameters spelled(const Parameters& parameters, const SearchSpace& space) {
  nlohmann::json values = nlohmann::json::object();
  for (const auto& [name, value] : parameters.json().items()) {
    const Parameter* const parameter = space.find(name);
    values[name] = parameter == nullptr ? value : parameter->canonical(value);
  }
  return Parameters(std::move(values));
}

}  // namespace

RecordedRuns::RecordedRuns(RecordingInfo info, std::vector<RecordedConfiguration> configurations,
                           const SearchSpace* space)
    : info_(std::move(info)) {
  info_.rows = 0;
  configurations_.reserve(configurations.size());
  index_.reserve(configurations.size());
  for (RecordedConfiguration& each : configurations) {
    if (space != nullptr) {
      each.parameters = spelled(each.parameters, *space);
      if (!space->contains(each.parameters)) continue;
    }
    info_.rows += each.rows;
    const auto [known, added] = index_.emplace(each.parameters.json(), configurations_.size());
    if (added) {
      configurations_.push_back(std::move(each));
      continue;
    }
    // Spelled alike, two of them are one.
    std::vector<RecordedRun>& runs = configurations_[known->second].runs;
    runs.insert(runs.end(), std::make_move_iterator(each.runs.begin()),
                std::make_move_iterator(each.runs.end()));
  }
}

std::size_t RecordedRuns::runs() const {
  std::size_t count = 0;
  for (const RecordedConfiguration& each : configurations_) count += each.runs.size();
  return count;
}

const RecordedConfiguration* RecordedRuns::find(const Parameters& parameters) const {
  const auto it = index_.find(parameters.json());
  return it == index_.end() ? nullptr : &configurations_[it->second];
}

const RecordedRun* RecordedRuns::draw(const Parameters& parameters, std::uint64_t seed) const {
  const RecordedConfiguration* const found = find(parameters);
  if (found == nullptr) return nullptr;
  const auto last = static_cast<std::int64_t>(found->runs.size()) - 1;
  return &found->runs[static_cast<std::size_t>(Rng(seed).uniform_int(0, last))];
}

std::optional<int> RecordedRuns::planned_steps(const Parameters& parameters) const {
  const RecordedConfiguration* const found = find(parameters);
  if (found == nullptr) return std::nullopt;
  std::optional<int> last;
  for (const RecordedRun& run : found->runs) {
    if (!run.steps.empty()) last = std::max(last.value_or(0), run.steps.back().step);
  }
  return last;
}

energy::EnergyReading RecordedRuns::reading(Joules joules, Seconds seconds) const {
  energy::EnergyReading reading;
  reading.joules = reading.low = reading.high = joules;
  reading.domains = info_.domains;
  reading.source = info_.joules_known ? energy::Source::kReplayed : energy::Source::kUnknown;
  reading.window = seconds;
  return reading;
}

energy::MeterInfo RecordedRuns::meter() const {
  energy::MeterInfo meter;
  meter.name = "table";
  meter.source = info_.joules_known ? energy::Source::kReplayed : energy::Source::kUnknown;
  meter.domains = info_.domains;
  meter.idle = Watts(0.0);
  meter.explanation = info_.joules_known
                          ? "joules recorded in " + info_.name + ", replayed and not measured"
                          : info_.name + " records no joules";
  return meter;
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "energy/meters/rapl.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "energy/meters/rapl_counter.h"
#include "energy/meters/rapl_perf.h"
#include "energy/meters/rapl_zones.h"
#include "energy/sensor_meter.h"
#include "energy/text/join.h"

namespace wattle::energy {
namespace {

struct Found {
  std::vector<RaplCounter> counters;
  std::string how;  ///< for the explanation
};

/// The tree, or the events where the tree does not work.
Result<Found> find_counters(const System& system) {
  auto zones = find_rapl_zones(system.sys);
  if (zones) return Found{std::move(*zones), ""};
  auto events = open_rapl_events(system);
  if (events) return Found{std::move(*events), ", through perf"};
  Error error = zones.error();
  error.message += "; and through perf: " + events.error().message;
  return tl::unexpected(error);
}

tl::unexpected<Error> standstill(const RaplCounter& counter, std::uint64_t value) {
  return fail(ErrorCode::kUnavailable,
              "the energy counter " + counter.part + " stands still at " + std::to_string(value),
              "a working counter moves many times a second; some virtual machines show one that "
              "never does");
}

/// Sensors of the counters that move; the names of memory that does not go to `left_out`.
Result<std::vector<Sensor>> open_sensors(Found& found, const System& system,
                                         std::vector<std::string>& left_out) {
  std::vector<CounterReader> readers;
  for (const RaplCounter& counter : found.counters) readers.push_back(counter.read);
  const auto watched = watch_counters(readers, system);
  if (!watched) return tl::unexpected(watched.error());
  std::vector<RaplCounter> kept;
  std::vector<Sensor> sensors;
  for (std::size_t i = 0; i < readers.size(); ++i) {
    const RaplCounter& counter = found.counters[i];
    const auto [value, moved] = (*watched)[i];
    if (!moved && counter.domain != "dram") return standstill(counter, value);
    if (!moved) {
      left_out.push_back(counter.part);
      continue;
    }
    sensors.push_back(
        counter_sensor(counter.part, counter.read, counter.scale, value, system.clock->now()));
    kept.push_back(counter);
  }
  found.counters = std::move(kept);
  return sensors;
}

std::string explain(const Found& found, const std::vector<std::string>& left_out) {
  const auto packages = std::ranges::count(found.counters, "package", &RaplCounter::domain);
  const bool memory = std::ranges::count(found.counters, "dram", &RaplCounter::domain) > 0;
  std::string text;
  if (packages == 0) {
    text = "the energy counter of the platform (psys)" + found.how +
           "; what it contains is the maker's choice";
  } else {
    text = "the energy counters of " + std::to_string(packages) + " processor package" +
           (packages == 1 ? "" : "s") + (memory ? " and its memory" : "") + found.how +
           "; disks, fans and power supply losses are not in them";
  }
  if (!left_out.empty()) text += "; left out because they stand still: " + join(left_out);
  return text;
}

Seconds shortest_gap(const std::vector<RaplCounter>& counters) {
  Seconds shortest;
  for (const RaplCounter& counter : counters) {
    const Seconds gap = longest_gap(counter.scale);
    if (gap > Seconds(0) && (shortest == Seconds(0) || gap < shortest)) shortest = gap;
  }
  return shortest;
}

MeterInfo describe(const Found& found, const std::vector<std::string>& left_out) {
  std::set<std::string> domains;
  for (const RaplCounter& counter : found.counters) domains.insert(counter.domain);
  return {.name = "rapl",
          .source = Source::kCounter,
          .domains = {domains.begin(), domains.end()},
          .resolution = Seconds(1e-3),  // the processor updates the counters about that often
          .longest_gap = shortest_gap(found.counters),
          .idle = std::nullopt,
          .explanation = explain(found, left_out)};
}

}  // namespace

std::vector<RaplCounter> without_overlap(std::vector<RaplCounter> counters) {
  const bool package = std::ranges::count(counters, "package", &RaplCounter::domain) > 0;
  std::erase_if(counters, [package](const RaplCounter& counter) {
    return (counter.domain == "system") == package;
  });
  return counters;
}

Result<std::unique_ptr<EnergyMeter>> open_rapl(const System& system) {
  auto found = find_counters(system);
  if (!found) return tl::unexpected(found.error());
  std::vector<std::string> left_out;
  auto sensors = open_sensors(*found, system, left_out);
  if (!sensors) return tl::unexpected(sensors.error());
  return std::make_unique<SensorMeter>(describe(*found, left_out), std::move(*sensors),
                                       system.clock);
}

}  // namespace wattle::energy

// SPDX-License-Identifier: MIT
#include "energy/sensor_meter.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "energy/cumulative.h"

namespace wattle::energy {
namespace {

std::string seconds_text(Seconds seconds) {
  std::string text = std::to_string(seconds.value);
  return text.substr(0, text.find('.') + 2) + " s";
}

struct Counter {
  std::string part;
  CounterReader reader;
  WrappingCounter count;

  Result<CumulativeEnergy> read(Seconds now) {
    const auto value = reader();
    if (!value) return tl::unexpected(value.error());
    count.advance(*value, now);
    const Seconds still = now - count.moved_at();
    if (still > kStandstill) {
      return fail(ErrorCode::kUnavailable,
                  "the energy counter " + part + " has stood still at " + std::to_string(*value) +
                      " for " + seconds_text(still),
                  "a working counter moves many times a second; use another meter");
    }
    return count.total();
  }
};

struct Power {
  PowerReader reader;
  PowerIntegrator integral;

  Result<CumulativeEnergy> read(Seconds now) {
    const auto power = reader();
    if (!power) return tl::unexpected(power.error());
    if (auto added = integral.add({now, *power}); !added) return tl::unexpected(added.error());
    return integral.total();
  }
};

/// Ends as soon as all have moved, or when one cannot be read.
Result<bool> look_again(const std::vector<CounterReader>& counters,
                        std::vector<WatchedCounter>& watched) {
  bool all_moved = true;
  for (std::size_t i = 0; i < counters.size(); ++i) {
    const auto value = counters[i]();
    if (!value) return tl::unexpected(value.error());
    watched[i].moved = watched[i].moved || *value != watched[i].value;
    watched[i].value = *value;
    all_moved = all_moved && watched[i].moved;
  }
  return all_moved;
}

}  // namespace

Sensor counter_sensor(std::string part, CounterReader reader, CounterScale scale,
                      std::uint64_t value, Seconds now) {
  auto counter = std::make_shared<Counter>(
      Counter{part, std::move(reader), WrappingCounter(scale, value, now)});
  return {std::move(part), [counter](Seconds time) { return counter->read(time); }};
}

Sensor power_sensor(std::string part, PowerReader reader, PowerSensor sensor, PowerSample first) {
  auto power = std::make_shared<Power>(Power{std::move(reader), PowerIntegrator(sensor, first)});
  return {std::move(part), [power](Seconds time) { return power->read(time); }};
}

Result<std::vector<WatchedCounter>> watch_counters(const std::vector<CounterReader>& counters,
                                                   const System& system) {
  std::vector<WatchedCounter> watched(counters.size());
  if (counters.empty()) return watched;
  for (std::size_t i = 0; i < counters.size(); ++i) {
    const auto value = counters[i]();
    if (!value) return tl::unexpected(value.error());
    watched[i].value = *value;
  }
  // From the shortest update of a counter, doubling, so that slow ones cost few reads.
  Seconds pause{1e-3};
  for (Seconds waited; waited < kStandstill; waited += pause, pause = pause * 2.0) {
    system.pause(pause);
    const auto all_moved = look_again(counters, watched);
    if (!all_moved) return tl::unexpected(all_moved.error());
    if (*all_moved) break;
  }
  return watched;
}

SensorMeter::SensorMeter(MeterInfo info, std::vector<Sensor> sensors,
                         std::shared_ptr<const Clock> clock)
    : info_(std::move(info)), sensors_(std::move(sensors)), clock_(std::move(clock)) {
  for (const Sensor& sensor : sensors_) info_.parts.push_back(sensor.part);
}

Result<CumulativeEnergy> SensorMeter::read() {
  std::vector<CumulativeEnergy> parts;
  std::optional<Error> failure;
  for (const Sensor& sensor : sensors_) {
    auto energy = sensor.read(clock_->now());
    if (energy) parts.push_back(std::move(*energy));
    if (!energy && !failure) failure = energy.error();
  }
  if (failure) return tl::unexpected(*failure);
  return sum_of_parts(parts);
}

}  // namespace wattle::energy

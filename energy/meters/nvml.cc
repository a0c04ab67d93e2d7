// SPDX-License-Identifier: MIT
#include "energy/meters/nvml.h"

#include <string>
#include <utility>
#include <vector>

#include "energy/gpu/gpu_selection.h"
#include "energy/gpu/nvml.h"
#include "energy/sensor_meter.h"

namespace wattle::energy {
namespace {

using SharedNvml = std::shared_ptr<const Nvml>;

// Both kinds of value are renewed about ten times a second.
constexpr Seconds kUpdate{0.1};
constexpr CounterScale kMillijoules{.joules_per_unit = 1e-3, .range = 0};
constexpr PowerSensor kPower{.step = Watts(1e-3),
                             .relative_error = 0.05,
                             .period = kUpdate,
                             .longest_gap = Seconds(1.0),
                             .largest = kLargestPower};

std::string part_name(int gpu) { return "gpu-" + std::to_string(gpu); }

CounterReader counter_of(const SharedNvml& nvml, int gpu) {
  return [nvml, gpu] { return nvml->energy_millijoules(gpu); };
}

/// A GPU and what its energy counter did while it was watched.
struct Watched {
  int gpu = 0;
  WatchedCounter counter;
  std::string no_counter;  ///< why its counter is not to be used; empty when it is
};

/// All counters at once: it takes a while to see that one stands still.
Result<std::vector<Watched>> watch_all(const SharedNvml& nvml, const std::vector<int>& gpus,
                                       const System& system) {
  std::vector<Watched> all;
  std::vector<CounterReader> readers;
  for (const int gpu : gpus) {
    const auto energy = nvml->energy_millijoules(gpu);
    all.push_back({gpu, {}, energy ? "" : energy.error().message});
    if (energy) readers.push_back(counter_of(nvml, gpu));
  }
  const auto counters = watch_counters(readers, system);
  if (!counters) return tl::unexpected(counters.error());
  auto next = counters->begin();
  for (Watched& watched : all) {
    if (!watched.no_counter.empty()) continue;
    watched.counter = *next++;
    if (watched.counter.moved) continue;
    watched.no_counter = part_name(watched.gpu) + ": its energy counter stands still at " +
                         std::to_string(watched.counter.value);
  }
  return all;
}

Result<Sensor> open_power(const SharedNvml& nvml, int gpu, const System& system) {
  PowerSensor sensor = kPower;
  if (const auto range = nvml->power_limit_range(gpu)) sensor.largest = range->most;
  const PowerReader read = [nvml, gpu] { return nvml->power(gpu); };
  const auto first = read();
  if (!first) return tl::unexpected(first.error());
  return power_sensor(part_name(gpu), read, sensor, {system.clock->now(), *first});
}

tl::unexpected<Error> neither(const Nvml& nvml, int gpu, const std::string& no_counter,
                              Error no_power) {
  no_power.message = no_counter + "; " + no_power.message;
  if (nvml.is_split(gpu)) {
    no_power.hint = "the GPU is split into instances (MIG), which may hide its energy";
  }
  return tl::unexpected(std::move(no_power));
}

struct Opened {
  std::vector<Sensor> sensors;
  std::vector<std::string> notes;
  bool all_count = true;
};

Result<Opened> open_all(const SharedNvml& nvml, const std::vector<int>& gpus,
                        const System& system) {
  const auto watched = watch_all(nvml, gpus, system);
  if (!watched) return tl::unexpected(watched.error());
  Opened opened;
  for (const auto& [gpu, counter, no_counter] : *watched) {
    if (no_counter.empty()) {
      opened.sensors.push_back(counter_sensor(part_name(gpu), counter_of(nvml, gpu), kMillijoules,
                                              counter.value, system.clock->now()));
    } else {
      auto power = open_power(nvml, gpu, system);
      if (!power) return neither(*nvml, gpu, no_counter, power.error());
      opened.sensors.push_back(std::move(*power));
      opened.notes.push_back("sampled power, since " + no_counter);
      opened.all_count = false;
    }
    if (nvml->is_split(gpu)) {
      opened.notes.push_back(part_name(gpu) + " is split into instances and counted as a whole");
    }
  }
  return opened;
}

std::string explain(const Nvml& nvml, const GpuSelection& selection,
                    const std::vector<std::string>& notes) {
  std::string text = "NVIDIA's management library: ";
  for (std::size_t i = 0; i < selection.gpus.size(); ++i) {
    const int gpu = selection.gpus[i];
    text += (i == 0 ? "" : ", ") + part_name(gpu) + " " + nvml.name(gpu).value_or("(no name)");
  }
  if (!selection.why.empty()) text += "; " + selection.why;
  for (const std::string& note : notes) text += "; " + note;
  return text;
}

}  // namespace

Result<std::unique_ptr<EnergyMeter>> open_nvml(const System& system) {
  const auto nvml = Nvml::open(system.nvml);
  if (!nvml) return tl::unexpected(nvml.error());
  const auto selection = select_gpus(**nvml, system.cuda);
  if (!selection) return tl::unexpected(selection.error());
  auto opened = open_all(*nvml, selection->gpus, system);
  if (!opened) return tl::unexpected(opened.error());
  MeterInfo info{.name = "nvml",
                 .source = opened->all_count ? Source::kCounter : Source::kSampled,
                 .domains = {"gpu"},
                 .resolution = kUpdate,
                 .longest_gap = opened->all_count ? Seconds(0) : kPower.longest_gap,
                 .idle = std::nullopt,
                 .explanation = explain(**nvml, *selection, opened->notes)};
  return std::make_unique<SensorMeter>(std::move(info), std::move(opened->sensors), system.clock);
}

}  // namespace wattle::energy

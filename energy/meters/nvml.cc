// SPDX-License-Identifier: MIT
#include "energy/meters/nvml.h"

#include <string>
#include <utility>
#include <vector>

#include "energy/gpu_selection.h"
#include "energy/nvml.h"
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

/// The counter, if there is one that moves: else nothing, and `why` says why.
std::optional<Sensor> open_counter(const SharedNvml& nvml, int gpu, const System& system,
                                   std::string& why) {
  const CounterReader read = [nvml, gpu] { return nvml->energy_millijoules(gpu); };
  const auto watched = watch_counters({read}, system);
  if (!watched) {
    why = watched.error().message;
    return std::nullopt;
  }
  const auto [value, moved] = watched->front();
  if (!moved) {
    why = part_name(gpu) + ": its energy counter stands still at " + std::to_string(value);
    return std::nullopt;
  }
  return counter_sensor(part_name(gpu), read, kMillijoules, value, system.clock->now());
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
  Opened opened;
  for (const int gpu : gpus) {
    std::string no_counter;
    if (auto counter = open_counter(nvml, gpu, system, no_counter)) {
      opened.sensors.push_back(std::move(*counter));
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

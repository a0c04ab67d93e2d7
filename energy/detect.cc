// SPDX-License-Identifier: MIT
#include "energy/detect.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "energy/meters/battery.h"
#include "energy/meters/command.h"
#include "energy/meters/estimate.h"
#include "energy/meters/hwmon.h"
#include "energy/meters/nvml.h"
#include "energy/meters/rapl.h"
#include "energy/meters/replay_file.h"
#include "energy/meters/sum.h"
#include "energy/text/nearest_name.h"

namespace wattle::energy {
namespace {

using OpenedMeter = Result<std::unique_ptr<EnergyMeter>>;

constexpr std::string_view kReplay = "replay:";

OpenedMeter open_estimate(const System& system) { return EstimateMeter::open(system); }

OpenedMeter open_all_hwmon(const System& system) { return open_hwmon(system); }

OpenedMeter open_package_hwmon(const System& system) { return open_hwmon(system, "package"); }

OpenedMeter open_gpu_hwmon(const System& system) { return open_hwmon(system, "gpu"); }

OpenedMeter open_shell(const System& system) { return open_command(system); }

OpenedMeter open_replay(const System& /*system*/) {
  return fail(ErrorCode::kUnavailable, "no recording is named", "name it: replay:FILE");
}

struct KnownMeter {
  std::string_view name;
  std::string_view what;
  OpenedMeter (*open)(const System&);
};

// Best first: what a counter says is preferred to what a model says.
constexpr std::array<KnownMeter, 7> kMeters{{
    {"rapl", "the processor's energy counters", open_rapl},
    {"nvml", "NVIDIA GPUs", open_nvml},
    {"hwmon", "sensors of AMD and Intel GPUs, and of processors without RAPL", open_all_hwmon},
    {"battery", "what a laptop draws while it is unplugged", open_battery},
    {"command", "a wall meter, or whatever a command can ask", open_shell},
    {"estimate", "a model of the processor's power over its load", open_estimate},
    {"replay", "a recording in a file", open_replay},
}};

// What `auto` tries, best first.
constexpr std::array<KnownMeter, 4> kProcessorMeters{{
    {"rapl", "", open_rapl},
    {"hwmon", "", open_package_hwmon},
    {"battery", "", open_battery},
    {"estimate", "", open_estimate},
}};
constexpr std::array<KnownMeter, 2> kGpuMeters{{
    {"nvml", "", open_nvml},
    {"hwmon", "", open_gpu_hwmon},
}};

Error unknown_name(std::string_view name) {
  std::string known = "\"auto\"";
  std::vector<std::string> names = {"auto"};
  for (const KnownMeter& meter : kMeters) {
    names.emplace_back(meter.name);
    known += ", \"" + names.back() + "\"";
  }
  const std::string nearest = nearest_name(name, names);
  return {ErrorCode::kInvalidArgument,
          "there is no meter \"" + std::string(name) + "\"; there are " + known,
          nearest.empty() ? std::string() : "did you mean \"" + nearest + "\"?"};
}

std::string describe(std::string_view name, const Error& error) {
  const std::string hint = error.hint.empty() ? "" : " (" + error.hint + ")";
  return std::string(name) + ": " + error.message + hint;
}

/// The first that works, or nothing; the others' reasons go to `passed_over`.
template <std::size_t kSize>
std::unique_ptr<EnergyMeter> first_working(const std::array<KnownMeter, kSize>& candidates,
                                           const System& system,
                                           std::vector<std::string>& passed_over) {
  for (const KnownMeter& candidate : candidates) {
    auto meter = candidate.open(system);
    if (meter) return std::move(*meter);
    passed_over.push_back(describe(candidate.name, meter.error()));
  }
  return nullptr;
}

/// A meter of the whole machine leaves nothing for another.
bool covers_gpus(const EnergyMeter& meter) {
  return !common_domain(meter.info().domains, {"gpu"}).empty();
}

tl::unexpected<Error> nothing_works(const std::vector<std::string>& passed_over) {
  std::string reasons;
  for (const std::string& reason : passed_over) reasons += "; " + reason;
  return fail(ErrorCode::kUnavailable, "no meter works on this machine" + reasons);
}

Result<MeterChoice> open_best(const System& system) {
  MeterChoice choice;
  if (!system.command.empty()) {
    auto meter = open_command(system);
    if (meter) return MeterChoice{std::move(*meter), {}};
    choice.passed_over.push_back(describe("command", meter.error()));
  }
  auto processor = first_working(kProcessorMeters, system, choice.passed_over);
  if (processor && covers_gpus(*processor)) {
    choice.meter = std::move(processor);
    return choice;
  }
  auto gpus = first_working(kGpuMeters, system, choice.passed_over);
  std::vector<std::unique_ptr<EnergyMeter>> meters;
  if (processor) meters.push_back(std::move(processor));
  if (gpus) meters.push_back(std::move(gpus));
  if (meters.empty()) return nothing_works(choice.passed_over);
  auto sum = sum_meters(std::move(meters));
  if (!sum) return tl::unexpected(sum.error());
  choice.meter = std::move(*sum);
  return choice;
}

OpenedMeter open_one(std::string_view name, const System& system) {
  if (name.starts_with(kReplay)) return open_replay_file(name.substr(kReplay.size()), system);
  const auto known = std::ranges::find(kMeters, name, &KnownMeter::name);
  if (known == kMeters.end()) return tl::unexpected(unknown_name(name));
  return known->open(system);
}

/// "rapl+nvml" as its names; a file's name may have a plus in it.
std::vector<std::string_view> split_names(std::string_view names) {
  std::vector<std::string_view> all;
  while (true) {
    const std::size_t plus = names.starts_with(kReplay) ? std::string_view::npos : names.find('+');
    all.push_back(names.substr(0, plus));
    if (plus == std::string_view::npos) return all;
    names.remove_prefix(plus + 1);
  }
}

}  // namespace

Result<MeterChoice> open_meter(std::string_view name, const System& system) {
  if (name == "auto") return open_best(system);
  std::vector<std::unique_ptr<EnergyMeter>> meters;
  for (const std::string_view one : split_names(name)) {
    auto meter = open_one(one, system);
    if (!meter) return tl::unexpected(meter.error());
    meters.push_back(std::move(*meter));
  }
  auto sum = sum_meters(std::move(meters));
  if (!sum) return tl::unexpected(sum.error());
  return MeterChoice{std::move(*sum), {}};
}

std::vector<std::string> meter_names() {
  std::vector<std::string> names;
  for (const KnownMeter& known : kMeters) {
    if (known.open != open_replay) names.emplace_back(known.name);
  }
  return names;
}

bool is_meter_name(std::string_view name) {
  if (name == "auto") return true;
  const std::vector<std::string> names = meter_names();
  return std::ranges::all_of(split_names(name), [&](std::string_view one) {
    const bool recording = one.starts_with(kReplay) && one.size() > kReplay.size();
    return recording || std::ranges::find(names, one) != names.end();
  });
}

std::vector<MeterStatus> list_meters(const System& system) {
  std::vector<MeterStatus> all;
  for (const KnownMeter& known : kMeters) {
    MeterStatus status{
        .name = std::string(known.name), .what = std::string(known.what), .info = {}, .reason = {}};
    if (auto meter = known.open(system)) {
      status.info = (*meter)->info();
    } else {
      status.reason = meter.error();
    }
    all.push_back(std::move(status));
  }
  return all;
}

}  // namespace wattle::energy

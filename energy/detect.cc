// SPDX-License-Identifier: MIT
#include "energy/detect.h"

#include <algorithm>
#include <array>
#include <utility>

#include "energy/meters/estimate.h"
#include "energy/meters/rapl.h"
#include "energy/text/nearest_name.h"

namespace wattle::energy {
namespace {

using OpenedMeter = Result<std::unique_ptr<EnergyMeter>>;

OpenedMeter open_rapl(const System& system) { return RaplMeter::open(system.sys, system.clock); }

OpenedMeter open_estimate(const System& system) { return EstimateMeter::open(system); }

struct KnownMeter {
  std::string_view name;
  std::string_view what;
  OpenedMeter (*open)(const System&);
};

// Best first: what a counter says is preferred to what a model says.
constexpr std::array<KnownMeter, 2> kMeters{{
    {"rapl", "the processor's energy counters", open_rapl},
    {"estimate", "a model of the processor's power over its load", open_estimate},
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

Result<MeterChoice> open_best(const System& system) {
  MeterChoice choice;
  std::string reasons;
  for (const KnownMeter& candidate : kMeters) {
    auto meter = candidate.open(system);
    if (meter) {
      choice.meter = std::move(*meter);
      return choice;
    }
    choice.passed_over.push_back(describe(candidate.name, meter.error()));
    reasons += "; " + choice.passed_over.back();
  }
  return fail(ErrorCode::kUnavailable, "no meter works on this machine" + reasons);
}

}  // namespace

Result<MeterChoice> open_meter(std::string_view name, const System& system) {
  if (name == "auto") return open_best(system);
  const auto known = std::ranges::find(kMeters, name, &KnownMeter::name);
  if (known == kMeters.end()) return tl::unexpected(unknown_name(name));
  auto meter = known->open(system);
  if (!meter) return tl::unexpected(meter.error());
  return MeterChoice{std::move(*meter), {}};
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

// SPDX-License-Identifier: MIT
#include "energy/detect.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <utility>

#include "energy/clock.h"
#include "energy/meters/estimate.h"
#include "energy/meters/rapl.h"

namespace wattle::energy {
namespace {

using OpenedMeter = Result<std::unique_ptr<EnergyMeter>>;

OpenedMeter open_rapl(const SystemPaths& paths) {
  return RaplMeter::open(paths.sys, std::make_shared<SteadyClock>());
}

OpenedMeter open_estimate(const SystemPaths& paths) {
  return EstimateMeter::open(paths.proc, std::make_shared<SteadyClock>());
}

struct KnownMeter {
  std::string_view name;
  OpenedMeter (*open)(const SystemPaths&);
};

// Best first: what a counter says is preferred to what a model says.
constexpr std::array<KnownMeter, 2> kMeters{{
    {"rapl", open_rapl},
    {"estimate", open_estimate},
}};

// Levenshtein: the least number of letters to insert, delete or replace.
std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

Error unknown_name(std::string_view name) {
  std::string known = "\"auto\"";
  std::string_view nearest = "auto";
  for (const KnownMeter& meter : kMeters) {
    known += ", \"" + std::string(meter.name) + "\"";
    if (edit_distance(name, meter.name) < edit_distance(name, nearest)) nearest = meter.name;
  }
  return {ErrorCode::kInvalidArgument,
          "there is no meter \"" + std::string(name) + "\"; there are " + known,
          "did you mean \"" + std::string(nearest) + "\"?"};
}

std::string describe(std::string_view name, const Error& error) {
  const std::string hint = error.hint.empty() ? "" : " (" + error.hint + ")";
  return std::string(name) + ": " + error.message + hint;
}

Result<MeterChoice> open_best(const SystemPaths& paths) {
  MeterChoice choice;
  std::string reasons;
  for (const KnownMeter& candidate : kMeters) {
    auto meter = candidate.open(paths);
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

Result<MeterChoice> open_meter(std::string_view name, const SystemPaths& paths) {
  if (name == "auto") return open_best(paths);
  const auto known = std::ranges::find(kMeters, name, &KnownMeter::name);
  if (known == kMeters.end()) return tl::unexpected(unknown_name(name));
  auto meter = known->open(paths);
  if (!meter) return tl::unexpected(meter.error());
  return MeterChoice{std::move(*meter), {}};
}

}  // namespace wattle::energy

// SPDX-License-Identifier: MIT
#include "energy/meters/replay.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <utility>

namespace wattle::energy {
namespace {

std::string fault_of(const std::vector<ReplaySample>& samples) {
  if (samples.size() < 2) return "a recording needs at least two samples";
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto& [time, joules] = samples[i];
    const std::string name = "sample " + std::to_string(i);
    if (!std::isfinite(time.value) || !std::isfinite(joules.value)) return name + " is not finite";
    if (joules.value < 0.0) return name + " has negative energy";
    if (i > 0 && time <= samples[i - 1].time) return name + " is not later than the one before";
    if (i > 0 && joules < samples[i - 1].joules) return name + " has less energy than before";
  }
  return {};
}

std::string fault_of(const ReplayOptions& options) {
  if (!(options.low_factor >= 0.0 && options.low_factor <= 1.0)) return "low_factor not in [0, 1]";
  if (!(options.high_factor >= 1.0 && std::isfinite(options.high_factor))) {
    return "high_factor is not a finite number of at least 1";
  }
  if (options.domains.empty()) return "no domain: say what the recording covers";
  return {};
}

Seconds widest_spacing(const std::vector<ReplaySample>& samples) {
  Seconds widest;
  for (std::size_t i = 1; i < samples.size(); ++i) {
    widest = std::max(widest, samples[i].time - samples[i - 1].time);
  }
  return widest;
}

}  // namespace

Result<std::unique_ptr<ReplayMeter>> ReplayMeter::open(std::vector<ReplaySample> samples,
                                                       std::shared_ptr<const Clock> clock,
                                                       ReplayOptions options) {
  std::string fault = fault_of(samples);
  if (fault.empty()) fault = fault_of(options);
  if (!fault.empty()) return fail(ErrorCode::kInvalidArgument, "replay: " + fault);
  std::ranges::sort(options.domains);
  return std::unique_ptr<ReplayMeter>(
      new ReplayMeter(std::move(samples), std::move(clock), options));
}

ReplayMeter::ReplayMeter(std::vector<ReplaySample> samples, std::shared_ptr<const Clock> clock,
                         const ReplayOptions& options)
    : samples_(std::move(samples)),
      clock_(std::move(clock)),
      opened_at_(clock_->now()),
      low_factor_(options.low_factor),
      high_factor_(options.high_factor),
      info_{.name = "replay",
            .source = Source::kReplayed,
            .domains = options.domains,
            .resolution = widest_spacing(samples_),
            .longest_gap = Seconds(0),
            .idle = options.idle,
            .explanation = "a recorded stream of joules, linear between its samples"} {}

Result<CumulativeEnergy> ReplayMeter::read() {
  const Seconds time = samples_.front().time + (clock_->now() - opened_at_);
  if (time > samples_.back().time) {
    return fail(ErrorCode::kExhausted, "replay: the recording has ended");
  }
  const auto after = std::ranges::lower_bound(samples_, time, {}, &ReplaySample::time);
  Joules joules = after->joules - samples_.front().joules;
  if (after != samples_.begin()) {
    const auto before = std::prev(after);
    const double part = (after->time - time) / (after->time - before->time);
    joules -= (after->joules - before->joules) * part;
  }
  return CumulativeEnergy{joules, joules * low_factor_, joules * high_factor_};
}

}  // namespace wattle::energy

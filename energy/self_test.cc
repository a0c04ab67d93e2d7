// SPDX-License-Identifier: MIT
#include "energy/self_test.h"
#include "energy/text/number.h"

#include <algorithm>
#include <cmath>

#include "energy/cpu_time.h"
#include "energy/load.h"

namespace wattle::energy {
namespace {

/// A window of constant load.
struct Window {
  Watts power;
  double others = 0.0;  ///< busy CPUs of other programs
};

class Bench {
 public:
  Bench(EnergyMeter& meter, const System& system, const SelfTestPlan& plan)
      : meter_(meter), system_(system), plan_(plan), cpu_(system.proc, system.clock->now()) {}

  /// `threads` compute, from a tenth of a window before its begin.
  Result<Window> window(int threads) {
    const auto load = Load::start(LoadKind::kCompute, threads);
    if (!load) return tl::unexpected(load.error());
    if (!sleep_until_stopped(0.1 * plan_.window, plan_.stop)) return cancelled();
    const auto before = meter_.read();
    if (!before) return tl::unexpected(before.error());
    const Seconds begin = system_.clock->now();
    const Seconds others_before = cpu_.read(begin).others;
    if (!sleep_until_stopped(plan_.window, plan_.stop)) return cancelled();
    const Seconds end = system_.clock->now();
    const Seconds others = cpu_.read(end).others - others_before;
    const auto after = meter_.read();
    if (!after) return tl::unexpected(after.error());
    return Window{(after->joules - before->joules) / (end - begin), others / (end - begin)};
  }

  /// The shortest time between two moves, looked for over a window of load.
  Result<std::optional<Seconds>> step() {
    const auto load = Load::start(LoadKind::kCompute, 1);
    if (!load) return tl::unexpected(load.error());
    const Seconds begin = system_.clock->now();
    auto last = meter_.read();
    if (!last) return tl::unexpected(last.error());
    std::optional<Seconds> moved_at;
    std::optional<Seconds> shortest;
    bool stood = false;
    for (Seconds now = begin; now - begin < plan_.window; now = system_.clock->now()) {
      if (plan_.stop.stop_requested()) return cancelled();
      const auto read = meter_.read();
      if (!read) return tl::unexpected(read.error());
      if (read->joules == last->joules) {
        stood = true;
        continue;
      }
      if (moved_at) shortest = std::min(shortest.value_or(plan_.window), now - *moved_at);
      moved_at = now;
      last = read;
    }
    return stood ? shortest : std::optional(Seconds(0));
  }

 private:
  static tl::unexpected<Error> cancelled() {
    return fail(ErrorCode::kCancelled, "the self-test was cancelled");
  }

  EnergyMeter& meter_;
  const System& system_;
  const SelfTestPlan& plan_;
  CpuMonitor cpu_;
};

/// The same load twice, again and again.
Result<void> compare_pairs(Bench& bench, int pairs, SelfTest& seen) {
  std::vector<double> differences;
  std::vector<Watts> means;
  for (int i = 0; i < pairs; ++i) {
    const auto a = bench.window(1);
    if (!a) return tl::unexpected(a.error());
    const auto b = bench.window(1);
    if (!b) return tl::unexpected(b.error());
    means.push_back(0.5 * (a->power + b->power));
    const bool moved = means.back() > Watts(0);
    differences.push_back(moved ? (b->power - a->power) / means.back() : 0.0);
  }
  seen.same_load = mean_interval(differences);
  seen.one_busy = means.front();
  seen.drift = means.front() > Watts(0) ? means.back() / means.front() - 1.0 : 0.0;
  return {};
}

std::string percent(double share) { return rounded_text(100.0 * share, 2) + " %"; }

}  // namespace

Result<SelfTest> run_self_test(EnergyMeter& meter, const System& system, const SelfTestPlan& plan) {
  if (!(plan.window > Seconds(0)) || plan.pairs < 2) {
    return fail(ErrorCode::kInvalidArgument,
                "a self-test wants windows of a positive length and at least two pairs");
  }
  const auto machine = read_machine_cpu(system.proc);
  if (!machine) return tl::unexpected(machine.error());
  Bench bench(meter, system, plan);
  SelfTest seen;
  seen.threads = machine->online;
  const auto idle = bench.window(0);
  if (!idle) return tl::unexpected(idle.error());
  seen.idle = idle->power;
  seen.others_when_idle = idle->others;
  const auto step = bench.step();
  if (!step) return tl::unexpected(step.error());
  seen.step = *step;
  if (auto compared = compare_pairs(bench, plan.pairs, seen); !compared) {
    return tl::unexpected(compared.error());
  }
  const auto all = bench.window(seen.threads);
  if (!all) return tl::unexpected(all.error());
  seen.all_busy = all->power;
  return seen;
}

std::vector<std::string> concerns(const SelfTest& seen, const MeterInfo& meter) {
  constexpr double kBusyNeighbour = 0.1;  // of a CPU
  constexpr double kDrift = 0.05;
  constexpr double kScatter = 0.1;
  std::vector<std::string> found;
  if (!(seen.one_busy > seen.idle)) {
    found.emplace_back("the meter does not see a busy thread: it shows no more than idle");
  }
  if (!seen.step) {
    found.emplace_back(
        "the meter moved less than twice in a window: it stands still, or wants longer windows");
  }
  if (std::abs(seen.same_load.mean) > seen.same_load.half_width) {
    found.push_back("the same load twice differs by " + percent(seen.same_load.mean) +
                    ", more than its scatter: something changes while the test runs");
  }
  if (seen.same_load.half_width > kScatter) {
    found.push_back("the same load scatters: a difference below " +
                    percent(seen.same_load.half_width) + " cannot be told");
  }
  if (std::abs(seen.drift) > kDrift) {
    found.push_back("the power of one load has drifted by " + percent(seen.drift) +
                    ": a machine that warms up, or a clock that changes");
  }
  if (seen.others_when_idle > kBusyNeighbour) {
    found.push_back("other programs keep " + rounded_text(seen.others_when_idle, 2) +
                    " CPUs busy: their joules are booked with idle, and disturb");
  }
  if (meter.source == Source::kEstimated) {
    found.emplace_back(
        "the joules are an estimate: this test tells how well they repeat, not how true they are");
  }
  return found;
}

}  // namespace wattle::energy

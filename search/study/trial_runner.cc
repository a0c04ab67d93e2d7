// SPDX-License-Identifier: MIT
#include "search/study/trial_runner.h"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

#include "search/study/thrown.h"

namespace wattle::search {
namespace {

energy::AccountReading spent_until(const Step& step) {
  energy::AccountReading spent;
  spent.net.joules = step.joules;
  spent.net.low = step.low;
  spent.net.high = step.high;
  spent.net.shared = step.shared;
  spent.net.window = step.seconds;
  spent.gross = step.gross_joules;
  return spent;
}

/// The context of one running trial: passes steps on, with the joules and seconds so far, and holds
/// it to its limits.
class RunningTrial final : public TrialContext {
 public:
  RunningTrial(const TrialJob& job, const Goal& goal, energy::Account& account,
               Seconds meter_resolution, const energy::Clock& clock)
      : job_(job),
        account_(account),
        meter_resolution_(meter_resolution),
        clock_(clock),
        started_(clock.now()),
        course_(job, goal),
        earlier_(job.earlier),
        watched_(started_) {}

  int number() const override { return job_.number; }
  std::uint64_t seed() const override { return job_.seed; }
  int threads() const override { return job_.environment->threads; }
  std::optional<std::vector<int>> gpus() const override {
    return job_.environment->gpus ? std::optional(job_.gpus) : std::nullopt;
  }
  energy::ThreadGroup& thread_group() override { return account_.threads(); }
  std::filesystem::path artifact_directory() const override { return job_.artifact_directory; }
  std::filesystem::path output_directory() const override { return job_.output_directory; }
  std::filesystem::path checkpoint_file() const override { return job_.checkpoint_file; }
  Joules joules() override { return account_.reading().net.joules; }
  Seconds meter_resolution() const override { return meter_resolution_; }
  void uses_device(bool uses) override { account_.uses_device(uses); }
  bool cancelled() const override { return study_wants_end() || over_limit(); }
  bool study_wants_end() const { return job_.cancelled && job_.cancelled(); }

  void resumed(int step) override {
    const std::scoped_lock lock(mutex_);
    const Step* const last = earlier(step);
    if (last == nullptr) return;  // an objective's mistake: nothing was made before
    if (attempt_ == 1) {
      account_.carry(spent_until(*last));
      carried_ = last->seconds;
    }  // else the account and the clock have gone on
    resumed_step_ = last->step;
    if (job_.on_resumed) job_.on_resumed(last->step);
  }

  bool report(int step, const Metrics& metrics) override {
    const std::scoped_lock lock(mutex_);
    const Step* const done = step <= resumed_step_ ? earlier(step) : nullptr;
    if (done != nullptr && done->step == step) return pass_on(*done);
    const energy::AccountReading spent = account_.reading();
    return pass_on({step, metrics, spent.net.joules, elapsed(), spent.net.low, spent.net.high,
                    spent.gross, spent.net.shared});
  }

  /// Whether the attempt that failed by `error` is followed by another, which then begins.
  bool tries_again(const Error& error) {
    if (!job_.retries.allow(attempt_, error) || cancelled()) return false;
    const std::scoped_lock lock(mutex_);
    if (stopped_ || (job_.on_retry && !job_.on_retry())) return false;
    ++attempt_;
    lost_ = error.message;
    resumed_step_ = 0;
    earlier_ = std::exchange(made_, {});
    account_.uses_device(false);
    return true;
  }

  TrialEnd end(const Result<Evaluation>& evaluation, const energy::AccountReading& account,
               Seconds seconds) const {
    TrialEnd end = course_.end(evaluation, account, seconds, study_wants_end());
    if (end.measurement) end.measurement->retried_after = lost_;
    return end;
  }
  Seconds elapsed() const { return carried_ + (clock_.now() - started_); }

 private:
  /// The last one up to a step: a power cut may have lost some in between.
  const Step* earlier(int step) const {
    const auto end = std::find_if(earlier_.begin(), earlier_.end(),
                                  [&](const Step& done) { return done.step > step; });
    return end == earlier_.begin() ? nullptr : &*std::prev(end);
  }

  bool pass_on(const Step& step) {
    if (job_.retries.attempts > 1) made_.push_back(step);
    const bool goes_on = course_.made(step);
    stopped_ = stopped_ || !goes_on;
    return goes_on;
  }

  /// Looks every `kWatchPeriod`, since a reading costs more than a batch may.
  bool over_limit() const {
    if (!job_.limits.seconds && !job_.limits.joules) return false;
    const std::scoped_lock lock(mutex_);
    const Seconds now = clock_.now();
    if (now - watched_ < kWatchPeriod) return over_;
    watched_ = now;
    const Joules joules = job_.limits.joules ? account_.reading().net.joules : Joules(0);
    return over_ = course_.over_limit(elapsed(), joules);
  }

  const TrialJob& job_;
  energy::Account& account_;
  const Seconds meter_resolution_;
  const energy::Clock& clock_;
  const Seconds started_;
  mutable std::mutex mutex_;  // guards all below
  mutable TrialCourse course_;
  std::vector<Step> earlier_;  ///< of the attempt before this one
  std::vector<Step> made_;     ///< by this attempt; only kept where another may follow
  Seconds carried_;            ///< of the attempt that ended with its process
  int resumed_step_ = 0;       ///< of `earlier_`; 0: from the beginning
  int attempt_ = 1;
  bool stopped_ = false;
  std::string lost_;  ///< why the attempt before this one failed
  mutable Seconds watched_;
  mutable bool over_ = false;
};

Result<Evaluation> evaluate_safely(Objective& objective, const Parameters& parameters,
                                   TrialContext& context) {
  try {
    return objective.evaluate(parameters, context);
  } catch (...) {
    return tl::unexpected<Error>(thrown());
  }
}

/// Evaluates the job once its environment is as it should be.
Result<Evaluation> evaluate(const TrialJob& job, Objective& objective, TrialContext& context) {
  if (!job.environment) return tl::unexpected<Error>(job.environment.error());
  if (auto set = set_power_limit(job.power_limit, job.environment->gpu_power_limit); !set) {
    return tl::unexpected<Error>(set.error());
  }
  return evaluate_safely(objective, job.parameters, context);
}

}  // namespace

Result<void> set_power_limit(energy::PowerLimit* held, std::optional<Watts> limit) {
  if (held != nullptr) return held->set(limit);
  if (!limit) return {};
  return fail(ErrorCode::kUnavailable, "nobody here holds the GPUs' power limits");
}

TrialEnd run_trial(const TrialJob& job, Objective& objective, const Goal& goal,
                   energy::Metering& metering, const energy::Clock& clock) {
  const std::unique_ptr<energy::Account> account = metering.open();
  RunningTrial context(job, goal, *account, metering.meter().resolution, clock);
  const Result<Evaluation> evaluation = [&] {
    const energy::ThreadMembership membership(account->threads());
    for (;;) {
      Result<Evaluation> attempt = evaluate(job, objective, context);
      if (attempt || !context.tries_again(attempt.error())) return attempt;
    }
  }();
  const Seconds seconds = context.elapsed();
  return context.end(evaluation, account->close(job.as_overhead), seconds);
}

}  // namespace wattle::search

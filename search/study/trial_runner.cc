// SPDX-License-Identifier: MIT
#include "search/study/trial_runner.h"

#include <algorithm>
#include <iterator>
#include <mutex>

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

/// The context of one running trial: passes steps on, with the joules and seconds so far.
class RunningTrial final : public TrialContext {
 public:
  RunningTrial(const TrialJob& job, const Goal& goal, energy::Account& account,
               Seconds meter_resolution, const energy::Clock& clock)
      : job_(job),
        account_(account),
        meter_resolution_(meter_resolution),
        clock_(clock),
        started_(clock.now()),
        course_(job, goal) {}

  int number() const override { return job_.number; }
  std::uint64_t seed() const override { return job_.seed; }
  int threads() const override { return job_.environment->threads; }
  energy::ThreadGroup& thread_group() override { return account_.threads(); }
  std::filesystem::path artifact_directory() const override { return job_.artifact_directory; }
  std::filesystem::path output_directory() const override { return job_.output_directory; }
  std::filesystem::path checkpoint_file() const override { return job_.checkpoint_file; }
  Joules joules() override { return account_.reading().net.joules; }
  Seconds meter_resolution() const override { return meter_resolution_; }
  void uses_device(bool uses) override { account_.uses_device(uses); }
  bool cancelled() const override { return job_.cancelled && job_.cancelled(); }

  void resumed(int step) override {
    const Step* const last = earlier(step);
    if (last == nullptr) return;  // an objective's mistake: nothing was made before
    account_.carry(spent_until(*last));
    const std::scoped_lock lock(mutex_);
    resumed_ = *last;
    if (job_.on_resumed) job_.on_resumed(last->step);
  }

  bool report(int step, const Metrics& metrics) override {
    const std::scoped_lock lock(mutex_);
    const Step* const done = step <= resumed_.step ? earlier(step) : nullptr;
    if (done != nullptr && done->step == step) return course_.made(*done);
    const energy::AccountReading spent = account_.reading();
    return course_.made({step, metrics, spent.net.joules, elapsed(), spent.net.low, spent.net.high,
                         spent.gross, spent.net.shared});
  }

  Seconds elapsed() const { return resumed_.seconds + (clock_.now() - started_); }
  const TrialCourse& course() const { return course_; }

 private:
  /// The last one up to a step: a power cut may have lost some in between.
  const Step* earlier(int step) const {
    const auto end = std::find_if(job_.earlier.begin(), job_.earlier.end(),
                                  [&](const Step& done) { return done.step > step; });
    return end == job_.earlier.begin() ? nullptr : &*std::prev(end);
  }

  const TrialJob& job_;
  energy::Account& account_;
  const Seconds meter_resolution_;
  const energy::Clock& clock_;
  const Seconds started_;
  std::mutex mutex_;
  TrialCourse course_;
  Step resumed_;  ///< the last one of the attempt that is gone on from; step 0 when there is none
};

Result<Evaluation> evaluate_safely(Objective& objective, const Parameters& parameters,
                                   TrialContext& context) {
  try {
    return objective.evaluate(parameters, context);
  } catch (...) {
    return tl::unexpected<Error>(thrown());
  }
}

Result<void> set_power_limit(energy::PowerLimit* held, std::optional<Watts> limit) {
  if (held != nullptr) return held->set(limit);
  if (!limit) return {};
  return fail(ErrorCode::kUnavailable, "nobody here holds the GPUs' power limits");
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

TrialEnd run_trial(const TrialJob& job, Objective& objective, const Goal& goal,
                   energy::Metering& metering, const energy::Clock& clock) {
  const std::unique_ptr<energy::Account> account = metering.open();
  RunningTrial context(job, goal, *account, metering.meter().resolution, clock);
  const Result<Evaluation> evaluation = [&] {
    const energy::ThreadMembership membership(account->threads());
    return evaluate(job, objective, context);
  }();
  const Seconds seconds = context.elapsed();
  return context.course().end(evaluation, account->close(job.as_overhead), seconds,
                              context.cancelled());
}

}  // namespace wattle::search

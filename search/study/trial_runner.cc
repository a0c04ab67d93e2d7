// SPDX-License-Identifier: MIT
#include "search/study/trial_runner.h"

#include <mutex>

#include "search/study/thrown.h"

namespace wattle::search {
namespace {

/// The context of one running trial: passes steps on, with the joules and seconds so far.
class RunningTrial final : public TrialContext {
 public:
  RunningTrial(const TrialJob& job, const Goal& goal, energy::Account& account,
               const energy::Clock& clock)
      : job_(job), account_(account), clock_(clock), started_(clock.now()), course_(job, goal) {}

  int number() const override { return job_.number; }
  std::uint64_t seed() const override { return job_.seed; }
  int threads() const override { return job_.threads; }
  energy::ThreadGroup& thread_group() override { return account_.threads(); }
  std::filesystem::path artifact_directory() const override { return job_.artifact_directory; }
  std::filesystem::path output_directory() const override { return job_.output_directory; }
  Joules joules() override { return account_.reading().net.joules; }
  bool cancelled() const override { return job_.cancelled && job_.cancelled(); }

  bool report(int step, const Metrics& metrics) override {
    const std::scoped_lock lock(mutex_);
    return course_.made({step, metrics, account_.reading().net.joules, elapsed()});
  }

  Seconds elapsed() const { return clock_.now() - started_; }
  const TrialCourse& course() const { return course_; }

 private:
  const TrialJob& job_;
  energy::Account& account_;
  const energy::Clock& clock_;
  const Seconds started_;
  std::mutex mutex_;
  TrialCourse course_;
};

Result<Evaluation> evaluate_safely(Objective& objective, const Parameters& parameters,
                                   TrialContext& context) {
  try {
    return objective.evaluate(parameters, context);
  } catch (...) {
    return tl::unexpected<Error>(thrown());
  }
}

}  // namespace

TrialEnd run_trial(const TrialJob& job, Objective& objective, const Goal& goal,
                   energy::Metering& metering, const energy::Clock& clock) {
  const std::unique_ptr<energy::Account> account = metering.open();
  RunningTrial context(job, goal, *account, clock);
  const Result<Evaluation> evaluation = [&] {
    const energy::ThreadMembership membership(account->threads());
    return evaluate_safely(objective, job.parameters, context);
  }();
  const Seconds seconds = context.elapsed();
  return context.course().end(evaluation, account->close(job.as_overhead), seconds,
                              context.cancelled());
}

}  // namespace wattle::search

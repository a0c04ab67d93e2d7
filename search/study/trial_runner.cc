// SPDX-License-Identifier: MIT
#include "search/study/trial_runner.h"

#include <cmath>
#include <exception>
#include <mutex>

namespace wattle::search {
namespace {

/// The context of one running trial: passes steps on, with the joules and seconds so far.
class RunningTrial final : public TrialContext {
 public:
  RunningTrial(const TrialJob& job, energy::Account& account, const energy::Clock& clock)
      : job_(job), account_(account), clock_(clock), started_(clock.now()) {}

  int number() const override { return job_.number; }
  std::uint64_t seed() const override { return job_.seed; }
  int threads() const override { return job_.threads; }
  energy::ThreadGroup& thread_group() override { return account_.threads(); }
  std::filesystem::path artifact_directory() const override { return job_.artifact_directory; }
  bool cancelled() const override { return job_.cancelled && job_.cancelled(); }

  bool report(int step, const Metrics& metrics) override {
    const std::scoped_lock lock(mutex_);
    if (!job_.on_step) return true;
    const auto stop = job_.on_step({step, metrics, account_.reading().net.joules, elapsed()});
    if (stop) stop_reason_ = *stop;
    return !stop_reason_.has_value();
  }

  Seconds elapsed() const { return clock_.now() - started_; }
  const std::optional<std::string>& stop_reason() const { return stop_reason_; }

 private:
  const TrialJob& job_;
  energy::Account& account_;
  const energy::Clock& clock_;
  const Seconds started_;
  std::mutex mutex_;
  std::optional<std::string> stop_reason_;
};

Result<Evaluation> evaluate_safely(Objective& objective, const Parameters& parameters,
                                   TrialContext& context) {
  try {
    return objective.evaluate(parameters, context);
  } catch (const std::exception& exception) {
    return fail(ErrorCode::kInternal, std::string("exception: ") + exception.what());
  } catch (...) {
    return fail(ErrorCode::kInternal, "exception of an unknown type");
  }
}

TrialState state_after(const Error& error, bool cancelled) {
  switch (error.code) {
    case ErrorCode::kCancelled:
      // One that gives up without being asked would otherwise be started again for ever.
      return cancelled ? TrialState::kWaiting : TrialState::kFailed;
    case ErrorCode::kInvalidArgument:
      return TrialState::kInfeasible;
    default:
      return TrialState::kFailed;
  }
}

/// An objective's own joules, which nobody has checked yet.
bool sound(const energy::EnergyReading& energy) {
  return energy.low.value >= 0.0 && energy.low <= energy.joules && energy.joules <= energy.high &&
         std::isfinite(energy.high.value);
}

Measurement measure(const energy::AccountReading& account, Seconds seconds,
                    const Result<Evaluation>& evaluation) {
  Measurement measurement;
  measurement.energy = account.net;
  measurement.gross_joules = account.gross;
  measurement.seconds = seconds;
  if (evaluation) {
    measurement.metrics = evaluation->metrics;
    if (evaluation->energy) {
      measurement.energy = *evaluation->energy;
      measurement.gross_joules = evaluation->energy->joules;
    }
  }
  measurement.metrics["train_joules"] = measurement.energy.joules.value;
  measurement.metrics["seconds"] = seconds.value;
  return measurement;
}

}  // namespace

TrialEnd run_trial(const TrialJob& job, Objective& objective, const Goal& goal,
                   energy::Metering& metering, const energy::Clock& clock) {
  const std::unique_ptr<energy::Account> account = metering.open();
  RunningTrial context(job, *account, clock);
  Result<Evaluation> evaluation = [&] {
    const energy::ThreadMembership membership(account->threads());
    return evaluate_safely(objective, job.parameters, context);
  }();
  const Seconds seconds = context.elapsed();
  if (evaluation && evaluation->energy && !sound(*evaluation->energy)) {
    evaluation = fail(ErrorCode::kInternal, "the objective reported joules that make no sense");
  }

  TrialEnd end;
  end.measurement = measure(account->close(job.as_overhead), seconds, evaluation);
  if (!evaluation) {
    end.state = state_after(evaluation.error(), context.cancelled());
    end.reason = evaluation.error().message;
  } else if (context.stop_reason()) {
    end.state = TrialState::kPruned;
    end.reason = *context.stop_reason();
  } else {
    end.reason = goal.defect(end.measurement->metrics);
    end.state = end.reason.empty() ? TrialState::kComplete : TrialState::kFailed;
  }
  if (end.state == TrialState::kWaiting) end.measurement.reset();
  return end;
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/study/trial_runner.h"

#include <cmath>
#include <exception>
#include <mutex>
#include <sstream>

namespace wattle::search {
namespace {

/// Why a trial was told to stop, and what it counts as then.
struct EarlyEnd {
  TrialState state = TrialState::kPruned;
  std::string reason;
};

std::string reached_text(const Goal& goal, const Step& step) {
  std::ostringstream text;
  text << goal.metric() << " " << step.metrics.at(goal.metric()) << " at step " << step.step
       << " is good enough";
  return text.str();
}

/// The context of one running trial: passes steps on, with the joules and seconds so far.
class RunningTrial final : public TrialContext {
 public:
  RunningTrial(const TrialJob& job, const Goal& goal, energy::Account& account,
               const energy::Clock& clock)
      : job_(job), goal_(goal), account_(account), clock_(clock), started_(clock.now()) {}

  int number() const override { return job_.number; }
  std::uint64_t seed() const override { return job_.seed; }
  int threads() const override { return job_.threads; }
  energy::ThreadGroup& thread_group() override { return account_.threads(); }
  std::filesystem::path artifact_directory() const override { return job_.artifact_directory; }
  bool cancelled() const override { return job_.cancelled && job_.cancelled(); }

  bool report(int step, const Metrics& metrics) override {
    const std::scoped_lock lock(mutex_);
    const Step made{step, metrics, account_.reading().net.joules, elapsed()};
    const auto stop = job_.on_step ? job_.on_step(made) : std::nullopt;
    if (early_end_) return false;  // told before; the first reason counts
    if (stop) early_end_ = {job_.stopped_state, *stop};
    if (goal_.reached(metrics)) early_end_ = {TrialState::kComplete, reached_text(goal_, made)};
    return !early_end_.has_value();
  }

  Seconds elapsed() const { return clock_.now() - started_; }
  const std::optional<EarlyEnd>& early_end() const { return early_end_; }

 private:
  const TrialJob& job_;
  const Goal& goal_;
  energy::Account& account_;
  const energy::Clock& clock_;
  const Seconds started_;
  std::mutex mutex_;
  std::optional<EarlyEnd> early_end_;
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
  measurement.metrics[kTrainJoules] = measurement.energy.joules.value;
  measurement.metrics["seconds"] = seconds.value;
  return measurement;
}

}  // namespace

TrialEnd run_trial(const TrialJob& job, Objective& objective, const Goal& goal,
                   energy::Metering& metering, const energy::Clock& clock) {
  const std::unique_ptr<energy::Account> account = metering.open();
  RunningTrial context(job, goal, *account, clock);
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
  } else {
    const EarlyEnd done = context.early_end().value_or(EarlyEnd{TrialState::kComplete, ""});
    const std::string defect = goal.defect(end.measurement->metrics);
    const bool usable = done.state == TrialState::kPruned || defect.empty();
    end.state = usable ? done.state : TrialState::kFailed;
    end.reason = usable ? done.reason : defect;
  }
  if (end.state == TrialState::kWaiting) end.measurement.reset();
  return end;
}

}  // namespace wattle::search

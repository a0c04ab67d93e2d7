// SPDX-License-Identifier: MIT
#include "search/study/trial_course.h"

#include <cmath>
#include <sstream>

namespace wattle::search {
namespace {

std::string reached_text(const Goal& goal, const Step& step) {
  std::ostringstream text;
  text << goal.metric() << " " << step.metrics.at(goal.metric()) << " at step " << step.step
       << " is good enough";
  return text.str();
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
  if (measurement.energy.source != energy::Source::kUnknown) {
    measurement.metrics[kTrainJoules] = measurement.energy.joules.value;
  }
  measurement.metrics["seconds"] = seconds.value;
  return measurement;
}

}  // namespace

bool TrialCourse::made(const Step& step, bool last) {
  const auto stop = job_.on_step ? job_.on_step(step) : std::nullopt;
  if (early_end_) return false;  // told before; the first reason counts
  last_metrics_ = step.metrics;
  const bool done = last || (job_.planned_steps && step.step >= *job_.planned_steps);
  if (stop && !last) early_end_ = {job_.stopped_state, *stop};
  if (goal_.reached(step.metrics)) early_end_ = {TrialState::kComplete, reached_text(goal_, step)};
  if (!done) over_limit(step.seconds, step.joules);
  return !early_end_.has_value();
}

bool TrialCourse::over_limit(Seconds seconds, Joules joules) {
  if (early_end_) return over_limit_;
  const auto reason = job_.limits.reached(seconds, joules);
  if (!reason) return false;
  early_end_ = {TrialState::kPruned, *reason};
  return over_limit_ = true;
}

TrialEnd TrialCourse::end(Result<Evaluation> evaluation, const energy::AccountReading& account,
                          Seconds seconds, bool cancelled) const {
  if (evaluation && evaluation->energy && !sound(*evaluation->energy)) {
    evaluation = fail(ErrorCode::kInternal, "the objective reported joules that make no sense");
  }
  const bool gave_up = !evaluation && evaluation.error().code == ErrorCode::kCancelled;
  if (over_limit_ && gave_up && !cancelled) evaluation = Evaluation{last_metrics_, std::nullopt};
  TrialEnd end;
  end.measurement = measure(account, seconds, evaluation);
  if (!evaluation) {
    end.state = state_after(evaluation.error(), cancelled);
    end.reason = evaluation.error().message;
  } else {
    const EarlyEnd done = early_end_.value_or(EarlyEnd{TrialState::kComplete, ""});
    const std::string defect = goal_.defect(end.measurement->metrics);
    const bool usable = (done.state == TrialState::kPruned && !over_limit_) || defect.empty();
    end.state = usable ? done.state : TrialState::kFailed;
    end.reason = usable || over_limit_ ? done.reason : defect;
  }
  if (end.state == TrialState::kWaiting) end.measurement.reset();
  return end;
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/service/remote_trial.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "search/scenario/faults.h"
#include "search/study/told_result.h"

namespace wattle::search {
namespace {

using Reason = Refusal::Reason;

tl::unexpected<Refusal> not_recorded() {
  return refuse(Reason::kNotRecorded,
                "this could not be recorded; it can be said again when the study goes on");
}

Answer<void> check_step(int step, int last) {
  if (step > last) return {};
  return refuse(Reason::kInvalid, "steps are reported in ascending order",
                {fault_at("/step", step, "a step above " + std::to_string(last))});
}

bool is_counted(const energy::EnergyReading& energy) {
  return energy.source != energy::Source::kUnknown;
}

/// What it used may only grow.
Answer<void> check_joules(const energy::EnergyReading& energy, Joules before) {
  if (!is_counted(energy) || energy.joules >= before) return {};
  return refuse(Reason::kInvalid, "a trial's joules count from its start, and never fall",
                {fault_at("/joules", energy.joules.value,
                          "at least " + std::to_string(before.value) + ", as reported before")});
}

Error error_of(const FailureNews& news) {
  switch (news.kind) {
    case FailureNews::Kind::kInfeasible:
      return {ErrorCode::kInvalidArgument, news.reason, {}};
    case FailureNews::Kind::kDied:
      return {ErrorCode::kIo, news.reason, {}};
    default:
      return {ErrorCode::kInternal, news.reason, {}};
  }
}

TrialEnd waiting() {
  TrialEnd end;
  end.state = TrialState::kWaiting;
  return end;
}

}  // namespace

RemoteTrial::RemoteTrial(TrialJob job, TrialEnded ended, const Goal& goal,
                         energy::ReplayedBooks& books, const energy::Clock& clock)
    : job_(std::move(job)),
      ended_(std::move(ended)),
      goal_(goal),
      books_(books),
      clock_(clock),
      started_(clock.now()),
      course_(job_, goal) {
  spent_.source = energy::Source::kUnknown;
}

void RemoteTrial::go_on() {
  const std::scoped_lock lock(mutex_);
  if (job_.earlier.empty()) return;
  const Step& last = job_.earlier.back();
  job_.on_resumed(last.step);
  for (const Step& step : job_.earlier) course_.made(step);
  stop_ = course_.why_early();
  last_step_ = last.step;
  last_metrics_ = last.metrics;
  started_before_ = last.seconds;
  booked_before_ = last.joules;
  spent_.joules = last.joules;
  spent_.low = last.low;
  spent_.high = last.high;
}

Answer<std::optional<std::string>> RemoteTrial::report(const StepNews& news) {
  const std::scoped_lock lock(mutex_);
  if (auto held = check_held(); !held) return tl::unexpected(held.error());
  if (news.step == last_step_ && last_step_ > 0) return stop_;
  if (auto sound = check_step(news.step, last_step_); !sound) return tl::unexpected(sound.error());
  if (auto sound = check_joules(news.energy, spent_.joules); !sound) {
    return tl::unexpected(sound.error());
  }
  book(news.energy);
  Step step;
  step.step = news.step;
  step.metrics = news.metrics;
  step.joules = spent_.joules;
  step.low = spent_.low;
  step.high = spent_.high;
  step.gross_joules = spent_.joules;
  step.shared = spent_.shared;
  step.seconds = news.seconds.value_or(elapsed());
  course_.made(step);
  stop_ = course_.why_early();
  if (stop_ == kStepNotStored) {
    interrupted_ = true;
    return not_recorded();
  }
  last_step_ = news.step;
  last_metrics_ = news.metrics;
  return stop_;
}

void RemoteTrial::book(const energy::EnergyReading& energy) {
  if (!is_counted(energy)) return;
  spent_ = energy;
  books_.tell(job_.number, std::max(Joules(0), energy.joules - booked_before_));
}

TrialEnd RemoteTrial::measured(Result<Evaluation> evaluation,
                               std::optional<Seconds> seconds) const {
  const energy::AccountReading account{spent_, spent_.joules};
  return course_.end(std::move(evaluation), account, seconds.value_or(elapsed()), false);
}

Answer<TrialState> RemoteTrial::tell(const EndNews& news) {
  const std::scoped_lock lock(mutex_);
  if (auto held = check_held(); !held) return tl::unexpected(held.error());
  Metrics metrics = news.metrics;
  if (stop_) metrics.insert(last_metrics_.begin(), last_metrics_.end());
  const bool counted = is_counted(news.energy) || is_counted(spent_);
  if (auto sound = check_joules(news.energy, spent_.joules); !sound) {
    return tl::unexpected(sound.error());
  }
  const auto judged =
      judge(goal_, metrics,
            counted ? std::optional(std::max(news.energy.joules, spent_.joules)) : std::nullopt);
  const bool may_lack = stop_ && !judged && judged.error().reason == Reason::kMissingMetric;
  if (!judged && !may_lack) return tl::unexpected(judged.error());
  book(news.energy);
  return finish(measured(Evaluation{std::move(metrics), std::nullopt}, news.seconds));
}

Answer<TrialState> RemoteTrial::fail(const FailureNews& news, int failures) {
  const std::scoped_lock lock(mutex_);
  if (auto held = check_held(); !held) return tl::unexpected(held.error());
  const Error error = error_of(news);
  if (job_.retries.allow(failures, error)) return finish(waiting());
  return finish(measured(tl::unexpected<Error>(error), std::nullopt));
}

void RemoteTrial::interrupt() {
  const std::scoped_lock lock(mutex_);
  interrupted_ = true;
  if (!over_) (void)finish(waiting());
}

Answer<void> RemoteTrial::check_held() const {
  if (interrupted_) return not_recorded();
  if (!over_) return {};
  return refuse(Reason::kLeaseLost, "the lease has ended: the trial is somebody else's, or over");
}

Answer<void> RemoteTrial::give_back() {
  const std::scoped_lock lock(mutex_);
  if (auto held = check_held(); !held) return tl::unexpected(held.error());
  return finish(waiting()).map([](TrialState) {});
}

void RemoteTrial::end_unstarted(const Error& error) {
  const std::scoped_lock lock(mutex_);
  (void)finish(measured(tl::unexpected<Error>(error), Seconds(0)));
}

Answer<TrialState> RemoteTrial::finish(TrialEnd end) {
  const TrialState state = end.state;
  over_ = true;
  books_.end(job_.number);
  switch (ended_(std::move(end))) {
    case Recorded::kYes:
      return state;
    case Recorded::kFailed:
      interrupted_ = true;
      return not_recorded();
    default:
      return check_held().map([&] { return state; });
  }
}

}  // namespace wattle::search

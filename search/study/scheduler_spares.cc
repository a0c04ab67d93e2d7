// SPDX-License-Identifier: MIT
// Suggestions beyond the next one: when they are made, and who gets them.
#include <algorithm>

#include "search/strategy/gain_stop.h"
#include "search/study/scheduler.h"

namespace wattle::search {
namespace {

/// An older suggestion is a worse one. So whoever asks waits for one that is made with all results
/// where that takes no more than this share of a trial, and gets an older one where it would take
/// longer.
constexpr double kShareOfTrial = 0.01;
constexpr Seconds kLeastPatience{0.075};
constexpr Seconds kMostPatience{5.0};
constexpr int kMostSpares = 32;
/// How much the last suggestion, and the last trial, say of what the next will take.
constexpr double kLastCounts = 0.2;
/// Random numbers of spares are none of a trial's.
constexpr std::uint64_t kSpareStreams = std::uint64_t{1} << 32U;

/// The mean of late with one more; the first one counts whole.
Seconds with_latest(const std::optional<Seconds>& mean, Seconds latest) {
  return mean ? *mean + kLastCounts * (latest - *mean) : latest;
}

}  // namespace

bool Scheduler::takes_long(int suggestions) const {
  const Seconds patience =
      std::clamp(kShareOfTrial * trying_.value_or(Seconds(0)), kLeastPatience, kMostPatience);
  return suggestions * suggesting_.value_or(Seconds(0)) > patience;
}

void Scheduler::note_duration(const Trial& shown) {
  trying_ = with_latest(trying_, shown.ended_at - shown.started_at);
}

Result<Parameters> Scheduler::ask_strategy(std::uint64_t stream) {
  Rng rng(study_.seed, stream);
  const Seconds began = surroundings_.clock.now();
  Result<Parameters> point = study_.strategy->suggest(history_, rng);
  suggesting_ = with_latest(suggesting_, surroundings_.clock.now() - began);
  suggests_by_model_ = study_.strategy->came_from_model();
  return point;
}

Result<Parameters> Scheduler::next_point(int number, const TrialWorkers& workers) {
  if (auto spare = take_spare(workers)) return std::move(*spare);
  return ask_strategy(static_cast<std::uint64_t>(number));
}

std::optional<Parameters> Scheduler::take_spare(const TrialWorkers& workers) {
  const bool are_as_good = spares_.current() > 0;
  if (!workers.wants({}) || !(are_as_good || takes_long(workers.wanted()))) return std::nullopt;
  std::optional<Parameters> spare = spares_.take();
  while (spare && history_.has_point(*spare)) spare = spares_.take();
  return spare;
}

std::size_t Scheduler::spares_wanted() const {
  if (study_.schedule.fixed() || !suggests_by_model_ || !takes_long(book_.count_at_work())) {
    return 0;
  }
  int wanted = std::min(kMostSpares, book_.count_at_work());
  if (study_.budget.trials)
    wanted = std::min(wanted, *study_.budget.trials - book_.suggested() - 1);
  return static_cast<std::size_t>(std::max(0, wanted));
}

bool Scheduler::is_time_for_spare(const TrialWorkers& workers) const {
  return choice_->state_before && !results_came_ && !workers.wants({}) &&
         spares_.are_due(spares_wanted());
}

Result<void> Scheduler::make_spare(const TrialWorkers& workers) {
  const std::size_t wanted = [&] {
    const std::scoped_lock lock(mutex_);
    return is_time_for_spare(workers) ? spares_wanted() : 0;
  }();
  if (wanted == 0) return {};
  const std::size_t begun = history_.size();
  Trial pending = choice_->trial;
  history_.push_back(pending);
  for (std::size_t i = 0; i < spares_.current(); ++i) {
    ++pending.number;
    pending.parameters = spares_.points()[i];
    history_.push_back(pending);
  }
  const nlohmann::json state = study_.strategy->state();
  Result<Parameters> point = ask_strategy(kSpareStreams + history_.size());
  history_.shorten(begun);
  if (point) {
    spares_.add(std::move(*point), wanted);
  } else {
    spares_.give_up();
  }
  return restore_strategy(*study_.strategy, state);
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/study/trial_book.h"

#include <algorithm>
#include <utility>

namespace wattle::search {
namespace {

std::size_t index(int number) { return static_cast<std::size_t>(number); }

}  // namespace

TrialBook::TrialBook(std::vector<Trial> trials, const Goal& goal)
    : goal_(goal), trials_(std::move(trials)), best_(goal.best(trials_)) {
  for (const Trial& trial : trials_) {
    suggested_ += was_suggested(trial);
    if (is_ended(trial.state)) {
      newly_ended_.push_back(trial.number);
      ended_ += was_suggested(trial);
    } else {
      place(trial);
    }
  }
}

void TrialBook::place(const Trial& trial) {
  if (trial.state == TrialState::kWaiting) {
    waiting_.emplace(trial.lease.id.empty(), trial.number);
  } else {
    elsewhere_.insert(trial.number);
  }
}

void TrialBook::wait_no_more(int number) {
  waiting_.erase({false, number});
  waiting_.erase({true, number});
}

std::optional<int> TrialBook::first_waiting() const {
  return waiting_.empty() ? std::nullopt : std::optional<int>(waiting_.begin()->second);
}

std::optional<int> TrialBook::first_running() const {
  std::optional<int> first;
  if (!at_work_.empty()) first = at_work_.begin()->first;
  if (!elsewhere_.empty())
    first = std::min(first.value_or(*elsewhere_.begin()), *elsewhere_.begin());
  return first;
}

void TrialBook::work_on(const Trial& trial) {
  auto working = std::make_shared<Trial>(trial);
  working->steps.clear();
  at_work_[trial.number] = working;
  wait_no_more(trial.number);
  if (index(trial.number) == trials_.size()) {
    trials_.push_back(std::move(working));
    ++suggested_;
  } else {
    trials_.replace(index(trial.number), std::move(working));
  }
}

Trial* TrialBook::at_work(int number) {
  const auto found = at_work_.find(number);
  return found == at_work_.end() ? nullptr : found->second.get();
}

void TrialBook::give_up(int number) {
  at_work_.erase(number);
  elsewhere_.insert(number);
}

void TrialBook::release(int number) {
  Trial released = *at_work_.at(number);
  released.state = TrialState::kWaiting;
  released.lease = {};
  at_work_.erase(number);
  place(released);
  trials_.replace(index(number), std::move(released));
}

std::optional<int> TrialBook::end(const Trial& ended) {
  trials_.replace(index(ended.number), ended);
  at_work_.erase(ended.number);
  newly_ended_.push_back(ended.number);
  ++ended_;
  return rank(ended);
}

std::optional<int> TrialBook::rank(const Trial& ended) {
  std::optional<int> loser = ended.number;
  const bool wins = goal_.ranks(ended) && [&] {
    if (!best_) return true;
    const Trial& best = trials_[index(*best_)];
    if (goal_.better(ended, best)) return true;
    return ended.number < best.number && !goal_.better(best, ended);
  }();
  if (wins) std::swap(loser, best_);
  return loser;
}

std::optional<int> TrialBook::take_over(const Trial& trial) {
  const bool known = index(trial.number) < trials_.size();
  if (at_work_.contains(trial.number)) return std::nullopt;
  if (known && is_ended(trials_[index(trial.number)].state)) return std::nullopt;
  wait_no_more(trial.number);
  elsewhere_.erase(trial.number);
  if (!known) trials_.push_back(trial);
  suggested_ += !known;
  if (is_ended(trial.state)) return end(trial);
  if (known) trials_.replace(index(trial.number), trial);
  place(trial);
  return std::nullopt;
}

std::vector<int> TrialBook::take_newly_ended(const std::function<bool(int)>& wanted) {
  std::vector<int> taken;
  std::deque<int> left;
  for (const int number : newly_ended_) {
    if (wanted(number)) {
      taken.push_back(number);
    } else {
      left.push_back(number);
    }
  }
  newly_ended_ = std::move(left);
  return taken;
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/trial/history.h"

#include <algorithm>

namespace wattle::search {

History::History(std::vector<Trial> trials) {
  trials_.reserve(trials.size());
  for (Trial& trial : trials) push_back(std::move(trial));
}

void History::push_back(Shared trial) {
  points_.insert(&trial->parameters.json());
  trials_.push_back(std::move(trial));
}

void History::replace(std::size_t at, Shared trial) {
  forget(*trials_[at]);
  points_.insert(&trial->parameters.json());
  trials_[at] = std::move(trial);
}

void History::shorten(std::size_t size) {
  for (std::size_t i = size; i < trials_.size(); ++i) forget(*trials_[i]);
  trials_.resize(size);
}

void History::forget(const Trial& trial) {
  const Value* const point = &trial.parameters.json();
  const auto [first, last] = points_.equal_range(point);
  points_.erase(std::find(first, last, point));
}

const Trial* find_trial(const History& history, int number) {
  const auto it = std::lower_bound(history.begin(), history.end(), number,
                                   [](const Trial& trial, int n) { return trial.number < n; });
  return it != history.end() && it->number == number ? &*it : nullptr;
}

}  // namespace wattle::search

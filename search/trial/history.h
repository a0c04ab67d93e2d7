// SPDX-License-Identifier: MIT
// The trials that a decision may look at.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <unordered_set>
#include <utility>
#include <vector>

#include "search/space/value_hash.h"
#include "search/trial/trial.h"
#include "search/trial/trial_iterator.h"

namespace wattle::search {

class History;

/// Some trials of a history, in their order; valid as long as it is not changed.
class Trials {
 public:
  Trials() = default;
  Trials(TrialIterator begin, TrialIterator end) : begin_(begin), end_(end) {}
  Trials(const History& all);  // NOLINT(google-explicit-constructor): a history is all of them

  TrialIterator begin() const { return begin_; }
  TrialIterator end() const { return end_; }
  std::size_t size() const { return static_cast<std::size_t>(end_ - begin_); }
  bool empty() const { return begin_ == end_; }
  const Trial& operator[](std::size_t at) const { return begin_[static_cast<std::ptrdiff_t>(at)]; }
  const Trial& front() const { return *begin_; }
  const Trial& back() const { return *(end_ - 1); }

 private:
  TrialIterator begin_;
  TrialIterator end_;
};

/// Trials by ascending number: ended ones and those still running. They are shared and not changed,
/// only replaced, so that a copy of a history holds no second copy of its trials. A trial that a
/// schedule hides the result of stands here as running, without its measurement.
class History {
 public:
  using Shared = std::shared_ptr<const Trial>;
  using value_type = Trial;
  using const_iterator = TrialIterator;

  History() = default;
  explicit History(std::vector<Trial> trials);
  History(std::initializer_list<Trial> trials) : History(std::vector<Trial>(trials)) {}

  const_iterator begin() const { return const_iterator(trials_.begin()); }
  const_iterator end() const { return const_iterator(trials_.end()); }
  std::size_t size() const { return trials_.size(); }
  bool empty() const { return trials_.empty(); }
  const Trial& operator[](std::size_t at) const { return *trials_[at]; }
  const Trial& front() const { return *trials_.front(); }
  const Trial& back() const { return *trials_.back(); }
  const Shared& shared(std::size_t at) const { return trials_[at]; }
  /// The first ones; `size` is at most what there are.
  Trials first(std::size_t size) const {
    return {begin(), begin() + static_cast<std::ptrdiff_t>(size)};
  }
  /// Whether a trial has these parameters, whatever its state. Numbers compare by value, so a point
  /// that has been through a file is still the same. O(1).
  bool has_point(const Parameters& parameters) const { return has_point(parameters.json()); }
  bool has_point(const Value& values) const { return points_.contains(&values); }

  void push_back(Trial trial) { push_back(std::make_shared<const Trial>(std::move(trial))); }
  void push_back(Shared trial);
  void replace(std::size_t at, Trial trial) {
    replace(at, std::make_shared<const Trial>(std::move(trial)));
  }
  void replace(std::size_t at, Shared trial);
  /// Replaces it by a copy that `change(Trial&)` has changed.
  template <class Change>
  void change(std::size_t at, const Change& change) {
    Trial copy = *trials_[at];
    change(copy);
    replace(at, std::move(copy));
  }
  /// Leaves the first ones; `size` is at most what there are.
  void shorten(std::size_t size);

 private:
  /// Removes the entry of a trial that is about to go.
  void forget(const Trial& trial);

  std::vector<Shared> trials_;
  /// The parameters of each trial, as the trial holds them.
  std::unordered_multiset<const Value*, ValuePointerHash, ValuePointerEqual> points_;
};

inline Trials::Trials(const History& all) : Trials(all.begin(), all.end()) {}

/// nullptr when there is none of that number. O(log n).
const Trial* find_trial(const History& history, int number);
/// The number that the next trial after these will have.
inline int next_number(const History& history) {
  return history.empty() ? 0 : history.back().number + 1;
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// The trials of a study that is being run, and where each of them stands.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "search/trial/goal.h"
#include "search/trial/history.h"

namespace wattle::search {

/// Every call costs the same however many trials there are, O(log n). Not thread-safe.
class TrialBook {
 public:
  /// By number. Those that run are somebody else's. `goal` must outlive the book.
  TrialBook(std::vector<Trial> trials, const Goal& goal);

  const History& trials() const { return trials_; }
  /// That the study suggested, and of them, those that are over.
  int suggested() const { return suggested_; }
  int ended() const { return ended_; }
  /// The best trial so far.
  std::optional<int> best() const { return best_; }
  bool is_at_work() const { return !at_work_.empty(); }
  int count_at_work() const { return static_cast<int>(at_work_.size()); }
  /// Those that are leased come before the others: whoever holds the lease may go on with it.
  std::optional<int> first_waiting() const;
  /// Here or elsewhere.
  std::optional<int> first_running() const;
  bool runs_elsewhere() const { return !elsewhere_.empty(); }

  /// This process works on the trial from now on. It is the next one, or waits.
  void work_on(const Trial& trial);
  /// nullptr when it is not at work here. What is changed of it, `trials` shows.
  Trial* at_work(int number);
  /// Somebody else has it now.
  void give_up(int number);
  /// It is not worked on any more, and waits for anybody, with its steps.
  void release(int number);
  /// It is over. Returns the trial that is now known not to be the best, if one is: this one, or
  /// the one that was.
  std::optional<int> end(const Trial& ended);
  /// The trial as somebody else has left it; returns what `end` does. What is at work here or has
  /// ended is not changed.
  std::optional<int> take_over(const Trial& trial);

  /// Numbers of trials that have ended since they were last taken, in the order of their ends; only
  /// those that `wanted` says.
  std::vector<int> take_newly_ended(const std::function<bool(int)>& wanted);

 private:
  std::optional<int> rank(const Trial& ended);
  /// Among those that wait or that somebody else works on.
  void place(const Trial& trial);
  void wait_no_more(int number);

  const Goal& goal_;
  History trials_;
  std::map<int, std::shared_ptr<Trial>> at_work_;  ///< those of trials_ that run here
  std::set<int> elsewhere_;                        ///< those that run elsewhere
  std::set<std::pair<bool, int>> waiting_;         ///< those without a lease after the others
  std::deque<int> newly_ended_;
  int suggested_ = 0;
  int ended_ = 0;
  std::optional<int> best_;
};

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// Keeps a study's workers busy: suggests on the calling thread, and judges what they report.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "search/study/study.h"
#include "search/study/trial_workers.h"

namespace wattle::search {

/// One run of a study. Made, run once, and thrown away.
///
/// `trials_` is the truth, written under the mutex; `history_` is what the strategy sees, touched
/// by the calling thread alone: a result enters it when the schedule shows it, so that a suggestion
/// needs no lock. Ended trials are shared between the two. What it does for a trial itself
/// costs the same however many there were before; strategy, pruner and a budget of joules look at
/// all of them.
class Scheduler {
 public:
  /// `record` is what the store holds.
  Scheduler(Study& study, Surroundings surroundings, const RunOptions& options, StudyRecord record);
  /// Trials under way have ended when it returns.
  Result<RunSummary> run(TrialWorkers& workers);

  /// After `run`: the trials, by number.
  const History& trials() const { return trials_; }
  /// Totals over all sessions of the study.
  energy::LedgerTotals totals() const;
  Seconds elapsed() const;

 private:
  /// Starts trials until there is a reason to stop; returns it.
  Result<std::string> start_trials(TrialWorkers& workers);
  /// The next trial to run: one left waiting, or a new suggestion. kExhausted: nothing is left;
  /// kCancelled: told to stop.
  Result<Trial> next_trial();
  std::optional<int> take_waiting();
  Result<Trial> restart(int number);
  Result<Trial> suggest();
  /// Why a trial of these parameters cannot fit into what is left of the joules; nullopt when it
  /// may, or nothing is known of it.
  std::optional<std::string> reason_not_to_suggest(const Parameters& parameters);
  Result<void> begin(const Trial& trial);
  /// What `trials_` holds of a trial while it runs. Requires mutex_.
  History::Shared work_on(const Trial& trial);
  void tell_started(const Trial& trial);
  void show_results(int next_number);

  /// What an exception says is remembered as the study's failure.
  void start(TrialWorkers& workers, const Trial& trial);
  TrialJob job_for(const Trial& trial);
  void on_end(int number, Result<TrialEnd> end);
  std::optional<std::string> on_step(int number, const Step& step,
                                     std::optional<int> planned_steps);
  bool was_made_before(int number, const Step& step);
  void on_resumed(int number, int step);
  void end_one(int number, TrialEnd end, Seconds ended_at);
  void publish(const Trial& ended);
  /// Requires mutex_. Of the trials' files only the best one's are kept.
  void update_best(const Trial& ended);

  bool cancelled() const;
  bool wait_for_slot(TrialWorkers& workers);
  bool wait_for_lag(TrialWorkers& workers);
  std::optional<std::string> reason_to_stop() const;
  Progress progress() const;
  /// What the pruner may know; `joules_left` of the budget. Requires mutex_.
  PruningContext context_of(int number, std::optional<int> planned_steps,
                            std::optional<Joules> joules_left) const;
  /// Of the budget; nullopt when it has no joules or decisions must be repeatable.
  std::optional<Joules> joules_left() const;
  RunSummary summarise(bool interrupted, std::string because) const;
  void remember_failure(const Result<void>& stored);

  Study& study_;
  Surroundings surroundings_;
  const RunOptions& options_;
  const energy::LedgerTotals totals_before_;
  const Seconds elapsed_before_;
  const Seconds started_;

  std::mutex recording_;  ///< held while totals are read and stored; taken before mutex_
  mutable std::mutex mutex_;
  History trials_;                                 ///< guarded by mutex_
  std::map<int, std::shared_ptr<Trial>> working_;  ///< guarded by mutex_: those of trials_ that run
  std::set<int> waiting_;                          ///< guarded by mutex_: those that are to run
  std::deque<int> newly_ended_;                    ///< guarded by mutex_: not in history_ yet
  int running_ = 0;                                ///< guarded by mutex_
  int ended_ = 0;                                  ///< guarded by mutex_
  std::optional<int> best_;                        ///< guarded by mutex_
  std::optional<Error> failure_;                   ///< guarded by mutex_: the store's first failure

  History history_;  ///< calling thread only
  /// Why no other trial can be started, once that is so; calling thread only.
  std::string nothing_left_ = "every point of the space was tried";
};

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// Keeps a study's workers busy: suggests on the calling thread, and judges what they report.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "search/study/study.h"
#include "search/study/trial_book.h"
#include "search/study/trial_workers.h"

namespace wattle::search {

/// One run of a study. Made, run once, and thrown away.
///
/// `book_` is the truth, written under the mutex; `history_` is what the strategy sees, touched
/// by the calling thread alone: a result enters it when the schedule shows it, so that a suggestion
/// needs no lock. Ended trials are shared between the two. What it does for a trial itself
/// costs the same however many there were before; strategy, pruner and a budget of joules look at
/// all of them. What other processes did enters both before a suggestion.
class Scheduler {
 public:
  /// `record` is the study as it was joined.
  Scheduler(Study& study, Surroundings surroundings, const RunOptions& options, StudyRecord record);
  /// Trials under way have ended when it returns.
  Result<RunSummary> run(TrialWorkers& workers);

  /// Tells the store what has been spent, and that somebody is here.
  Result<void> check_in();
  /// Looks whether somebody asked the study to stop.
  void listen();
  /// Whether it is to stop. Thread-safe.
  bool cancelled() const;

  /// After `run`: the trials, by number.
  const History& trials() const { return book_.trials(); }

 private:
  /// Starts trials until there is a reason to stop; returns it.
  Result<std::string> start_trials(TrialWorkers& workers);
  /// Takes in what other processes did.
  Result<void> catch_up();
  void take_over(const Trial& trial);
  /// The next trial to run: one left waiting, or a new suggestion. kExhausted: nothing is left;
  /// kConflict: somebody else was first.
  Result<Trial> next_trial();
  std::optional<int> first_waiting() const;
  Result<Trial> restart(int number);
  Result<Trial> suggest();
  /// Why a trial of these parameters cannot fit into what is left of the joules; nullopt when it
  /// may, or nothing is known of it.
  std::optional<std::string> reason_not_to_suggest(const Parameters& parameters);
  Result<void> begin(const Trial& trial);
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
  /// Of the trials' files only the best one's are kept.
  void drop_loser(std::optional<int> loser);

  bool wait_for_slot(TrialWorkers& workers);
  bool wait_for_lag(TrialWorkers& workers);
  std::optional<std::string> reason_to_stop() const;
  Progress progress() const;
  /// What the pruner may know; `joules_left` of the budget. Requires mutex_.
  PruningContext context_of(int number, std::optional<int> planned_steps,
                            std::optional<Joules> joules_left) const;
  /// Of the budget; nullopt when it has no joules or decisions must be repeatable.
  std::optional<Joules> joules_left() const;
  /// Of all sessions, this one included.
  energy::LedgerTotals totals() const;
  Seconds elapsed() const;
  RunSummary summarise(bool interrupted, std::string because) const;
  /// True when it was stored. A trial that somebody else has taken over is no failure.
  bool was_stored(const Result<void>& stored);
  void remember_failure(const Error& failure);

  Study& study_;
  Surroundings surroundings_;
  const RunOptions& options_;
  const Seconds elapsed_before_;
  const Seconds started_;
  const std::string machine_;
  std::atomic<bool> stop_requested_ = false;

  std::mutex recording_;  ///< held while totals are read and stored; taken before mutex_
  mutable std::mutex mutex_;
  TrialBook book_;                 ///< guarded by mutex_
  std::vector<Session> sessions_;  ///< guarded by mutex_: all but this one
  int others_ = 0;                 ///< guarded by mutex_: live sessions beside this one
  int running_ = 0;                ///< guarded by mutex_: jobs that have not come back
  std::optional<Error> failure_;   ///< guarded by mutex_: the store's first failure

  History history_;  ///< calling thread only
  /// Why no other trial can be started, once that is so; calling thread only.
  std::string nothing_left_ = "every point of the space was tried";
};

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// Keeps a study's workers busy: suggests on the calling thread, and judges what they report.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "search/study/resource_slots.h"
#include "search/study/spare_suggestions.h"
#include "search/study/study.h"
#include "search/study/trial_book.h"
#include "search/study/trial_workers.h"

namespace wattle::search {

/// One run of a study. Made, run, and thrown away.
///
/// `book_` is the truth, written under the mutex; `history_` is what the strategy sees, touched
/// by the calling thread alone: a result enters it when the schedule shows it, so that a suggestion
/// needs no lock. Ended trials are shared between the two. What it does for a trial itself
/// costs the same however many there were before; strategy, pruner and a budget of joules look at
/// all of them. What other processes did enters both before a suggestion.
///
/// One trial at a time is chosen and then waits for its slot: first come, first served, so that no
/// wide trial is starved by narrow ones. What every trial needs is waited for before one is chosen,
/// so that a suggestion sees all results; only a trial whose need depends on its parameters, and
/// under `fixed_lag` any, is chosen while it may still have to wait. Where trials are asked for,
/// one is chosen when a result has come, whose worker will ask; more results before it does make
/// that choice anew. Where so many trials are at work that their workers could ask faster than the
/// strategy suggests, spares are suggested too, and given to those who would wait too long, by what
/// a trial takes.
class Scheduler {
 public:
  /// `record` is the study as it was joined.
  Scheduler(Study& study, Surroundings surroundings, const RunOptions& options, StudyRecord record);
  /// Trials under way have ended when it returns. May be called again when others left trials.
  Result<RunSummary> run(TrialWorkers& workers);
  /// After `run`, what others did meanwhile: whether trials wait.
  Result<bool> finds_more_to_do();
  RunSummary summarise(bool interrupted, std::string because) const;

  /// Tells the store what has been spent, and that somebody is here.
  Result<void> check_in();
  /// Looks whether somebody asked the study to stop. Then its trials wait for anybody.
  void listen();
  /// Whether it is to stop. Thread-safe.
  bool cancelled() const;

  /// After `run`: the trials, by number.
  const History& trials() const { return book_.trials(); }

 private:
  /// Why there will be no more, once it is cancelled.
  const char* why_cancelled() const { return stop_requested_ ? kWasStopped : kWasInterrupted; }
  /// Starts trials until there is a reason to stop, and returns it once all have ended.
  Result<std::string> work(TrialWorkers& workers);
  Result<std::string> start_trials(TrialWorkers& workers);
  /// Whether a trial waits that somebody holds already: it is begun in any case.
  bool must_go_on() const;
  /// Takes in what other processes did. A choice that they have overtaken is dropped.
  Result<void> catch_up();
  void take_over(const Trial& trial);
  /// A trial that nobody has been told of yet.
  struct Choice {
    Trial trial;  ///< one left waiting, or a new suggestion
    bool again = false;
    Result<TrialEnvironment> environment = TrialEnvironment();  ///< an error: it will fail by it
    /// The strategy's state without it, where it was suggested before somebody wanted it.
    std::optional<nlohmann::json> state_before = std::nullopt;
  };
  /// Makes sure that there is a choice, one left waiting before any other. kExhausted: nothing is
  /// left.
  Result<void> choose(const TrialWorkers& workers);
  bool is_overtaken(const Choice& choice) const;
  /// What it takes of the slots: nothing but its turn when it is going to fail.
  TrialEnvironment needs_of(const Choice& choice) const;
  std::optional<int> first_waiting() const;
  Choice choose_waiting(int number) const;
  Result<Choice> suggest(const TrialWorkers& workers);
  /// For trial `number`: a spare where that is better than to wait, else what the strategy says.
  Result<Parameters> next_point(int number, const TrialWorkers& workers);
  Result<Parameters> ask_strategy(std::uint64_t stream);
  std::optional<Parameters> take_spare(const TrialWorkers& workers);
  /// One more, where it is time for it. The strategy forgets it.
  Result<void> make_spare(const TrialWorkers& workers);
  Result<TrialEnvironment> environment_for(const Parameters& parameters) const;
  bool can_start_choice(const TrialWorkers& workers) const;
  /// The strategy forgets it.
  Result<void> drop_stale_choice(const TrialWorkers& workers);
  /// Begins the choice and starts it. kConflict: somebody else was first.
  Result<void> start_choice(TrialWorkers& workers);
  /// With the lease that it has got; under the one that it had, it goes on.
  Result<void> restart(Trial& trial, const Lease& before);
  /// Ends the trial with the result of an identical one, where there is one.
  bool reuse(const Trial& trial);
  /// Why a trial of these parameters cannot fit into what is left of the joules; nullopt when it
  /// may, or nothing is known of it.
  std::optional<std::string> reason_not_to_suggest(const Parameters& parameters);
  Result<void> begin(const Trial& trial);
  void tell_started(const Trial& trial);
  /// Lets the strategy, and the rule of a target, see what the schedule shows.
  void show_results(int next_number);
  void note_target(const Trial& shown);
  void note_duration(const Trial& shown);

  /// What an exception says is remembered as the study's failure.
  void start(TrialWorkers& workers, const Choice& choice, std::vector<int> gpus);
  TrialJob job_for(const Choice& choice, std::vector<int> gpus);
  Recorded on_end(int number, Result<TrialEnd> end);
  std::optional<std::string> on_step(int number, Step step, std::optional<int> planned_steps);
  bool was_made_before(int number, const Step& step);
  std::optional<std::string> word_of_before(int number, const Step& step,
                                            std::optional<int> planned_steps);
  /// After the trial's last step. Requires mutex_.
  std::optional<std::string> reason_to_prune(const Trial& trial, std::optional<int> planned_steps,
                                             std::optional<Joules> left) const;
  void on_resumed(int number, int step);
  /// Whether another process works on the study on this machine, so that joules are shared.
  bool is_beside_others() const;
  /// Another attempt begins in the same slot; false when it must not.
  bool on_retry(int number);
  Recorded end_one(int number, TrialEnd end, Seconds ended_at);
  /// Lets a trial wait for somebody else to work on it.
  Recorded release(int number);
  /// Stores a trial that has ended, and tells of it.
  Recorded record(const Trial& ended);
  /// For other studies to reuse. What cannot be kept is run again by them.
  void keep(const Trial& ended) const;
  void publish(const Trial& ended);
  /// Of the trials' files only the best one's are kept.
  void drop_loser(std::optional<int> loser);

  /// Until the choice has room; without one, until it is time to choose. False: cancelled, or
  /// failed.
  bool wait_for_turn(TrialWorkers& workers);
  bool is_turn(const TrialWorkers& workers) const;
  // These require mutex_.
  bool is_turn_now(const TrialWorkers& workers) const;
  bool is_time_to_choose(const TrialWorkers& workers) const;
  bool can_start(const Choice& choice, const TrialWorkers& workers) const;
  /// Whether a choice that nobody has wanted yet lacks results that have come since.
  bool is_stale(const Choice& choice, const TrialWorkers& workers) const;
  bool is_time_for_spare(const TrialWorkers& workers) const;
  std::size_t spares_wanted() const;
  bool is_lag_over() const;
  /// Whether so many suggestions, one after another, take longer than an asker should wait.
  bool takes_long(int suggestions) const;
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
  /// A trial that somebody else has taken over is no failure.
  Recorded recorded(const Result<void>& stored);
  void remember_failure(const Error& failure);

  Study& study_;
  Surroundings surroundings_;
  const RunOptions& options_;
  const Seconds elapsed_before_;
  const Seconds started_;
  const std::string machine_;
  std::atomic<bool> stop_requested_ = false;  ///< by somebody, through the store
  std::atomic<bool> has_failed_ = false;      ///< what still runs would not be recorded

  /// Shared while what became of a trial is stored and taken in; taken before mutex_.
  std::shared_mutex recording_;
  std::mutex publishing_;  ///< held while an end is taken in and told; between the other two
  mutable std::mutex mutex_;
  TrialBook book_;                 ///< guarded by mutex_
  std::vector<Session> sessions_;  ///< guarded by mutex_: all but this one
  ResourceSlots slots_;            ///< guarded by mutex_: of jobs that have not come back
  std::optional<Error> failure_;   ///< guarded by mutex_: the store's first failure
  bool results_came_ = true;       ///< guarded by mutex_: since the last suggestion

  History history_;                    ///< calling thread only
  std::optional<Choice> choice_;       ///< calling thread only
  SpareSuggestions spares_;            ///< calling thread only
  bool suggests_by_model_ = false;     ///< of late; calling thread only
  std::optional<Seconds> suggesting_;  ///< that a suggestion takes, of late; calling thread only
  std::optional<Seconds> trying_;      ///< that a trial takes, of late; calling thread only
  /// Why no other trial can be started, once that is so; calling thread only.
  std::string nothing_left_;
  /// By whom, in words, once a result that was shown is good enough; calling thread only.
  std::string target_reached_;
};

}  // namespace wattle::search

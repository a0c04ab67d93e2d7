// SPDX-License-Identifier: MIT
// A trial that a worker elsewhere holds under a lease, and what comes of it.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <string>

#include "energy/clock.h"
#include "energy/replayed_books.h"
#include "search/study/refusal.h"
#include "search/study/trial_workers.h"

namespace wattle::search {

/// What a worker says of a step. Joules and seconds count from the trial's start.
struct StepNews {
  int step = 0;
  Metrics metrics;
  energy::EnergyReading energy;    ///< of source kUnknown: nobody counted
  std::optional<Seconds> seconds;  ///< nullopt: by this side's clock
};

/// What a worker says of a trial that has come to its end.
struct EndNews {
  Metrics metrics;
  energy::EnergyReading energy;
  std::optional<Seconds> seconds;
};

/// Why a trial gave no result.
struct FailureNews {
  enum class Kind {
    kError,       ///< of the program
    kDied,        ///< what worked on it, or memory ran out
    kInfeasible,  ///< these parameters cannot be tried
  };
  Kind kind = Kind::kError;
  std::string reason;
};

/// Thread-safe; calls that come when it is over change nothing.
class RemoteTrial {
 public:
  /// `ended` is called once. References must outlive it.
  RemoteTrial(TrialJob job, TrialEnded ended, const Goal& goal, energy::ReplayedBooks& books,
              const energy::Clock& clock);

  const TrialJob& job() const { return job_; }
  Seconds started() const { return started_; }
  /// The last one reported; 0: none. Waits for nobody.
  int last_step() const { return last_step_; }
  /// Its holder goes on after the steps that an earlier run of the study took in.
  void go_on();

  /// Takes a step in; the answer is why the trial is to stop, or nothing. The last step told again
  /// gets the same answer. kInvalid for an earlier one, and for joules that make no sense.
  Answer<std::optional<std::string>> report(const StepNews& news);
  /// Ends it, and returns its state. What `judge` refuses; a trial that was told to stop may leave
  /// metrics out: those of its last step count. kLeaseLost when it is over.
  Answer<TrialState> tell(const EndNews& news);
  /// Ends it as failed or infeasible, or lets it wait for another attempt where the scenario's
  /// retries allow one. `failures`: its own so far, this one included.
  Answer<TrialState> fail(const FailureNews& news, int failures);
  /// Lets it wait for somebody else.
  Answer<void> give_back();
  /// The run stops: what its holder says from now on can be said again when the study goes on.
  void interrupt();
  /// It cannot be begun.
  void end_unstarted(const Error& error);

 private:
  // All require mutex_.
  /// Nothing while it is held; else why nothing is taken in.
  Answer<void> check_held() const;
  Seconds elapsed() const { return started_before_ + (clock_.now() - started_); }
  void book(const energy::EnergyReading& energy);
  /// kNotRecorded when the end could not be recorded: it can be told again when the study goes on.
  Answer<TrialState> finish(TrialEnd end);
  TrialEnd measured(Result<Evaluation> evaluation, std::optional<Seconds> seconds) const;

  const TrialJob job_;
  const TrialEnded ended_;
  const Goal& goal_;
  energy::ReplayedBooks& books_;
  const energy::Clock& clock_;
  const Seconds started_;

  mutable std::mutex mutex_;  // guards all below
  TrialCourse course_;
  Seconds started_before_;  ///< what it had taken when it went on
  Joules booked_before_;    ///< likewise, in an earlier session's books
  energy::EnergyReading spent_;
  Metrics last_metrics_;
  std::atomic<int> last_step_ = 0;  ///< read without mutex_, too
  std::optional<std::string> stop_;
  bool over_ = false;
  bool interrupted_ = false;
};

}  // namespace wattle::search

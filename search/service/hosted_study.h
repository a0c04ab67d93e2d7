// SPDX-License-Identifier: MIT
// A study that the service runs: workers elsewhere have its trials.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "energy/clock.h"
#include "energy/replayed_books.h"
#include "search/scenario/scenario.h"
#include "search/service/event_log.h"
#include "search/service/remote_workers.h"
#include "search/study/heartbeat.h"
#include "search/study/study.h"

namespace wattle::search {

/// The name of the meter in the context of a service's studies: each worker has its own.
inline constexpr const char* kToldMeter = "workers";

struct HostingOptions {
  Seconds lease_seconds{60};  ///< without a word from its holder, a lease ends after so long
  nlohmann::json context = nlohmann::json::object();  ///< kept with the results
};

/// Whether a study that stopped for that reason ("": it was not said) is to be gone on with: it was
/// cut off, or the service was stopped.
bool was_cut_off(const std::string& because);

/// How far a study is by its record; `best` may be null.
Progress progress_of(const StudyRecord& record, const Trial* best, const Goal& goal);

/// How a run stands.
struct RunStanding {
  bool over = false;
  std::string because;         ///< why it is over
  Seconds ended;               ///< when, by the clock
  std::optional<Error> error;  ///< it ended by this: the store failed
  Progress progress;
};

/// One run of a study, from when the service takes it up until there is a reason to stop, on a
/// thread of its own. Joules are what workers say; what the search itself draws is not counted.
/// Thread-safe.
class HostedStudy final : private StudyObserver {
 public:
  /// Fails as `build_study_elsewhere` does, and as the store does. Nothing runs yet.
  static Result<std::unique_ptr<HostedStudy>> create(const Scenario& scenario,
                                                     std::unique_ptr<Store> store,
                                                     const energy::Clock& clock,
                                                     HostingOptions options);
  /// As `stop`.
  ~HostedStudy() override;

  /// Begins, or goes on with what the store holds. Once.
  void start();
  /// Gives the leases back and ends: whoever goes on with the study finds them. Not by two at once.
  void stop();
  /// Ends the study on all servers, until somebody resumes it: leases end, and their trials wait.
  /// Returns once it is over here; kUnavailable when that takes more than a few seconds.
  Result<void> end_for_all();
  /// For the next run, after `stop`: a store that failed knows that this process has a session.
  std::unique_ptr<Store> take_store();

  RemoteWorkers& workers() { return workers_; }
  EventLog& events() { return events_; }
  RunStanding standing() const;
  /// Whether trials are given out; kept with the study.
  Result<void> set_paused(bool paused);
  bool paused() const { return paused_; }

 private:
  HostedStudy(std::unique_ptr<Study> study, std::unique_ptr<Store> store,
              const energy::Clock& clock, HostingOptions options);

  Result<void> take_in_record();
  RunOptions run_options() const;
  void run();
  void note(const Progress& progress);
  void listen();

  void trial_started(const Trial& trial, const Progress& progress) override;
  void trial_step(const Trial& trial, const Step& step) override;
  void trial_ended(const Trial& trial, const Progress& progress) override;

  const std::unique_ptr<Study> study_;
  const energy::Clock& clock_;
  const HostingOptions options_;
  energy::ReplayedBooks books_;
  EventLog events_;
  RemoteWorkers workers_;
  std::atomic<bool> cancel_ = false;
  std::atomic<bool> paused_ = false;

  mutable std::mutex mutex_;
  std::condition_variable ended_;
  std::unique_ptr<Store> store_;       ///< guarded by mutex_ where the run may be over
  RunStanding standing_;               ///< guarded by mutex_
  std::thread thread_;                 ///< last but one: it uses the others
  std::optional<Heartbeat> listener_;  ///< hears what other servers say
};

}  // namespace wattle::search

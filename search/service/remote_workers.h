// SPDX-License-Identifier: MIT
// Workers elsewhere: they ask for trials, hold them under leases, and tell what came of them.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "search/service/remote_trial.h"

namespace wattle::search {

/// Who asks, and for how much.
struct AskRequest {
  std::string worker;  ///< for people
  /// Asking again with the same key gets the same trials: an answer may have been lost. Letters,
  /// digits, "-" and "_". Empty: it is not asked again.
  std::string key;
  int count = 1;
};

/// A trial as its worker needs it.
struct Handout {
  int number = 0;
  int attempt = 1;
  Lease lease;
  Parameters parameters;
  std::uint64_t seed = 0;
  TrialEnvironment environment;
  TrialLimits limits;
  std::optional<int> planned_steps;
};

/// What an asker gets.
struct AskAnswer {
  std::vector<Handout> trials;
  bool over = false;    ///< there will be no more
  std::string because;  ///< why there are fewer than were asked for; empty when there are not
};

/// A lease that has not ended.
struct HeldLease {
  Lease lease;
  int trial = 0;
  Seconds since;   ///< by the workers' clock
  Seconds silent;  ///< since its holder was last heard
  int step = 0;    ///< the last one reported
};

/// Which attempt of which trial a lease is of.
struct LeasedAttempt {
  int trial = 0;
  int attempt = 1;
};

/// The workers of one run of a study. A trial is begun when somebody asks for one and belongs to
/// him while he is heard from; when he is not for `lease_seconds`, it waits for somebody else,
/// once. What its old holder says then is refused. A trial that an earlier run of the study had
/// given out goes on under the lease it has. Thread-safe; `wants`, `wanted`, `lease_for`, `start`,
/// `wait` and `finish` are the scheduler's, from one thread.
class RemoteWorkers final : public TrialWorkers {
 public:
  /// References must outlive it; `books` count what workers say they used.
  RemoteWorkers(const Goal& goal, energy::ReplayedBooks& books, const energy::Clock& clock,
                Seconds lease_seconds);
  /// What an earlier run of the study has given out: telling again what has ended is no mistake,
  /// and who holds what has not is waited with until the scheduler takes it up.
  void remember(const std::vector<Trial>& trials);
  ~RemoteWorkers() override;
  RemoteWorkers(const RemoteWorkers&) = delete;
  RemoteWorkers& operator=(const RemoteWorkers&) = delete;

  /// Waits until there are trials and no more can be had at once, the run is over, or `patience`
  /// is. kInvalid for a key whose trials have ended.
  Answer<AskAnswer> ask(AskRequest request, std::chrono::milliseconds patience);
  /// kLeaseLost for a lease that there is not, or not any more; kNotRecorded while the run has not
  /// taken up what an earlier one gave out, or stops; else as RemoteTrial says.
  Answer<std::optional<std::string>> report(const std::string& lease, const StepNews& news);
  /// Telling again what has ended under this lease is answered with its state.
  Answer<TrialState> tell(const std::string& lease, const EndNews& news);
  Answer<TrialState> fail(const std::string& lease, const FailureNews& news);
  Answer<void> give_back(const std::string& lease);
  Answer<LeasedAttempt> attempt_of(const std::string& lease);
  /// Its holders are there; returns those that have ended.
  std::vector<std::string> keep(const std::vector<std::string>& leases);

  /// Whether trials are given out. Those that are held go on.
  void set_paused(bool paused);
  /// Lets the scheduler look around: it was told to stop.
  void wake();
  /// The run is over: nobody will get a trial any more. The leases are kept for another one, or
  /// have ended.
  void close(const std::string& because, bool leases_are_kept);
  std::vector<HeldLease> leases() const;

  bool wants(const Lease& lease) const override;
  int wanted() const override;
  std::optional<Lease> lease_for(const Trial& trial) override;
  void start(TrialJob job, TrialEnded ended) override;
  void wait(std::unique_lock<std::mutex>& lock) override;
  bool wait_for_released() override;
  /// Waits for the holders of leases; when trials are cancelled, the store keeps them.
  void finish() override;

 private:
  struct Held {
    std::shared_ptr<RemoteTrial> trial;
    Lease lease;
    Seconds heard;
  };
  /// Somebody who waits for trials.
  struct Asker {
    const AskRequest& request;
    std::vector<Handout> trials;
    bool claimed = false;  ///< a trial is being begun for it
    int wants() const { return request.count - static_cast<int>(trials.size()); }
    bool wants_more() const { return wants() > 0 && !claimed; }
  };

  std::shared_ptr<RemoteTrial> heard(const std::string& lease);
  /// Waits a while until `expected` says no more.
  template <class Expected>
  bool wait_for_taken_up(std::unique_lock<std::mutex>& lock, const Expected& expected);
  /// What is the same of `tell` and `fail`.
  template <class End>
  Answer<TrialState> end(const std::string& lease, const End& end);
  void forget(const std::string& lease, std::optional<TrialState> ended);
  /// What a lease that is not held has ended with.
  Answer<TrialState> state_of(const std::string& lease) const;
  /// Whether a trial was released.
  bool finish_some(bool until_released);
  Refusal why_not_held(const std::string& lease) const;
  std::vector<std::shared_ptr<RemoteTrial>> take_silent();
  /// Lets trials wait whose holders are silent.
  void end_leases();
  /// The run stops: the store keeps the leases.
  void interrupt();
  bool is_cancelled();

  // These require mutex_.
  std::string reason_for_none() const;
  bool has_enough(const Asker& asker) const;
  /// Whether an earlier run gave out a lease for the key that is not taken up yet.
  bool is_expected(const std::string& key) const;
  std::vector<Handout> given_before(const AskRequest& request) const;
  Lease new_lease(const Asker& asker);
  std::string random_text();
  static Handout handout_of(const TrialJob& job);
  void unclaim();

  const Goal& goal_;
  energy::ReplayedBooks& books_;
  const energy::Clock& clock_;
  const Seconds lease_seconds_;

  mutable std::mutex mutex_;  // guards all below
  std::condition_variable to_scheduler_;
  std::condition_variable to_askers_;
  std::map<std::string, Held> held_;
  std::map<std::string, TrialState> ended_;  ///< by lease
  std::set<std::string> expected_;           ///< leases that an earlier run has given out
  std::deque<Asker*> askers_;
  Asker* claim_ = nullptr;
  bool paused_ = false;
  bool stopping_ = false;        ///< the leases go on in another run
  bool idle_ = false;            ///< the scheduler waits: nothing more can be had at once
  bool finishing_ = false;       ///< nothing is left to begin
  bool released_ = false;        ///< a trial waits again, since the scheduler last looked
  std::map<int, int> failures_;  ///< by trial, of this run; lost leases are none
  std::optional<std::string> closed_;
  std::uint64_t changes_ = 0;
  std::uint64_t seen_ = 0;  ///< of them, by the scheduler
  std::mt19937_64 draw_;
};

}  // namespace wattle::search

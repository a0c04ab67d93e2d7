// SPDX-License-Identifier: MIT
// The studies of a service: those that run, and those that are only kept.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "search/service/forms.h"
#include "search/service/hosted_study.h"
#include "search/service/problem.h"
#include "search/service/study_shelf.h"

namespace wattle::search {

/// A study that has stopped takes no memory, once its workers have heard of it. Thread-safe; what
/// changes studies does so one at a time, and does not keep workers waiting.
class StudyHost {
 public:
  /// `clock` must outlive it.
  StudyHost(std::unique_ptr<StudyShelf> shelf, const energy::Clock& clock, HostingOptions options);
  /// As `stop`.
  ~StudyHost();
  StudyHost(const StudyHost&) = delete;
  StudyHost& operator=(const StudyHost&) = delete;

  /// Takes up the studies that were running when the service ended, or was killed. Returns what
  /// went wrong, by study; the others run.
  Result<std::map<std::string, Error>> take_up();
  /// Gives all leases back and ends all runs; from then on nothing runs.
  void stop();

  /// What a new study is told: its name.
  struct Created {
    std::string name;
    bool was_there = false;  ///< with the same scenario: asked for twice
  };
  /// Checks a scenario, keeps the study and runs it. 422 with every fault; 409 `study_exists` when
  /// another study has the name.
  Served<Created> create(const nlohmann::json& scenario);
  /// Trials are given out no more, or again. A study that had stopped goes on when it is resumed.
  Served<void> pause(const std::string& name);
  /// As `HostedStudy::end_for_all`. 409 `study_over` when it has stopped already.
  Served<void> stop(const std::string& name);
  Served<void> resume(const std::string& name);
  /// With all its results.
  Served<void> remove(const std::string& name);
  /// As `add_to_log`, by whoever holds the lease.
  Served<std::uintmax_t> log(const std::string& name, const LogForm& form);

  Served<std::vector<std::string>> names() const;
  /// 404 `no_study`.
  Served<StoredStudy> read(const std::string& name) const;
  /// The run; null when there is none now.
  std::shared_ptr<HostedStudy> running(const std::string& name) const;
  /// The run that workers mean. 404 `no_study`; 409 `study_over`, with why, when it has stopped;
  /// 503 when its store has failed: it can be resumed.
  Served<std::shared_ptr<HostedStudy>> at_work(const std::string& name);
  /// As `search::read_log`. 404 `no_study`.
  Served<std::string> read_log(const std::string& name, const LeasedAttempt& attempt,
                               std::uintmax_t from) const;
  /// How a trial ended under a lease, of a study that has stopped; nullopt when none did.
  Served<std::optional<TrialState>> end_under(const std::string& name,
                                              const std::string& lease) const;

 private:
  /// Takes up a study that another server has begun. 404 and 409 as `at_work`.
  Served<void> begin_others(const std::string& name);
  // These require changing_.
  /// Goes on with the store of an earlier run, where there was one.
  Result<void> run(const Scenario& scenario, const std::string& name);
  /// Takes up one that somebody has to go on with.
  Result<void> take_up(const StudyRecord& study, const std::string& name);
  /// Lets go of runs that have been over for a while.
  void let_go();
  bool stopped() const;

  const std::unique_ptr<StudyShelf> shelf_;
  const energy::Clock& clock_;
  const HostingOptions options_;
  std::mutex changing_;       ///< one creates, resumes, removes or stops; taken before mutex_
  std::mutex logging_;        ///< one adds to logs, or removes a study; taken before mutex_
  mutable std::mutex mutex_;  // guards all below
  std::map<std::string, std::shared_ptr<HostedStudy>> runs_;
  bool stopped_ = false;
};

}  // namespace wattle::search

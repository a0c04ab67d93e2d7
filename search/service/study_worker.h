// SPDX-License-Identifier: MIT
// Runs trials of a service's study on this machine.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "energy/clock.h"
#include "energy/metering.h"
#include "search/service/api_client.h"
#include "search/study/study.h"
#include "search/study/thread_workers.h"

namespace wattle::search {

struct WorkerOptions {
  std::string name;                 ///< for people
  int slots = 1;                    ///< trials at once
  std::filesystem::path artifacts;  ///< trials leave their models in `<this>/trial-<number>`;
                                    ///< empty: nothing is kept
  const std::atomic<bool>* cancel = nullptr;  ///< set to true to end; trials are given back
  /// Told what happens, a line each, from any of its threads. May be empty.
  std::function<void(const std::string&)> log;
};

/// Asks for trials, runs them with an objective and a meter of this machine, and tells what came of
/// them. What the server says to stop is stopped; a trial whose lease has ended is dropped. While
/// the server cannot be reached, trials go on, and what they found is told when it can.
class StudyWorker {
 public:
  /// `study` is built from the scenario that the service has. References must outlive it.
  StudyWorker(const ApiClient& client, Study& study, energy::Metering& metering,
              const energy::Clock& clock, WorkerOptions options);

  /// Works until the study has no more trials to begin, and those it has are over; returns why.
  /// The problem is one that insisting does not help against.
  Served<std::string> work();

 private:
  class Assignment;
  using AssignmentPointer = std::shared_ptr<Assignment>;
  struct Asked {
    std::vector<AssignmentPointer> assignments;
    bool over = false;
    std::string because;
    std::chrono::milliseconds sign_every{0};  ///< between two signs of life
  };

  bool cancelled() const { return options_.cancel != nullptr && options_.cancel->load(); }
  std::string path(const char* call) const { return "/v1/studies/" + study_.name + "/" + call; }
  void log(const std::string& line) const;

  /// A call of the study's, insisted on for so long, but not once this worker is told to end.
  Served<nlohmann::json> say(const char* call, const nlohmann::json& body,
                             std::chrono::seconds patience) const;
  /// Free slots; when there are none, a short while later.
  int wait_for_slot(ThreadWorkers& workers);
  Served<Asked> ask(int count) const;
  Served<std::string> why_ended(const Problem& problem) const;
  void begin(ThreadWorkers& workers, const AssignmentPointer& assignment);
  TrialJob job_for(const AssignmentPointer& assignment) const;
  /// Why the trial is to stop, if it is.
  std::optional<std::string> report(Assignment& assignment, const Step& step) const;
  /// Those that the server has not heard of.
  std::optional<std::string> tell_steps(Assignment& assignment) const;
  /// Likewise of what is to be said in words. Silence is no harm.
  void tell_log(Assignment& assignment) const;
  Recorded tell(Assignment& assignment, const Result<TrialEnd>& end);
  Served<nlohmann::json> say_end(Assignment& assignment, const TrialEnd& end) const;
  Served<nlohmann::json> say_failure(const Assignment& assignment, const char* kind,
                                     const std::string& reason) const;
  /// Tells the server that all are being worked on, and drops what has ended.
  void keep_leases();

  const ApiClient& client_;
  Study& study_;
  energy::Metering& metering_;
  const energy::Clock& clock_;
  const WorkerOptions options_;

  mutable std::mutex mutex_;
  std::map<std::string, AssignmentPointer> assignments_;  ///< by lease; guarded by mutex_
};

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/service/study_worker.h"

#include <chrono>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "search/report/trial_json.h"
#include "search/study/artifacts.h"
#include "search/study/heartbeat.h"
#include "search/study/thread_workers.h"
#include "search/study/trial_job.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using std::chrono::seconds;

/// A step is told with the next one when the server does not answer so soon.
constexpr seconds kStepPatience{2};
/// A result is worth waiting for.
constexpr seconds kEndPatience{3600};
constexpr seconds kAskPatience{600};
constexpr int kAskWaitSeconds = 20;
constexpr int kSignsPerLease = 4;

bool never() { return false; }

std::string random_key() {
  constexpr const char* kDigits = "0123456789abcdef";
  std::random_device device;
  std::string key;
  for (int i = 0; i < 24; ++i) key += kDigits[device() % 16];
  return key;
}

json energy_told(const energy::EnergyReading& energy) {
  return {{"joules", energy.joules.value}, {"low", energy.low.value},
          {"high", energy.high.value},     {"source", energy::to_string(energy.source)},
          {"domains", energy.domains},     {"shared", energy.shared}};
}

/// Seconds and joules are told apart from the other metrics.
json metrics_told(Metrics metrics) {
  metrics.erase("seconds");
  metrics.erase(kTrainJoules);
  return metrics_json(metrics);
}

const char* kind_of(TrialState state) {
  return state == TrialState::kInfeasible ? "infeasible" : "error";
}

}  // namespace

/// A trial that this worker holds.
class StudyWorker::Assignment {
 public:
  explicit Assignment(const json& told)
      : number(told.at("trial").get<int>()),
        attempt(told.at("attempt").get<int>()),
        lease(told.at("lease").get<std::string>()),
        parameters(told.at("parameters")) {}

  const int number;
  const int attempt;
  const std::string lease;
  const Parameters parameters;
  std::atomic<bool> lost = false;  ///< its lease has ended
  std::vector<json> untold;        ///< steps that the server has not heard of; the trial's thread
};

StudyWorker::StudyWorker(const ApiClient& client, Study& study, energy::Metering& metering,
                         const energy::Clock& clock, WorkerOptions options)
    : client_(client),
      study_(study),
      metering_(metering),
      clock_(clock),
      options_(std::move(options)) {}

void StudyWorker::log(const std::string& line) const {
  if (options_.log) options_.log(line);
}

Served<std::string> StudyWorker::work() {
  ThreadWorkers workers(options_.slots, *study_.objective, study_.goal, metering_, clock_);
  std::optional<Heartbeat> signs;
  std::string because = "interrupted";
  std::optional<Problem> failed;
  while (!cancelled() && !failed) {
    std::unique_lock lock(mutex_);
    const int free = options_.slots - static_cast<int>(assignments_.size());
    if (free == 0) {
      workers.wait(lock);
      continue;
    }
    lock.unlock();
    const auto answer = client_.post(path("ask"),
                                     {{"worker", options_.name},
                                      {"key", random_key()},
                                      {"count", free},
                                      {"wait_seconds", kAskWaitSeconds}},
                                     kAskPatience, [this] { return cancelled(); });
    if (!answer) {
      if (!cancelled()) failed = answer.error();
      break;
    }
    if (!signs) {
      const double lease = answer->at("lease_seconds").get<double>();
      signs.emplace(
          std::chrono::milliseconds(static_cast<std::int64_t>(1000.0 * lease / kSignsPerLease)),
          [this] { keep_leases(); });
    }
    for (const json& told : answer->at("trials")) {
      const auto assignment = std::make_shared<Assignment>(told);
      lock.lock();
      assignments_[assignment->lease] = assignment;
      lock.unlock();
      log("trial " + std::to_string(assignment->number) +
          " begins: " + assignment->parameters.json().dump());
      workers.start(job_for(assignment),
                    [this, assignment](Result<TrialEnd> end) { return tell(*assignment, end); });
    }
    if (answer->at("over").get<bool>()) {
      because = answer->at("because").get<std::string>();
      break;
    }
  }
  workers.finish();
  if (failed && failed->code == "study_over") return failed->detail;
  if (failed) return tl::unexpected(*failed);
  const std::scoped_lock lock(mutex_);
  if (failure_) return tl::unexpected(*failure_);
  return because;
}

TrialJob StudyWorker::job_for(const AssignmentPointer& assignment) const {
  Trial trial;
  trial.number = assignment->number;
  trial.parameters = assignment->parameters;
  TrialJob job = job_of(study_, trial, nullptr);
  job.retries = {};  // the service decides
  job.attempt = assignment->attempt;
  job.artifact_directory = trial_folder(options_.artifacts, trial.number);
  job.cancelled = [this, assignment] { return assignment->lost || cancelled(); };
  job.on_step = [this, assignment](const Step& step) { return report(*assignment, step); };
  return job;
}

std::optional<std::string> StudyWorker::report(Assignment& assignment, const Step& step) const {
  json news = {{"lease", assignment.lease},
               {"step", step.step},
               {"metrics", metrics_json(step.metrics)},
               {"seconds", step.seconds.value}};
  const energy::Source source = metering_.meter().source;
  if (source != energy::Source::kUnknown) {
    energy::EnergyReading energy;
    energy.joules = step.joules;
    energy.low = step.low;
    energy.high = step.high;
    energy.source = source;
    energy.domains = metering_.meter().domains;
    energy.shared = step.shared;
    news["energy"] = energy_told(energy);
  }
  assignment.untold.push_back(std::move(news));
  std::optional<std::string> stop;
  while (!assignment.untold.empty() && !assignment.lost) {
    const auto answer = client_.post(path("report"), assignment.untold.front(), kStepPatience,
                                     [this] { return cancelled(); });
    if (!answer && answer.error().code == "lease_lost") assignment.lost = true;
    if (!answer) break;  // the next step tells it again
    assignment.untold.erase(assignment.untold.begin());
    if (!answer->at("go_on").get<bool>()) stop = answer->at("because").get<std::string>();
  }
  return stop;
}

Served<json> StudyWorker::say_end(const Assignment& assignment, const TrialEnd& end) const {
  if (end.state == TrialState::kWaiting) {
    return client_.post(path("release"), {{"lease", assignment.lease}}, kStepPatience, never);
  }
  if (end.state == TrialState::kFailed || end.state == TrialState::kInfeasible) {
    return client_.post(
        path("fail"),
        {{"lease", assignment.lease},
         {"kind", kind_of(end.state)},
         {"reason", end.reason.empty() ? "no reason is known" : end.reason.substr(0, 500)}},
        kEndPatience, [this] { return cancelled(); });
  }
  json news = {{"lease", assignment.lease},
               {"metrics", metrics_told(end.measurement->metrics)},
               {"seconds", end.measurement->seconds.value}};
  if (end.measurement->energy.source != energy::Source::kUnknown) {
    news["energy"] = energy_told(end.measurement->energy);
  }
  return client_.post(path("tell"), news, kEndPatience, [this] { return cancelled(); });
}

bool StudyWorker::tell(const Assignment& assignment, const Result<TrialEnd>& end) {
  const std::string trial = "trial " + std::to_string(assignment.number);
  Served<json> said = problem(0, "lease_lost", "its lease has ended");
  if (!end) {
    TrialEnd failed;
    failed.reason = end.error().message;
    said = say_end(assignment, failed);
  } else if (!assignment.lost) {
    said = say_end(assignment, *end);
  }
  log(trial + (said ? ": " + said->at("state").get<std::string>() : ": " + said.error().detail));
  const std::scoped_lock lock(mutex_);
  assignments_.erase(assignment.lease);
  return said.has_value();
}

void StudyWorker::keep_leases() {
  json leases = json::array();
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& [lease, assignment] : assignments_) leases.push_back(lease);
  }
  if (leases.empty()) return;
  const auto kept = client_.post(path("heartbeat"), {{"leases", std::move(leases)}}, kStepPatience,
                                 [this] { return cancelled(); });
  if (!kept) return;  // silence for a while is no harm
  const std::scoped_lock lock(mutex_);
  for (const json& ended : kept->at("ended")) {
    const auto found = assignments_.find(ended.get<std::string>());
    if (found != assignments_.end()) found->second->lost = true;
  }
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/service/study_worker.h"

#include <chrono>
#include <iomanip>
#include <optional>
#include <random>
#include <sstream>
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

/// What a service that is none of ours answers is a problem, too.
template <class T, class Read>
Served<T> understood(const Read& read) {
  try {
    return read();
  } catch (const json::exception& exception) {
    return problem(0, "no_service",
                   std::string("the answer is not one of Wattle's service: ") + exception.what());
  }
}

/// Characters that the service takes; it counts no more of them than bytes.
constexpr std::size_t kLongestReason = 500;
constexpr std::size_t kLongestSaid = 100'000;

std::string shortened(const std::string& text, std::size_t longest) {
  if (text.size() <= longest) return text;
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return text.substr(0, end > 0 ? end : longest);
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
        lease(told.at("lease").get<std::string>()),
        parameters(told.at("parameters")) {}

  const int number;
  const std::string lease;
  const Parameters parameters;
  std::atomic<bool> lost = false;  ///< its lease has ended

  // Of the trial's thread:
  std::vector<json> untold;  ///< steps that the server has not heard of
  std::string unsaid;        ///< what it has not heard of the log
  std::uintmax_t said = 0;   ///< bytes of the log before that

  /// To the log, a line.
  void note(Seconds at, const std::string& text) {
    std::ostringstream line;
    line << '[' << std::fixed << std::setprecision(1) << at.value << " s] " << text << '\n';
    unsaid += line.str();
  }
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
  Served<std::string> because = std::string("interrupted");
  for (bool over = false; !over && !cancelled();) {
    const int free = wait_for_slot(workers);
    if (free == 0) continue;
    const auto asked = ask(free);
    if (!asked) {
      because = why_ended(asked.error());
      break;
    }
    if (!signs) signs.emplace(asked->sign_every, [this] { keep_leases(); });
    for (const AssignmentPointer& assignment : asked->assignments) begin(workers, assignment);
    over = asked->over;
    if (over) because = asked->because;
  }
  workers.finish();
  return because;
}

int StudyWorker::wait_for_slot(ThreadWorkers& workers) {
  std::unique_lock lock(mutex_);
  const int free = options_.slots - static_cast<int>(assignments_.size());
  if (free == 0) workers.wait(lock);
  return free;
}

Served<std::string> StudyWorker::why_ended(const Problem& problem) const {
  if (cancelled()) return std::string("interrupted");
  if (problem.code == "study_over" || problem.code == "no_study") return problem.detail;
  return tl::unexpected(problem);
}

Served<json> StudyWorker::say(const char* call, const json& body, seconds patience) const {
  return client_.post(path(call), body, patience, [this] { return cancelled(); });
}

Served<StudyWorker::Asked> StudyWorker::ask(int count) const {
  const auto answer = say("ask",
                          {{"worker", options_.name},
                           {"key", random_key()},
                           {"count", count},
                           {"wait_seconds", kAskWaitSeconds}},
                          kAskPatience);
  if (!answer) return tl::unexpected(answer.error());
  return understood<Asked>([&] {
    Asked asked;
    for (const json& told : answer->at("trials")) {
      asked.assignments.push_back(std::make_shared<Assignment>(told));
    }
    asked.over = answer->at("over").get<bool>();
    asked.because = answer->at("because").get<std::string>();
    const double lease = answer->at("lease_seconds").get<double>();
    asked.sign_every =
        std::chrono::milliseconds(static_cast<std::int64_t>(1000.0 * lease / kSignsPerLease));
    return asked;
  });
}

void StudyWorker::begin(ThreadWorkers& workers, const AssignmentPointer& assignment) {
  {
    const std::scoped_lock lock(mutex_);
    assignments_[assignment->lease] = assignment;
  }
  log("trial " + std::to_string(assignment->number) +
      " begins: " + json_text(assignment->parameters.json()));
  const energy::MeterInfo& meter = metering_.meter();
  assignment->note(Seconds(0), options_.name + " begins; joules by the meter " + meter.name + " (" +
                                   std::string(energy::to_string(meter.source)) + ")");
  workers.start(job_for(assignment),
                [this, assignment](const Result<TrialEnd>& end) { return tell(*assignment, end); });
}

TrialJob StudyWorker::job_for(const AssignmentPointer& assignment) const {
  Trial trial;
  trial.number = assignment->number;
  trial.parameters = assignment->parameters;
  TrialJob job = job_of(study_, trial, nullptr);
  job.retries = {};  // the service decides
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
  assignment.note(step.seconds, "step " + std::to_string(step.step) + ": " +
                                    json_text(metrics_json(step.metrics)));
  assignment.untold.push_back(std::move(news));
  auto stop = tell_steps(assignment);
  if (stop) assignment.note(step.seconds, "told to stop: " + *stop);
  if (assignment.untold.empty()) tell_log(assignment);  // else nobody answers just now
  return stop;
}

std::optional<std::string> StudyWorker::tell_steps(Assignment& assignment) const {
  std::optional<std::string> stop;
  while (!assignment.untold.empty() && !assignment.lost) {
    const auto answer = say("report", assignment.untold.front(), kStepPatience);
    if (!answer && may_pass(answer.error())) break;  // the next step tells it again
    if (!answer && answer.error().code == "lease_lost") assignment.lost = true;
    if (!answer) log("trial " + std::to_string(assignment.number) + ": " + answer.error().detail);
    assignment.untold.erase(assignment.untold.begin());
    if (answer && !answer->value("go_on", true))
      stop = answer->value("because", "the study says so");
  }
  return stop;
}

void StudyWorker::tell_log(Assignment& assignment) const {
  while (!assignment.unsaid.empty() && !assignment.lost) {
    const std::string text = shortened(assignment.unsaid, kLongestSaid);
    const auto answer =
        say("log", {{"lease", assignment.lease}, {"text", text}, {"at", assignment.said}},
            kStepPatience);
    if (!answer && may_pass(answer.error())) return;
    assignment.unsaid.erase(0, text.size());
    if (!answer) continue;  // it is not taken as it is
    assignment.said = answer->value("size", assignment.said + text.size());
    if (answer->value("full", false)) assignment.unsaid.clear();
  }
}

Served<json> StudyWorker::say_end(Assignment& assignment, const TrialEnd& end) const {
  if (end.state == TrialState::kWaiting) {
    return client_.post(path("release"), {{"lease", assignment.lease}}, kStepPatience, never);
  }
  if (end.state == TrialState::kFailed || end.state == TrialState::kInfeasible) {
    return say_failure(assignment, kind_of(end.state), end.reason);
  }
  tell_steps(assignment);
  json news = {{"lease", assignment.lease},
               {"metrics", metrics_told(end.measurement->metrics)},
               {"seconds", end.measurement->seconds.value}};
  if (end.measurement->energy.source != energy::Source::kUnknown) {
    news["energy"] = energy_told(end.measurement->energy);
  }
  const auto said = say("tell", news, kEndPatience);
  // A result that the service does not take is a failure, or the trial would be run for ever.
  const bool is_refused = !said && said.error().status == 422;
  return is_refused ? say_failure(assignment, "error", said.error().detail) : said;
}

Served<json> StudyWorker::say_failure(const Assignment& assignment, const char* kind,
                                      const std::string& reason) const {
  return say(
      "fail",
      {{"lease", assignment.lease},
       {"kind", kind},
       {"reason", reason.empty() ? "no reason is known" : shortened(reason, kLongestReason)}},
      kEndPatience);
}

Recorded StudyWorker::tell(Assignment& assignment, const Result<TrialEnd>& end) {
  const std::string trial = "trial " + std::to_string(assignment.number);
  Served<json> said = problem(0, "lease_lost", "its lease has ended");
  if (!end) {
    TrialEnd failed;
    failed.reason = end.error().message;
    said = say_end(assignment, failed);
  } else if (!assignment.lost) {
    const Seconds took = end->measurement ? end->measurement->seconds : Seconds(0);
    assignment.note(
        took, std::string(to_string(end->state)) + (end->reason.empty() ? "" : ": " + end->reason));
    tell_log(assignment);
    said = say_end(assignment, *end);
  }
  log(trial + ": " + (said ? said->value("state", "told") : said.error().detail));
  const std::scoped_lock lock(mutex_);
  assignments_.erase(assignment.lease);
  return said ? Recorded::kYes : Recorded::kNotOurs;
}

void StudyWorker::keep_leases() {
  json leases = json::array();
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& [lease, assignment] : assignments_) leases.push_back(lease);
  }
  if (leases.empty()) return;
  const auto kept = say("heartbeat", {{"leases", std::move(leases)}}, kStepPatience);
  // Silence for a while is no harm.
  const auto ended = kept.and_then([](const json& answer) {
    return understood<std::vector<std::string>>(
        [&] { return answer.at("ended").get<std::vector<std::string>>(); });
  });
  if (!ended) return;
  const std::scoped_lock lock(mutex_);
  for (const std::string& lease : *ended) {
    const auto found = assignments_.find(lease);
    if (found != assignments_.end()) found->second->lost = true;
  }
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/command/worker_command.h"

#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "search/command/exit_code.h"
#include "search/command/interrupt.h"
#include "search/command/messages.h"
#include "search/command/study_setup.h"
#include "search/scenario/fields.h"
#include "search/service/hosted_scenario.h"
#include "search/service/study_worker.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using std::chrono::seconds;

constexpr seconds kPatience{60};
/// Between two looks for a study that runs.
constexpr std::chrono::milliseconds kLook{2000};

std::string machine_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "worker";
}

ApiAddress address_of(const WorkerCommandOptions& options) {
  const char* const token = std::getenv("WATTLE_TOKEN");
  return {options.server, options.token.empty() && token != nullptr ? token : options.token,
          options.authority};
}

tl::unexpected<Error> error_of(const Problem& problem) {
  return fail(ErrorCode::kUnavailable, problem.detail, problem.hint);
}

/// One run of the command.
class Worker {
 public:
  Worker(const WorkerCommandOptions& options, const ApiClient& client,
         const std::atomic<bool>& interrupted)
      : options_(options),
        client_(client),
        interrupted_(interrupted),
        name_(options.name.empty() ? machine_name() : options.name) {}

  Result<int> run() {
    while (!interrupted_) {
      const auto studies = studies_to_work_on();
      if (!studies) return tl::unexpected<Error>(studies.error());
      for (const std::string& study : *studies) {
        const auto done = work_on(study);
        if (!done) return tl::unexpected<Error>(done.error());
      }
      if (options_.once && studies->empty()) return given_up_.empty() ? kSuccess : kError;
      if (studies->empty()) wait();
    }
    return kInterrupted;
  }

 private:
  bool is_wanted(const json& study) const {
    const std::string state = study.value("state", "");
    const std::string name = study.value("name", "");
    if (!options_.study.empty() && name != options_.study) return false;
    return (state == "running" || state == "paused") && !given_up_.contains(name);
  }

  Result<std::vector<std::string>> studies_to_work_on() {
    const auto answer = get("/v1/studies");
    if (!answer) return tl::unexpected<Error>(answer.error());
    std::vector<std::string> names;
    bool found = options_.study.empty();
    for (const json& study : answer->value("studies", json::array())) {
      const std::string name = study.value("name", "");
      found = found || name == options_.study;
      if (is_study_name(name) && is_wanted(study)) names.push_back(name);
    }
    if (found) return names;
    return fail(ErrorCode::kInvalidArgument, client_.url() + " has no study " + options_.study,
                "GET /v1/studies lists them");
  }

  Result<Scenario> scenario_of(const std::string& study) {
    const auto document = get("/v1/studies/" + study + "/scenario");
    if (!document) return tl::unexpected<Error>(document.error());
    if (const auto faults = reaches_out(*document); !faults.empty()) {
      return fail(
          ErrorCode::kPermissionDenied,
          "the service's scenario asks for more than a worker grants: " + to_text(faults.front()));
    }
    for (const char* member : {"trial_gpus", "gpu_power_limit"}) {
      if (!document->contains(member) || document->at(member).is_null()) continue;
      return fail(ErrorCode::kUnavailable,
                  study + " has " + member + ", which a worker does not heed yet",
                  "run it with wattle tune");
    }
    if (!document->contains("objective")) {
      return fail(ErrorCode::kInvalidArgument,
                  study + " has no objective: its workers are programs of your own");
    }
    std::vector<Override> overrides;
    if (!options_.meter.empty()) {
      overrides.push_back({"energy.meter", json(options_.meter).dump()});
    }
    auto scenario = validate_scenario(*document, options_.files, overrides);
    if (scenario) return std::move(*scenario);
    return fail(ErrorCode::kInvalidArgument,
                "the scenario of " + study + ": " + to_text(scenario.error().front()));
  }

  /// A study that cannot be worked on here is left to others, unless it is the only one wanted.
  Result<void> work_on(const std::string& name) {
    const auto scenario = scenario_of(name);
    const auto study =
        scenario ? build(*scenario, options_.slots) : tl::unexpected<Error>(scenario.error());
    const auto meter =
        study ? start_meter(*scenario, clock_) : tl::unexpected<Error>(study.error());
    if (!meter) {
      if (!options_.study.empty()) return tl::unexpected<Error>(meter.error());
      std::cerr << "wattle: " << name << " cannot be worked on here: " << meter.error().message
                << std::endl;
      given_up_.insert(name);
      return {};
    }
    say("works on " + name + ", " + std::to_string(options_.slots) + " trials at once, meter " +
        meter->metering->meter().name);
    WorkerOptions worker;
    worker.name = name_;
    worker.slots = options_.slots;
    worker.artifacts = options_.artifacts.empty() ? options_.artifacts : options_.artifacts / name;
    worker.cancel = &interrupted_;
    worker.log = [&](const std::string& line) { say(name + ", " + line); };
    const auto because =
        StudyWorker(client_, **study, *meter->metering, clock_, std::move(worker)).work();
    if (!because) return error_of(because.error());
    say(name + ": " + *because);
    return {};
  }

  Result<json> get(const std::string& path) const {
    auto answer = client_.get(path, kPatience, [this] { return interrupted_.load(); });
    if (answer) return std::move(*answer);
    return error_of(answer.error());
  }

  void wait() const {
    const auto until = std::chrono::steady_clock::now() + kLook;
    while (!interrupted_ && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }

  void say(const std::string& line) {
    if (options_.quiet) return;
    const std::scoped_lock lock(printing_);
    std::cout << line << std::endl;
  }

  const WorkerCommandOptions& options_;
  const ApiClient& client_;
  const std::atomic<bool>& interrupted_;
  const std::string name_;
  const energy::SteadyClock clock_;
  std::set<std::string> given_up_;  ///< studies that cannot be worked on here
  std::mutex printing_;
};

}  // namespace

int work(const WorkerCommandOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);  // a server that goes away is no reason to end
  const auto client = ApiClient::create(address_of(options));
  if (!client) return report_error(client.error());
  const Result<int> code = Worker(options, *client, watch_interrupts()).run();
  return code ? *code : report_error(code.error());
}

}  // namespace wattle::search

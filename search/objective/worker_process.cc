// SPDX-License-Identifier: MIT
#include "search/objective/worker_process.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <utility>

#include "energy/metering.h"
#include "search/objective/profile_messages.h"
#include "search/objective/training_messages.h"
#include "search/objective/trial_limits.h"
#include "search/objective/trial_worker.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using Got = JsonLines::Got;

/// What a training may take to end once it was cancelled: a batch, on any machine.
constexpr Seconds kCancelPatience{10.0};
/// How long one that has closed its end may take to be gone: the kernel closes a process's files
/// before it tells of its end, and the keeper passes that on.
constexpr int kEndMilliseconds = 2000;
constexpr std::size_t kLastLines = 3;
constexpr std::size_t kLastBytes = 400;

ProgramPlan plan_of(const IsolationOptions& options) {
  ProgramPlan plan;
  plan.arguments = {options.worker_program.string(), kTrialWorkerCommand};
  for (char** variable = environ; *variable != nullptr; ++variable) {
    plan.environment.emplace_back(*variable);
  }
  plan.takes_input = true;
  plan.gives_results = true;
  return plan;
}

json load_message(const IsolationOptions& options) {
  json files = json::array();
  json folders = json::array();
  for (const auto& file : options.trainer.files) files.push_back(file.string());
  for (const auto& folder : options.trainer_options.data_directories)
    folders.push_back(folder.string());
  return {{"load", std::move(files)},
          {"data", std::move(folders)},
          {"folder", options.trainer_options.folder.string()}};
}

/// A worker's processes are a training's as long as this stands.
class Attribution {
 public:
  Attribution(trainer::TrainingObserver& observer, std::shared_ptr<energy::ProcessTree> processes)
      : observer_(observer), processes_(std::move(processes)) {
    observer_.on_processes_begin(processes_);
  }
  ~Attribution() { observer_.on_processes_end(processes_); }
  Attribution(const Attribution&) = delete;
  Attribution& operator=(const Attribution&) = delete;

 private:
  trainer::TrainingObserver& observer_;
  const std::shared_ptr<energy::ProcessTree> processes_;
};

}  // namespace

Result<std::unique_ptr<WorkerProcess>> WorkerProcess::start(
    const IsolationOptions& options, const trainer::TrainingObserver* observer) {
  Result<std::unique_ptr<ChildProgram>> program = ChildProgram::start(plan_of(options));
  if (!program) return tl::unexpected<Error>(program.error());
  std::unique_ptr<WorkerProcess> worker(new WorkerProcess(options));
  worker->program_ = std::move(*program);
  worker->longest_silence_ = options.longest_silence;
  worker->lines_ = std::make_unique<JsonLines>(worker->program_->results().get(),
                                               worker->program_->input().get());
  const Result<json> ready =
      worker->ask(load_message(options), "ready", worker->killed_by(observer));
  if (!ready) return tl::unexpected<Error>(ready.error());
  return worker;
}

Result<trainer::ModelSummary> WorkerProcess::summarise(const json& objective,
                                                       const trainer::TrainingObserver* observer) {
  has_data_ = true;
  return ask({{"summarise", objective}}, "summary", killed_by(observer)).map(summary_from_json);
}

Result<trainer::TrainingResult> WorkerProcess::train(const trainer::TrainingRequest& request,
                                                     trainer::TrainingObserver& observer) {
  const Attribution attribution(observer, program_->processes());
  has_data_ = true;
  const Meanwhile pass_on = [&](const json& message) -> Result<void> {
    if (message.contains("resumed")) observer.on_resumed(message.at("resumed").get<int>());
    if (message.contains("device")) observer.on_device(message.at("device").get<std::string>());
    if (message.contains("evaluating")) observer.on_evaluation_begin();
    if (message.contains("evaluated")) {
      observer.on_evaluation_end(message.at("evaluated").get<std::int64_t>());
    }
    if (message.contains("epoch")) pass_epoch(message, observer);
    pass_cancellation(observer.cancelled());
    return {};
  };
  return ask({{"train", to_json(request)}}, "result", pass_on).map(result_from_json);
}

Result<trainer::ModelProfile> WorkerProcess::profile(const trainer::ProfileRequest& request,
                                                     energy::Account& account) {
  const energy::ProcessMembership membership(account.threads(), program_->processes());
  has_data_ = true;
  // It says nothing while it measures.
  longest_silence_ = options_.longest_silence + Seconds(2.0 * request.window_seconds);
  const Meanwhile serve = [&](const json& message) -> Result<void> {
    if (message.contains("reading")) pass_reading(account);
    if (message.contains("uses_device")) {
      account.uses_device(message.at("uses_device").get<bool>());
    }
    pass_cancellation(request.cancelled());
    return {};
  };
  auto profile = ask({{"profile", to_json(request)}}, "profiled", serve).map(profile_from_json);
  longest_silence_ = options_.longest_silence;
  return profile;
}

bool WorkerProcess::alive() const {
  // Between requests one that lives says nothing; one that dies closes its end before anybody knows
  // how it died.
  std::array<pollfd, 2> signs{pollfd{program_->results().get(), POLLIN, 0},
                              pollfd{program_->ended().get(), POLLIN, 0}};
  return alive_ && ::poll(signs.data(), signs.size(), 0) == 0;
}

Result<json> WorkerProcess::ask(const json& request, const char* wanted,
                                const Meanwhile& meanwhile) {
  error_output_ = std::make_unique<KeptOutput>("");
  cancelled_at_.reset();
  heard_at_ = clock_.now();
  lines_->send(request);  // one that is dead is found out below
  for (;;) {
    json message;
    const Result<Got> got = listen(message);
    if (!got) return tl::unexpected<Error>(got.error());
    if (message.contains(wanted)) return message.at(wanted);
    if (message.contains("error")) {
      return tl::unexpected<Error>(error_from_json(message.at("error")));
    }
    if (const std::optional<Error> why = excess()) return kill(*why);
    if (const Result<void> done = meanwhile(message); !done) {
      return tl::unexpected<Error>(done.error());
    }
  }
}

WorkerProcess::Meanwhile WorkerProcess::killed_by(const trainer::TrainingObserver* observer) {
  return [this, observer](const json&) -> Result<void> {
    if (observer == nullptr || !observer->cancelled()) return {};
    cancelled_at_ = clock_.now();
    return kill("was interrupted at its start");
  };
}

void WorkerProcess::pass_epoch(const json& message, trainer::TrainingObserver& observer) {
  const bool go = observer.on_epoch(message.at("epoch").get<int>(),
                                    exact_metrics_from_json(message.at("metrics")));
  heard_at_ = clock_.now();  // the study's time is not the worker's silence
  lines_->send({{"go", go}});
}

void WorkerProcess::pass_reading(energy::Account& account) {
  // The account takes a look that is some milliseconds old, which are many here: this is a new one.
  (void)program_->processes()->cpu_time();
  lines_->send({{"read", exact_to_json({{"joules", account.reading().net.joules.value}})}});
  heard_at_ = clock_.now();
}

Result<Got> WorkerProcess::listen(json& message) {
  const auto entry = [](const Descriptor& descriptor, bool open) {
    return pollfd{open ? descriptor.get() : -1, POLLIN, 0};
  };
  std::array<pollfd, 4> sources{
      entry(program_->results(), true), entry(program_->output(), output_open_),
      entry(program_->error(), error_open_), entry(program_->ended(), true)};
  Got got = lines_->receive(message, 0);
  if (got == Got::kNothing) {
    ::poll(sources.data(), sources.size(), kPollMilliseconds);
    read_output();
    got = lines_->receive(message, 0);
  }
  if (got == Got::kEnd || (got == Got::kNothing && sources.back().revents != 0)) return bury();
  if (got == Got::kBroken) return kill("said what is no message");
  if (got == Got::kMessage) heard_at_ = clock_.now();
  return got;
}

bool WorkerProcess::read_output() {
  std::string ignored;
  std::string words;
  const ReadEnd output = output_open_ ? read_some(program_->output(), ignored) : ReadEnd::kEnd;
  const ReadEnd error = error_open_ ? read_some(program_->error(), words) : ReadEnd::kEnd;
  output_open_ = output != ReadEnd::kEnd;
  error_open_ = error != ReadEnd::kEnd;
  error_output_->add(words);
  return output == ReadEnd::kMore || error == ReadEnd::kMore;
}

void WorkerProcess::pass_cancellation(bool cancelled) {
  if (cancelled_at_ || !cancelled) return;
  cancelled_at_ = clock_.now();
  lines_->send({{"cancel", true}});
}

std::optional<Error> WorkerProcess::excess() {
  const Seconds now = clock_.now();
  if (cancelled_at_ && now - *cancelled_at_ >= kCancelPatience) {
    return Error{failure_code(), "did not stop when told to", {}};
  }
  if (now - heard_at_ >= longest_silence_) {
    return Error{failure_code(),
                 "gave no sign of life for " + short_number(longest_silence_.value) + " s",
                 {}};
  }
  if (!options_.memory_bytes || now - weighed_at_ < kWatchPeriod) return std::nullopt;
  weighed_at_ = now;
  const std::uint64_t used = program_->processes()->resident_bytes();
  if (used <= *options_.memory_bytes) return std::nullopt;
  return Error{ErrorCode::kExhausted, too_much_memory(used, *options_.memory_bytes), {}};
}

tl::unexpected<Error> WorkerProcess::kill(const std::string& why) {
  return kill({failure_code(), why, {}});
}

tl::unexpected<Error> WorkerProcess::kill(const Error& why) {
  alive_ = false;
  program_->kill();
  [[maybe_unused]] const Result<ProgramEnd> end = program_->wait();  // killed, as it was told
  while (read_output()) {
  }
  return fail(why.code, "the trial's worker process " + why.message + last_words());
}

tl::unexpected<Error> WorkerProcess::bury() {
  pollfd ended{program_->ended().get(), POLLIN, 0};
  if (::poll(&ended, 1, kEndMilliseconds) <= 0) return kill("closed its end of the conversation");
  alive_ = false;
  const Result<ProgramEnd> end = program_->wait();
  while (read_output()) {
  }
  if (!end) return tl::unexpected<Error>(end.error());
  const std::string how = end->signal == SIGKILL ? "was killed, probably out of memory"
                                                 : "ended with " + in_words(*end);
  return fail(failure_code(), "the trial's worker process " + how + last_words());
}

/// One that was told to stop has stopped, whatever way.
ErrorCode WorkerProcess::failure_code() const {
  return cancelled_at_ ? ErrorCode::kCancelled : ErrorCode::kIo;
}

std::string WorkerProcess::last_words() const {
  const std::string words = error_output_->last_lines(kLastLines, kLastBytes);
  return words.empty() ? words : "; its last words: " + words;
}

}  // namespace wattle::search

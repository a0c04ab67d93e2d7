// SPDX-License-Identifier: MIT
#include "search/objective/command_trial.h"

#include <poll.h>

#include <array>
#include <csignal>
#include <utility>

#include "search/objective/trial_limits.h"

namespace wattle::search {
namespace {

/// Room for a thousand metrics.
constexpr std::size_t kLongestLine = 65536;
/// What a reason quotes of the program's last words.
constexpr std::size_t kLastLines = 4;
constexpr std::size_t kLastBytes = 600;

std::filesystem::path file_in(const std::filesystem::path& folder, const char* name) {
  return folder.empty() ? folder : folder / name;
}

Error interrupted() { return {ErrorCode::kCancelled, "interrupted", {}}; }

}  // namespace

CommandTrial::CommandTrial(const CommandOptions& options, TrialContext& context)
    : options_(options),
      context_(context),
      watched_(clock_.now()),
      kept_output_(file_in(context.output_directory(), "stdout.txt")),
      kept_error_(file_in(context.output_directory(), "stderr.txt")),
      lines_(kLongestLine) {}

Result<Evaluation> CommandTrial::run(const ProgramPlan& plan) {
  if (context_.cancelled()) return tl::unexpected<Error>(interrupted());
  Result<std::unique_ptr<ChildProgram>> program = ChildProgram::start(plan);
  if (!program) return fail(ErrorCode::kInternal, program.error().message, program.error().hint);
  program_ = std::move(*program);
  context_.uses_device(true);  // nobody knows whether it does; without a GPU it means nothing
  const energy::ProcessMembership membership(context_.thread_group(), program_->processes());
  output_ = {&program_->output(), true};
  error_ = {&program_->error(), true};
  results_ = {&program_->results(), program_->results().is_open()};
  listen();
  const Result<ProgramEnd> end = program_->wait();
  while (read_all()) {
  }
  const auto take_line = [this](const OutputLine& line) { take(line); };
  lines_.end(take_line);
  return conclude(end);
}

void CommandTrial::listen() {
  for (;;) {
    const auto entry = [](const Stream& stream) {
      return pollfd{stream.open ? stream.descriptor->get() : -1, POLLIN, 0};
    };
    std::array<pollfd, 4> sources{entry(output_), entry(error_), entry(results_),
                                  pollfd{program_->ended().get(), POLLIN, 0}};
    ::poll(sources.data(), sources.size(), kPollMilliseconds);
    read_all();
    if (sources.back().revents != 0) return;
    watch();
  }
}

bool CommandTrial::read_all() {
  const bool by_descriptor = options_.results_by_descriptor;
  const bool output = read(output_, &kept_output_, !by_descriptor);
  const bool error = read(error_, &kept_error_, false);
  const bool results = read(results_, nullptr, by_descriptor);
  return output || error || results;
}

bool CommandTrial::read(Stream& stream, KeptOutput* kept, bool results) {
  if (!stream.open) return false;
  std::string bytes;
  const ReadEnd end = read_some(*stream.descriptor, bytes);
  stream.open = end != ReadEnd::kEnd;
  if (kept != nullptr) kept->add(bytes);
  if (results) lines_.add(bytes, [this](const OutputLine& line) { take(line); });
  return end == ReadEnd::kMore;
}

void CommandTrial::take(const OutputLine& line) {
  if (stopped_at_) return;  // what it says on its way out is for people
  const ResultChannel channel =
      options_.results_by_descriptor ? ResultChannel::kDescriptor : ResultChannel::kOutput;
  auto result = line.cut ? read_cut_line(line.text, channel, options_.metrics)
                         : read_result(line.text, channel, options_.metrics);
  if (result && *result && (*result)->step && *(*result)->step <= last_step_) {
    result = fail(ErrorCode::kCorrupt, "step " + std::to_string(*(*result)->step) +
                                           " comes after step " + std::to_string(last_step_));
  }
  if (!result) {
    const std::string where =
        options_.results_by_descriptor ? "of its results" : "of its standard output";
    constexpr std::size_t kQuoted = 120;
    stop(Error{ErrorCode::kCorrupt,
               "line " + std::to_string(line.number) + " " + where + ": " + result.error().message +
                   ": " + printable(line.text.substr(0, kQuoted)),
               {}},
         false);
  } else if (*result) {
    take_result(**result);
  }
}

void CommandTrial::take_result(const CommandResult& result) {
  if (result.infeasible) infeasible_ = result.infeasible;
  if (!result.step) {
    for (const auto& [name, value] : result.metrics) final_metrics_[name] = value;
    return;
  }
  last_step_ = *result.step;
  step_metrics_ = result.metrics;
  if (!context_.report(last_step_, step_metrics_)) {
    stop(std::nullopt, false);
  } else if (context_.cancelled()) {
    stop(interrupted(), false);
  }
}

void CommandTrial::watch() {
  const Seconds now = clock_.now();
  if (stopped_at_) {
    if (now - *stopped_at_ >= options_.grace) program_->kill();
    return;
  }
  if (context_.cancelled()) return stop(interrupted(), false);
  if (!options_.memory_bytes || now - watched_ < kWatchPeriod) return;
  watched_ = now;
  const std::uint64_t used = program_->processes()->resident_bytes();
  if (used <= *options_.memory_bytes) return;
  stop(Error{ErrorCode::kExhausted, too_much_memory(used, *options_.memory_bytes), {}}, true);
}

void CommandTrial::stop(std::optional<Error> because, bool at_once) {
  if (stopped_at_) return;
  stopped_at_ = clock_.now();
  stopped_because_ = std::move(because);
  if (at_once || options_.grace <= Seconds(0)) {
    program_->kill();
  } else {
    program_->terminate();
  }
}

Result<Evaluation> CommandTrial::conclude(const Result<ProgramEnd>& end) const {
  if (stopped_because_) return tl::unexpected<Error>(*stopped_because_);
  if (stopped_at_) return Evaluation{step_metrics_, std::nullopt};
  if (infeasible_) return fail(ErrorCode::kInvalidArgument, printable(*infeasible_));
  if (!end) return tl::unexpected<Error>(end.error());
  if (end->status != 0 || end->signal != 0) return tl::unexpected<Error>(failure(*end));
  Evaluation evaluation{step_metrics_, std::nullopt};
  for (const auto& [name, value] : final_metrics_) evaluation.metrics[name] = value;
  const std::string& wanted = options_.metrics.front();
  if (evaluation.metrics.contains(wanted)) return evaluation;
  Error missing = failure(*end);
  missing.message = "the program ended without a result that names " + wanted + missing.message;
  return tl::unexpected<Error>(std::move(missing));
}

Error CommandTrial::failure(const ProgramEnd& end) const {
  std::string message;
  if (end.status != 0 || end.signal != 0) message = "the program ended with " + in_words(end);
  if (end.signal == SIGKILL) message += ", perhaps for want of memory";
  const std::string words = kept_error_.last_lines(kLastLines, kLastBytes);
  if (!words.empty()) message += "; its last words: " + words;
  const ErrorCode code = end.signal != 0 ? ErrorCode::kIo : ErrorCode::kInternal;
  return {code, std::move(message), {}};
}

}  // namespace wattle::search

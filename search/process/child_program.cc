// SPDX-License-Identifier: MIT
#include "search/process/child_program.h"

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "search/process/find_program.h"
#include "search/process/keeper.h"

namespace wattle::search {
namespace {

/// Pointers to texts, ended by a null, as exec wants them.
std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> all;
  all.reserve(texts.size() + 1);
  // exec's signature is older than const; it changes nothing.
  for (const std::string& text : texts) all.push_back(const_cast<char*>(text.c_str()));
  all.push_back(nullptr);
  return all;
}

/// nullopt when the keeper closed its end without a word.
std::optional<KeeperMessage> read_message(const Descriptor& status) {
  KeeperMessage message;
  ssize_t count = 0;
  while ((count = ::read(status.get(), &message, sizeof message)) < 0 && errno == EINTR) {
  }
  if (count != sizeof message) return std::nullopt;
  return message;
}

Error start_failure(const KeeperMessage& message, const ProgramPlan& plan) {
  const std::string reason = std::strerror(message.value);
  if (message.kind == KeeperMessage::kNoDirectory) {
    return {ErrorCode::kNotFound,
            "the program cannot run in " + plan.directory.string() + ": " + reason,
            {}};
  }
  const std::string what = plan.arguments.front() + " could not be started: " + reason;
  if (message.value == ENOEXEC) {
    return {ErrorCode::kInvalidArgument, what,
            "a script begins with #! and its interpreter, or is run by it: [\"sh\", \"train.sh\"]"};
  }
  return {ErrorCode::kIo, what, {}};
}

/// The two ends of everything between a keeper and its owner.
struct Pipes {
  Pipe control, status, started, output, error;
  std::optional<Pipe> results, input;
  Descriptor no_input;
};

Result<Pipes> make_pipes(const ProgramPlan& plan) {
  Pipes pipes;
  std::vector<Pipe*> wanted{&pipes.control, &pipes.status, &pipes.started, &pipes.output,
                            &pipes.error};
  if (plan.gives_results) wanted.push_back(&pipes.results.emplace());
  if (plan.takes_input) wanted.push_back(&pipes.input.emplace());
  for (Pipe* const pipe : wanted) {
    // What this process writes to is a socket: writing to a closed pipe would raise SIGPIPE.
    const bool written_here = pipe == &pipes.control || (pipes.input && pipe == &*pipes.input);
    Result<Pipe> made = written_here ? make_socket_pair() : make_pipe();
    if (!made) return tl::unexpected<Error>(made.error());
    *pipe = std::move(*made);
  }
  Result<Descriptor> nothing = open_for_reading("/dev/null");
  if (!nothing) return tl::unexpected<Error>(nothing.error());
  pipes.no_input = std::move(*nothing);
  return pipes;
}

/// Forks the keeper. _Fork, since the handlers that libraries register for fork are for children
/// that go on computing, and OpenBLAS's stops this process's threads.
pid_t fork_keeper(const Pipes& pipes, const ProgramPlan& plan, const std::filesystem::path& file) {
  const std::vector<char*> arguments = pointers(plan.arguments);
  const std::vector<char*> environment = pointers(plan.environment);
  const std::string directory = plan.directory.empty() ? "." : plan.directory.string();
  KeeperPlan keeper;
  keeper.file = file.c_str();
  keeper.arguments = arguments.data();
  keeper.environment = environment.data();
  keeper.directory = directory.c_str();
  keeper.control = pipes.control.read.get();
  keeper.status = pipes.status.write.get();
  keeper.started = pipes.started.write.get();
  keeper.input = pipes.input ? pipes.input->read.get() : pipes.no_input.get();
  keeper.output = pipes.output.write.get();
  keeper.error = pipes.error.write.get();
  if (pipes.results) keeper.results = pipes.results->write.get();
  const pid_t pid = ::_Fork();
  if (pid == 0) keep(keeper);
  return pid;
}

}  // namespace

Result<std::unique_ptr<ChildProgram>> ChildProgram::start(const ProgramPlan& plan) {
  const Result<std::filesystem::path> file = find_program(plan.arguments.front(), plan.directory);
  if (!file) return tl::unexpected<Error>(file.error());
  Result<Pipes> pipes = make_pipes(plan);
  if (!pipes) return tl::unexpected<Error>(pipes.error());
  const pid_t keeper = fork_keeper(*pipes, plan, *file);
  if (keeper < 0) {
    return fail(ErrorCode::kIo,
                std::string("no process could be started: ") + std::strerror(errno));
  }
  std::unique_ptr<ChildProgram> program(new ChildProgram);
  program->processes_ = std::make_shared<energy::ProcessTree>(keeper);
  program->control_ = std::move(pipes->control.write);
  program->status_ = std::move(pipes->status.read);
  program->output_ = std::move(pipes->output.read);
  program->error_ = std::move(pipes->error.read);
  if (pipes->results) program->results_ = std::move(pipes->results->read);
  if (pipes->input) program->input_ = std::move(pipes->input->write);
  const Descriptor started = std::move(pipes->started.read);
  *pipes = Pipes();  // the child's ends: only when nobody else has them do they end with it
  if (const auto failed = read_message(started)) {
    return tl::unexpected<Error>(start_failure(*failed, plan));
  }
  for (const Descriptor* end : {&program->output_, &program->error_, &program->results_}) {
    if (end->is_open()) make_nonblocking(*end);
  }
  return program;
}

ChildProgram::~ChildProgram() {
  kill();
  processes_->reap();
}

void ChildProgram::terminate() {
  if (!control_.is_open()) return;
  // A keeper that is gone reads no more; nothing is left to terminate then.
  [[maybe_unused]] const ssize_t written =
      ::send(control_.get(), &kTerminate, sizeof kTerminate, MSG_NOSIGNAL);
}

void ChildProgram::kill() { control_.close(); }

Result<ProgramEnd> ChildProgram::wait() {
  const std::optional<KeeperMessage> message = read_message(status_);
  processes_->reap();
  if (!message) {
    return fail(ErrorCode::kInternal, "the program's keeper was killed, and the program with it");
  }
  if (message->kind == KeeperMessage::kNotKilled) {
    return fail(ErrorCode::kPermissionDenied,
                "the program goes on: it runs as another user and could not be killed");
  }
  return program_end(message->value);
}

ProgramEnd program_end(int wait_status) {
  if (WIFSIGNALED(wait_status)) return {.status = 0, .signal = WTERMSIG(wait_status)};
  return {.status = WEXITSTATUS(wait_status), .signal = 0};
}

std::string in_words(const ProgramEnd& end) {
  if (end.signal == 0) return "exit status " + std::to_string(end.status);
  return "signal " + std::to_string(end.signal) + " (" + ::strsignal(end.signal) + ")";
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/process/foreground_program.h"

#include <spawn.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

namespace wattle::search {
namespace {

constexpr std::array kTerminalSignals{SIGINT, SIGQUIT};

/// The attributes of a program that gets the signals which this process ignores for its sake.
class SpawnAttributes {
 public:
  explicit SpawnAttributes(const sigset_t& defaults) {
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawnattr_setsigdefault(&attributes_, &defaults);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnAttributes() { ::posix_spawnattr_destroy(&attributes_); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

tl::unexpected<Error> not_started(const std::string& program, int number) {
  ErrorCode code = ErrorCode::kIo;
  if (number == ENOENT) code = ErrorCode::kNotFound;
  if (number == EACCES || number == ENOEXEC) code = ErrorCode::kPermissionDenied;
  return fail(code, program + " cannot be started: " + std::generic_category().message(number));
}

}  // namespace

/// For its lifetime the terminal's signals are ignored; those that were ignored before stay so, for
/// the program too (nohup).
class ForegroundProgram::IgnoredSignals {
 public:
  IgnoredSignals() {
    ::sigemptyset(&program_defaults_);
    for (std::size_t i = 0; i < kTerminalSignals.size(); ++i) {
      struct sigaction ignore {};
      ignore.sa_handler = SIG_IGN;
      ::sigaction(kTerminalSignals[i], &ignore, &before_[i]);
      if (before_[i].sa_handler != SIG_IGN) ::sigaddset(&program_defaults_, kTerminalSignals[i]);
    }
  }
  ~IgnoredSignals() {
    for (std::size_t i = 0; i < kTerminalSignals.size(); ++i) {
      ::sigaction(kTerminalSignals[i], &before_[i], nullptr);
    }
  }
  IgnoredSignals(const IgnoredSignals&) = delete;
  IgnoredSignals& operator=(const IgnoredSignals&) = delete;

  const sigset_t& program_defaults() const { return program_defaults_; }

 private:
  std::array<struct sigaction, kTerminalSignals.size()> before_{};
  sigset_t program_defaults_{};
};

ForegroundProgram::ForegroundProgram(std::unique_ptr<IgnoredSignals> ignored)
    : ignored_(std::move(ignored)) {}

ForegroundProgram::~ForegroundProgram() {
  if (pid_ > 0) wait();
}

Result<std::unique_ptr<ForegroundProgram>> ForegroundProgram::start(
    const std::vector<std::string>& arguments) {
  std::unique_ptr<ForegroundProgram> program(
      new ForegroundProgram(std::make_unique<IgnoredSignals>()));
  std::vector<char*> words;
  words.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) {
    words.push_back(const_cast<char*>(argument.c_str()));  // NOLINT: execve's old signature
  }
  words.push_back(nullptr);
  const SpawnAttributes attributes(program->ignored_->program_defaults());
  const int failed = ::posix_spawnp(&program->pid_, words.front(), nullptr, attributes.get(),
                                    words.data(), environ);
  if (failed != 0) {
    program->pid_ = 0;
    return not_started(arguments.front(), failed);
  }
  program->processes_ = std::make_shared<energy::ProcessTree>(program->pid_);
  return program;
}

ProgramEnd ForegroundProgram::wait() {
  if (!waited_) {
    end_ = program_end(processes_->reap());
    waited_ = true;
    ignored_.reset();
  }
  return end_;
}

}  // namespace wattle::search

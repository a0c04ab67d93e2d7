// SPDX-License-Identifier: MIT
#include "tests/benchmarks/search/children.h"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <stdexcept>
#include <string>
#include <system_error>

namespace wattle::search::benchmarks {
namespace {

struct Child {
  std::size_t task = 0;
  pid_t process = 0;
  int pipe = -1;
  std::string text;  ///< read so far
};

[[noreturn]] void fail_with_errno(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

void write_all(int descriptor, const std::string& text) {
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t now = ::write(descriptor, text.data() + written, text.size() - written);
    if (now < 0) fail_with_errno("write to the parent");
    written += static_cast<std::size_t>(now);
  }
}

/// Never returns into the parent's code, nor runs its exit handlers.
[[noreturn]] void run_child(const Task& task, int pipe) {
  int code = 0;
  try {
    write_all(pipe, nlohmann::json{{"result", task()}}.dump());
  } catch (const std::exception& exception) {
    write_all(pipe, nlohmann::json{{"error", exception.what()}}.dump());
    code = 1;
  }
  ::_exit(code);
}

Child start(const std::vector<Task>& tasks, std::size_t task) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) fail_with_errno("pipe");
  const pid_t process = ::fork();
  if (process < 0) fail_with_errno("fork");
  if (process == 0) {
    ::close(ends[0]);
    run_child(tasks[task], ends[1]);
  }
  ::close(ends[1]);
  return {task, process, ends[0], {}};
}

/// Reads what is there; false at the end.
bool read_some(Child& child) {
  std::array<char, 65536> buffer{};
  const ssize_t got = ::read(child.pipe, buffer.data(), buffer.size());
  if (got < 0) fail_with_errno("read from a child");
  child.text.append(buffer.data(), static_cast<std::size_t>(got));
  return got > 0;
}

nlohmann::json result_of(const Child& child) {
  ::close(child.pipe);
  int status = 0;
  if (::waitpid(child.process, &status, 0) < 0) fail_with_errno("waitpid");
  if (WIFSIGNALED(status)) {
    throw std::runtime_error("a measuring process died of signal " +
                             std::to_string(WTERMSIG(status)));
  }
  if (child.text.empty()) {
    throw std::runtime_error("a measuring process ended with exit code " +
                             std::to_string(WEXITSTATUS(status)) + " and no result");
  }
  const nlohmann::json message = nlohmann::json::parse(child.text);
  if (message.contains("error")) throw std::runtime_error(message.at("error").get<std::string>());
  return message.at("result");
}

void wait_for_any(std::vector<Child>& children) {
  std::vector<pollfd> pipes;
  for (const Child& child : children) pipes.push_back({child.pipe, POLLIN, 0});
  if (::poll(pipes.data(), pipes.size(), -1) < 0 && errno != EINTR) fail_with_errno("poll");
}

}  // namespace

std::vector<nlohmann::json> run_in_children(
    const std::vector<Task>& tasks, int processes,
    const std::function<void(const nlohmann::json&)>& ended) {
  std::vector<nlohmann::json> results(tasks.size());
  std::vector<Child> children;
  std::size_t next = 0;
  while (next < tasks.size() || !children.empty()) {
    while (next < tasks.size() && children.size() < static_cast<std::size_t>(processes)) {
      children.push_back(start(tasks, next++));
    }
    wait_for_any(children);
    for (std::size_t i = children.size(); i-- > 0;) {
      pollfd pipe{children[i].pipe, POLLIN, 0};
      if (::poll(&pipe, 1, 0) <= 0 || read_some(children[i])) continue;
      results[children[i].task] = result_of(children[i]);
      ended(results[children[i].task]);
      children.erase(children.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  return results;
}

}  // namespace wattle::search::benchmarks

// SPDX-License-Identifier: MIT
#include "energy/process_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>

namespace wattle::energy {
namespace {

namespace fs = std::filesystem;

std::string proc_of(pid_t pid) { return "/proc/" + std::to_string(pid); }

/// A short file's text. By system calls, for a stream does not tell why it failed.
Result<std::string> read_text(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  std::array<char, 4096> text;  // NOLINT(*-member-init): read fills it
  const ssize_t count = file < 0 ? -1 : ::read(file, text.data(), text.size());
  const int why = errno;
  if (file >= 0) ::close(file);
  if (count >= 0) return std::string(text.data(), static_cast<std::size_t>(count));
  const bool gone = why == ENOENT || why == ESRCH;
  return fail(gone ? ErrorCode::kNotFound : ErrorCode::kIo, path + ": " + std::strerror(why));
}

}  // namespace

Result<ProcessStat> read_process_stat(pid_t pid) {
  const Result<std::string> text = read_text(proc_of(pid) + "/stat");
  if (!text) return tl::unexpected<Error>(text.error());
  // Fields, counted from 1. The name, field 2, may hold blanks and parentheses.
  const std::size_t name_end = text->rfind(')');
  std::istringstream fields(name_end == std::string::npos ? "" : text->substr(name_end + 1));
  ProcessStat stat;
  std::string state;
  std::string skipped;
  double children_user = 0;
  double children_system = 0;
  fields >> state >> stat.parent;                    // 3, 4
  for (int i = 5; i <= 15; ++i) fields >> skipped;   // up to stime
  fields >> children_user >> children_system;        // 16, 17
  for (int i = 18; i <= 21; ++i) fields >> skipped;  // up to itrealvalue
  if (!(fields >> stat.started)) {                   // 22
    return fail(ErrorCode::kCorrupt, proc_of(pid) + "/stat has too few fields");
  }
  stat.zombie = state == "Z" || state == "X";
  stat.waited_for =
      Seconds((children_user + children_system) / static_cast<double>(sysconf(_SC_CLK_TCK)));
  return stat;
}

std::optional<Seconds> read_process_clock(pid_t pid) {
  clockid_t clock = 0;
  timespec time{};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) {
    return std::nullopt;
  }
  return Seconds(static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec));
}

std::vector<pid_t> children_of(pid_t pid) {
  // Each thread has a list of those that it started.
  std::vector<pid_t> children;
  std::error_code ended;
  for (fs::directory_iterator thread(proc_of(pid) + "/task", ended), end; !ended && thread != end;
       thread.increment(ended)) {
    std::ifstream list(thread->path() / "children");
    for (pid_t child = 0; list >> child;) children.push_back(child);
  }
  return children;
}

std::uint64_t memory_without_files(pid_t pid) {
  const Result<std::string> text = read_text(proc_of(pid) + "/status");
  if (!text) return 0;
  std::istringstream lines(*text);
  std::uint64_t sum = 0;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name;
    std::uint64_t kibibytes = 0;
    words >> name;
    if ((name == "RssAnon:" || name == "RssShmem:") && words >> kibibytes) sum += kibibytes * 1024;
  }
  return sum;
}

}  // namespace wattle::energy

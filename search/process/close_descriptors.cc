// SPDX-License-Identifier: MIT
#include "search/process/close_descriptors.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <optional>

namespace wattle::search {
namespace {

/// Of a name in /proc/self/fd; nullopt for "." and "..".
std::optional<unsigned> number_of(const char* name) {
  unsigned number = 0;
  for (; *name != '\0'; ++name) {
    if (*name < '0' || *name > '9') return std::nullopt;
    number = 10 * number + static_cast<unsigned>(*name - '0');
  }
  return number;
}

void close_one(int descriptor, Closing closing) {
  if (closing == Closing::kNow) {
    ::close(descriptor);
  } else {
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  }
}

}  // namespace

void close_listed(unsigned first, unsigned last, Closing closing) {
  const int folder = ::open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  // readdir allocates.
  alignas(dirent64) std::array<char, 4096> entries;  // NOLINT(*-member-init): getdents64 fills it
  for (ssize_t count = 0; (count = ::getdents64(folder, entries.data(), entries.size())) > 0;) {
    for (ssize_t at = 0; at < count;) {
      const auto* const entry = reinterpret_cast<const dirent64*>(entries.data() + at);
      at += entry->d_reclen;
      const std::optional<unsigned> number = number_of(entry->d_name);
      if (!number || *number < first || *number > last) continue;
      if (static_cast<int>(*number) != folder) close_one(static_cast<int>(*number), closing);
    }
  }
  ::close(folder);
}

void close_between(unsigned first, unsigned last, Closing closing) {
  const int flags = closing == Closing::kByExec ? CLOSE_RANGE_CLOEXEC : 0;
  if (::close_range(first, last, flags) != 0) close_listed(first, last, closing);
}

void close_all_but(std::array<int, 3> kept) {
  std::sort(kept.begin(), kept.end());
  unsigned next = 0;
  for (const int descriptor : kept) {
    const auto number = static_cast<unsigned>(descriptor);
    if (number > next) close_between(next, number - 1, Closing::kNow);
    next = number + 1;
  }
  close_between(next, std::numeric_limits<unsigned>::max(), Closing::kNow);
}

}  // namespace wattle::search

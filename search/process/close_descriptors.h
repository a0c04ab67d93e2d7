// SPDX-License-Identifier: MIT
// Descriptors that a child must not keep, closed in bulk. Between fork and exec: all of this is
// async-signal-safe.
#pragma once

#include <array>

namespace wattle::search {

enum class Closing {
  kNow,
  kByExec,  ///< the flag FD_CLOEXEC is set
};

/// All open ones from `first` to `last`: by close_range where the kernel has it (5.9; 5.11 for
/// kByExec) and nobody forbids it, else by `close_listed`.
void close_between(unsigned first, unsigned last, Closing closing);
/// The same, one after the other, as /proc/self/fd lists them.
void close_listed(unsigned first, unsigned last, Closing closing);

/// All but three, so that pipes end when the program's ends of them do.
void close_all_but(std::array<int, 3> kept);

}  // namespace wattle::search

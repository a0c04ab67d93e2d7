// SPDX-License-Identifier: MIT
// The process between Wattle and a program that it runs: nothing that the program starts outlives
// it.
#pragma once

namespace wattle::search {

/// What a keeper needs, prepared before the fork: after it nothing may be allocated.
struct KeeperPlan {
  const char* file = nullptr;  ///< with a slash; relative to `directory`
  char* const* arguments = nullptr;
  char* const* environment = nullptr;
  const char* directory = nullptr;
  int control = -1;  ///< to read: commands; its end means "kill all"
  int status = -1;   ///< to write: a message when the program has ended
  int started = -1;  ///< to write: a message when it could not be started; closed when it was
  int input = -1;    ///< becomes the program's 0, and so on; all at least 10
  int output = -1;
  int error = -1;
  int results = -1;  ///< becomes 3; -1: the program has none
};

/// Asks the keeper for SIGTERM to the program's process group.
inline constexpr char kTerminate = 't';

/// What a keeper tells. Shorter than any pipe's atomic write.
struct KeeperMessage {
  enum Kind : int {
    kNoDirectory,  ///< `value`: errno
    kNotStarted,   ///< `value`: errno
    kEnded,        ///< `value`: the program's wait status
    kNotKilled,    ///< `value`: errno; the program may not be signalled, and goes on
  };
  Kind kind = kEnded;
  int value = 0;
};

/// The keeper's life, in a child that was just forked; does not return. It starts the program in a
/// session of its own, takes in orphans (PR_SET_CHILD_SUBREAPER), and when the program has ended or
/// `control` is closed (also by Wattle's own death) it kills all that is left and waits for it, so
/// that the keeper's resource usage is that of the whole tree. After kTerminate it waits until all
/// have ended by themselves or `control` is closed: the program may be the wrapper of one that is
/// saving its state. It tells the end when nothing is left but processes that it may not signal,
/// such as another user's. If somebody kills the keeper, the program is killed too, but not what
/// the program had started.
///
/// Only async-signal-safe functions are called: other threads may have held locks at the fork.
[[noreturn]] void keep(const KeeperPlan& plan);

}  // namespace wattle::search

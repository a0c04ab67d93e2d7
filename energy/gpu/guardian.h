// SPDX-License-Identifier: MIT
// A process that waits for ours to end and then does one thing.
#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>

#include "energy/error.h"

namespace wattle::energy {

/// Forked, in a session of its own, deaf to the signals that end a program politely. It holds one
/// end of a line (a pair of sockets); when the other end or our process is gone, and nobody has
/// dismissed it, it acts and exits. It keeps no other file open than those of NVIDIA's driver,
/// which `act` may need.
class Guardian {
 public:
  /// `act` runs in the copied process: only the calling thread is there, so that a lock which
  /// another one held stays held. Fails with kIo when there is no line or no process to be had.
  static Result<std::unique_ptr<Guardian>> start(const std::function<void()>& act);

  /// Lets it act now, unless it was dismissed, and waits for its end.
  ~Guardian();
  Guardian(const Guardian&) = delete;
  Guardian& operator=(const Guardian&) = delete;

  /// There is nothing to do any more.
  void dismiss();

 private:
  Guardian(int line, pid_t process) : line_(line), process_(process) {}

  int line_;
  pid_t process_;
  bool dismissed_ = false;
};

}  // namespace wattle::energy

// SPDX-License-Identifier: MIT
// A GPU's power limit for a while, put back whatever happens.
#pragma once

#include <memory>

#include "energy/gpu/nvml.h"

namespace wattle::energy {

/// Sets the limit of one NVIDIA GPU and puts the former one back when it is destroyed. Before the
/// limit is set, a guardian process is forked that does nothing but wait for this process to end,
/// and puts the former limit back when that happens in any other way: exit, a signal, kill -9. It
/// is in a session of its own, so that neither Ctrl-C nor a signal to the process group reaches it;
/// what kills every process of a container or a control group does.
///
/// The guardian is a copy of this process: take the limit early, while little memory is in use and
/// no thread has been started. Setting a limit needs root.
class PowerLimit {
 public:
  /// Fails with kInvalidArgument when the GPU does not allow `limit` (the message says what it
  /// does allow), with kIo when no guardian can be started, and as Nvml does; then nothing has
  /// changed.
  static Result<std::unique_ptr<PowerLimit>> set(std::shared_ptr<const Nvml> nvml, int gpu,
                                                 Watts limit);

  virtual ~PowerLimit() = default;
  /// What is put back.
  virtual Watts former() const = 0;
  /// Puts it back now. Fails as Nvml does; the guardian then tries again. Further calls do nothing.
  virtual Result<void> restore() = 0;
};

}  // namespace wattle::energy

// SPDX-License-Identifier: MIT
// GPUs' power limits for a while, put back whatever happens.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "energy/gpu/nvml.h"
#include "energy/system.h"

namespace wattle::energy {

/// Sets the power limit of NVIDIA GPUs and puts the former ones back when it is destroyed. Before
/// it sets any, a guardian process is forked that does nothing but wait for this process to end,
/// and puts the former limits back when that happens in any other way: exit, a signal, kill -9. It
/// is in a session of its own, so that neither Ctrl-C nor a signal to the process group reaches it;
/// what kills every process of a container or a control group does.
///
/// The guardian is a copy of this process: hold limits early, while little memory is in use and
/// no thread has been started. Setting a limit needs root. Thread-safe.
class PowerLimit {
 public:
  /// Of the GPUs with these numbers, of which there is at least one. Changes nothing, but finds out
  /// whether it may: fails with kIo when no guardian can be started, and as Nvml does.
  static Result<std::unique_ptr<PowerLimit>> hold(std::shared_ptr<const Nvml> nvml,
                                                  std::vector<int> gpus);

  virtual ~PowerLimit() = default;
  /// Sets it on each of the GPUs; nullopt: the former ones. Fails with kInvalidArgument, and
  /// nothing is set, when one of them does not allow it (the message says what it does allow), and
  /// as Nvml does; a further call sets it again. Not after `restore`.
  virtual Result<void> set(std::optional<Watts> limit) = 0;
  /// What is put back, GPU by GPU.
  virtual const std::vector<Watts>& former() const = 0;
  /// Puts them back now. Fails as Nvml does; the guardian then tries again. Further calls do
  /// nothing.
  virtual Result<void> restore() = 0;
};

/// `PowerLimit::hold` on those GPUs that `select_gpus` chooses.
Result<std::unique_ptr<PowerLimit>> hold_power_limit(const System& system);

}  // namespace wattle::energy

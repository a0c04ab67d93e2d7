// SPDX-License-Identifier: MIT
// Work for a meter to see.
#pragma once

#include <cstddef>
#include <stop_token>
#include <thread>
#include <vector>

#include "energy/error.h"
#include "energy/units.h"

namespace wattle::energy {

enum class LoadKind {
  kCompute,  ///< integer arithmetic out of registers
  kStream,   ///< reads memory from end to end
};

/// Threads of this process that are busy until the end of its life, some 10 us after it.
class Load {
 public:
  Load() = default;
  Load(Load&&) = default;
  Load& operator=(Load&&) = default;
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;
  ~Load();
  /// `bytes`: of kStream, that each thread reads again and again. kInternal when a thread cannot be
  /// started, or there is no memory.
  static Result<Load> start(LoadKind kind, int threads, std::size_t bytes = 0);

 private:
  std::vector<std::jthread> threads_;
};

/// False when `stop` was requested meanwhile.
bool sleep_until_stopped(Seconds duration, const std::stop_token& stop);

}  // namespace wattle::energy

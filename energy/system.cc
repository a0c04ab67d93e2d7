// SPDX-License-Identifier: MIT
#include "energy/system.h"

#include <chrono>
#include <cstdlib>
#include <thread>

namespace wattle::energy {
namespace {

std::optional<std::string> environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

}  // namespace

CudaSelection cuda_selection() {
  return {environment("CUDA_VISIBLE_DEVICES"), environment("CUDA_DEVICE_ORDER")};
}

void sleep_for(Seconds duration) {
  std::this_thread::sleep_for(std::chrono::duration<double>(duration.value));
}

}  // namespace wattle::energy

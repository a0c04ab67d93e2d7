// SPDX-License-Identifier: MIT
#include "energy/load.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <new>
#include <numeric>
#include <string>
#include <system_error>
#include <utility>

namespace wattle::energy {
namespace {

void compute(const std::stop_token& stop) {
  std::atomic<std::uint64_t> result{1};
  std::uint64_t state = result;
  while (!stop.stop_requested()) {
    constexpr int kSteps = 10'000;  // some 10 us: a short time to notice the end
    for (int i = 0; i < kSteps; ++i) state = state * 6364136223846793005U + 1442695040888963407U;
    result.store(state, std::memory_order_relaxed);  // so that the loop is not left out
  }
}

constexpr std::size_t kChunk = 8192;

void stream(const std::stop_token& stop, const std::vector<std::uint64_t>& data) {
  std::atomic<std::uint64_t> result{0};
  for (std::size_t at = 0; !stop.stop_requested(); at += kChunk) {
    if (at + kChunk > data.size()) at = 0;
    const auto begin = data.begin() + static_cast<std::ptrdiff_t>(at);
    result.store(std::accumulate(begin, begin + kChunk, result.load(std::memory_order_relaxed)),
                 std::memory_order_relaxed);
  }
}

}  // namespace

Result<Load> Load::start(LoadKind kind, int threads, std::size_t bytes) {
  Load load;
  try {
    for (int i = 0; i < threads; ++i) {
      if (kind == LoadKind::kCompute) {
        load.threads_.emplace_back(compute);
        continue;
      }
      std::vector<std::uint64_t> data(std::max(bytes / sizeof(std::uint64_t), kChunk), 1);
      load.threads_.emplace_back(
          [data = std::move(data)](const std::stop_token& stop) { stream(stop, data); });
    }
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::kInternal, "no memory is left for a load");
  } catch (const std::system_error& error) {
    return fail(ErrorCode::kInternal,
                std::string("a load's thread did not start: ") + error.what());
  }
  return load;
}

Load::~Load() {
  for (std::jthread& thread : threads_)
    thread.request_stop();  // all, before the first is waited for
}

bool sleep_until_stopped(Seconds duration, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait_for(lock, stop, std::chrono::duration<double>(duration.value), [] { return false; });
  return !stop.stop_requested();
}

}  // namespace wattle::energy

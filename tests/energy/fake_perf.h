// SPDX-License-Identifier: MIT
// Performance counters that show what the test says.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "energy/perf_events.h"

namespace wattle::energy::testing {

/// Counters are told apart by type, config and cpu. Those that were never set are not there.
class FakePerf final : public PerfEvents {
 public:
  struct Key {
    std::uint32_t type = 0;
    std::uint64_t config = 0;
    int cpu = -1;
    // clang-tidy 14 takes the zero that the compiler compares with for a null pointer of ours.
    auto operator<=>(const Key&) const = default;  // NOLINT(modernize-use-nullptr)
  };

  void set(const Key& key, const Result<PerfCount>& count) {
    const std::scoped_lock lock(shared_->mutex);
    shared_->counts.insert_or_assign(key, count);
  }
  void set(const Key& key, std::uint64_t value) {
    set(key, PerfCount{value, Seconds(1), Seconds(1)});
  }
  /// Every `open` fails from now on.
  void refuse(Error error) { refusal_ = std::move(error); }
  /// All that was asked for, in order.
  const std::vector<PerfEvent>& opened() const { return opened_; }

  Result<std::unique_ptr<PerfCounter>> open(const PerfEvent& event) const override {
    opened_.push_back(event);
    if (refusal_) return tl::unexpected(*refusal_);
    const Key key{event.type, event.config, event.cpu};
    const std::scoped_lock lock(shared_->mutex);
    if (!shared_->counts.contains(key)) {
      return fail(ErrorCode::kUnavailable, "this machine has no such performance counter");
    }
    return std::make_unique<Counter>(shared_, key);
  }

 private:
  struct Shared {
    std::mutex mutex;
    std::map<Key, Result<PerfCount>> counts;
  };

  class Counter final : public PerfCounter {
   public:
    Counter(std::shared_ptr<Shared> shared, const Key& key)
        : shared_(std::move(shared)), key_(key) {}
    Result<PerfCount> read() const override {
      const std::scoped_lock lock(shared_->mutex);
      return shared_->counts.at(key_);
    }

   private:
    std::shared_ptr<Shared> shared_;
    Key key_;
  };

  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
  std::optional<Error> refusal_;
  mutable std::vector<PerfEvent> opened_;
};

}  // namespace wattle::energy::testing

// SPDX-License-Identifier: MIT
// Counters of which the kernel refuses some.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "energy/perf_events.h"

namespace wattle::energy::testing {

/// Passes on what `allows` lets through; the rest is kPermissionDenied.
class PickyPerf final : public PerfEvents {
 public:
  using Rule = std::function<bool(const PerfEvent&)>;
  PickyPerf(std::shared_ptr<const PerfEvents> perf, Rule allows)
      : perf_(std::move(perf)), allows_(std::move(allows)) {}
  Result<std::unique_ptr<PerfCounter>> open(const PerfEvent& event) const override {
    if (!allows_(event)) return fail(ErrorCode::kPermissionDenied, "not for this user");
    return perf_->open(event);
  }

 private:
  std::shared_ptr<const PerfEvents> perf_;
  Rule allows_;
};

}  // namespace wattle::energy::testing

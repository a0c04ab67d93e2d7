// SPDX-License-Identifier: MIT
// How often one address may ask.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "energy/clock.h"

namespace wattle::search {

/// A token bucket for each address, of two seconds' worth. Thread-safe. Addresses that have been
/// silent until their bucket is full are forgotten.
class RateLimit {
 public:
  /// 0: any number. `clock` must outlive it.
  RateLimit(double per_second, const energy::Clock& clock)
      : per_second_(per_second), clock_(clock) {}

  /// Whether it may ask now; then it has.
  bool admits(const std::string& address);

 private:
  struct Bucket {
    double tokens = 0.0;
    Seconds filled;
  };
  void forget_full(Seconds now);
  double capacity() const { return 2.0 * per_second_; }

  const double per_second_;
  const energy::Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;
};

}  // namespace wattle::search

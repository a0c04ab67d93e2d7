// SPDX-License-Identifier: MIT
#include "search/service/rate_limit.h"

#include <algorithm>

namespace wattle::search {
namespace {

/// So many addresses are remembered before those that do not matter any more are looked for.
constexpr std::size_t kManyAddresses = 10'000;

}  // namespace

bool RateLimit::admits(const std::string& address) {
  if (per_second_ <= 0.0) return true;
  const std::scoped_lock lock(mutex_);
  const Seconds now = clock_.now();
  if (buckets_.size() >= kManyAddresses) forget_full(now);
  Bucket& bucket = buckets_.try_emplace(address, Bucket{capacity(), now}).first->second;
  bucket.tokens = std::min(capacity(), bucket.tokens + per_second_ * (now - bucket.filled).value);
  bucket.filled = now;
  if (bucket.tokens < 1.0) return false;
  bucket.tokens -= 1.0;
  return true;
}

void RateLimit::forget_full(Seconds now) {
  std::erase_if(buckets_, [&](const auto& each) {
    return each.second.tokens + per_second_ * (now - each.second.filled).value >= capacity();
  });
}

}  // namespace wattle::search

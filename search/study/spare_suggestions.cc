// SPDX-License-Identifier: MIT
#include "search/study/spare_suggestions.h"

#include <algorithm>
#include <utility>

namespace wattle::search {
namespace {

/// After a burst of so many trials, that many are made anew.
constexpr std::size_t kMostAllowed = 64;

}  // namespace

void SpareSuggestions::allow_another() { allowed_ = std::min(allowed_ + 1, kMostAllowed); }

void SpareSuggestions::add(Parameters point, std::size_t wanted) {
  points_.insert(points_.begin() + static_cast<std::ptrdiff_t>(current_), std::move(point));
  ++current_;
  --allowed_;
  while (points_.size() > std::max(wanted, current_)) points_.pop_back();
}

void SpareSuggestions::clear() {
  points_.clear();
  current_ = 0;
}

std::optional<Parameters> SpareSuggestions::take() {
  if (points_.empty()) return std::nullopt;
  Parameters point = std::move(points_.front());
  points_.pop_front();
  if (current_ > 0) --current_;
  return point;
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// Walks over the trials that a history shares.
#pragma once

#include <compare>
#include <cstddef>
#include <iterator>
#include <memory>
#include <vector>

#include "search/trial/trial.h"

namespace wattle::search {

/// A random-access iterator over `std::shared_ptr<const Trial>`s that gives the trials themselves.
/// Valid as long as the vector's iterators are.
class TrialIterator {
 public:
  using iterator_category = std::random_access_iterator_tag;
  using value_type = Trial;
  using difference_type = std::ptrdiff_t;
  using pointer = const Trial*;
  using reference = const Trial&;
  using Base = std::vector<std::shared_ptr<const Trial>>::const_iterator;

  TrialIterator() = default;
  explicit TrialIterator(Base at) : at_(at) {}

  reference operator*() const { return **at_; }
  pointer operator->() const { return at_->get(); }
  reference operator[](difference_type n) const { return *at_[n]; }

  TrialIterator& operator+=(difference_type n) {
    at_ += n;
    return *this;
  }
  TrialIterator& operator-=(difference_type n) { return *this += -n; }
  TrialIterator& operator++() { return *this += 1; }
  TrialIterator& operator--() { return *this -= 1; }
  TrialIterator operator++(int) { return TrialIterator(at_++); }
  TrialIterator operator--(int) { return TrialIterator(at_--); }
  friend TrialIterator operator+(TrialIterator it, difference_type n) { return it += n; }
  friend TrialIterator operator+(difference_type n, TrialIterator it) { return it += n; }
  friend TrialIterator operator-(TrialIterator it, difference_type n) { return it -= n; }
  friend difference_type operator-(TrialIterator a, TrialIterator b) { return a.at_ - b.at_; }
  bool operator==(const TrialIterator&) const = default;
  auto operator<=>(const TrialIterator& other) const { return at_ <=> other.at_; }

 private:
  Base at_;
};

}  // namespace wattle::search

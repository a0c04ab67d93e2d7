// SPDX-License-Identifier: MIT
// Which examples train, which choose, and which are looked at only once at the end.
#pragma once

#include <cstdint>
#include <vector>

#include "energy/error.h"
#include "trainer/dataset/dataset.h"
#include "trainer/dataset/options.h"

namespace wattle::trainer {

/// Example numbers, each part in ascending order; no example is in two parts.
struct Split {
  std::vector<std::int64_t> train;
  std::vector<std::int64_t> validation;
  std::vector<std::int64_t> test;
};

/// Splits class by class, so that each part holds every class in proportion (within one example).
/// A function of the data set, the fractions and the seed alone; the limit thins `train` and moves
/// nothing else. Cost O(n). Failure: kInvalidArgument when no example is left to train or validate.
Result<Split> split_dataset(const Dataset& dataset, const DataOptions& options);

}  // namespace wattle::trainer

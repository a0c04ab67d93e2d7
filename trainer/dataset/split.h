// SPDX-License-Identifier: MIT
// Which examples train, which choose, and which are looked at only once at the end.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "energy/error.h"
#include "trainer/dataset/dataset.h"

namespace wattle::trainer {

/// The objective's `data` member.
struct DataOptions {
  std::string name;         ///< of the data set; required
  double validation = 0.2;  ///< fraction of the examples that choose between trials, in (0, 1)
  double test = 0.2;        ///< fraction kept for the end, in [0, 1); ignored where the set has
                            ///< its own test part (mnist, fashion_mnist): that is the test part
  std::uint64_t seed = 0;   ///< of the split, not of the trial: all trials share one split
  std::optional<std::int64_t> limit;  ///< train with this many examples only, classes in
                                      ///< proportion; validation and test stay whole
  bool standardise = false;           ///< subtract the mean and divide by the deviation of each
                                      ///< channel, both fitted on the training part only
};

/// Failure: kInvalidArgument, naming the member.
Result<DataOptions> parse_data_options(const nlohmann::json& data);
/// The defaults above as JSON, without the members that have none (name, limit).
nlohmann::json default_data();

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

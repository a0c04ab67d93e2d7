// SPDX-License-Identifier: MIT
// What the analyses of a report look at: which trials, and which number of each.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "search/report/findings.h"
#include "search/store/store.h"

namespace wattle::search {

/// Complete trials alone: a pruned one's metric and joules are of a training cut short, and those
/// of failed ones of no training at all. Pointers are into the record.
struct MeasuredTrials {
  std::string quantity;              ///< "val_accuracy", "train_joules"
  std::vector<const Trial*> trials;  ///< by number
  std::vector<double> values;        ///< one a trial, finite
  std::string reason;                ///< why there can be none, as a clause; else empty
};

/// The goal's metric.
MeasuredTrials metric_of_trials(const StudyRecord& study, const Findings& findings);
/// Measured net joules of the training, above 0. A reason where nobody counted them, or where they
/// are different quantities.
MeasuredTrials joules_of_trials(const StudyRecord& study, const Findings& findings);

/// What a parameter does to joules it mostly multiplies them by: their log10.
MeasuredTrials logarithms_of(MeasuredTrials joules);

/// At most so many of them, drawn at random, always the same ones for a seed; in their order.
MeasuredTrials sampled(const MeasuredTrials& all, std::size_t most, std::uint64_t seed);

/// The study's seed, 0 where it has none.
std::uint64_t seed_of(const StudyRecord& study);

}  // namespace wattle::search

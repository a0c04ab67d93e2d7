// SPDX-License-Identifier: MIT
// From what a reader returns to a set that can be trained on.
#pragma once

#include "energy/error.h"
#include "trainer/dataset/dataset.h"
#include "trainer/dataset/examples.h"
#include "trainer/dataset/options.h"
#include "trainer/dataset/split.h"

namespace wattle::trainer {

/// Fits on the training part of `split` what has to be fitted, and applies it to all examples:
/// a table's missing values become the mean of their feature (of a category: its share), texts
/// become numbers by a vocabulary. Failure: kCorrupt when the training part has no value of a
/// feature to take the mean of.
Result<Dataset> fitted(Examples examples, const DataOptions& options, const Split& split);

}  // namespace wattle::trainer

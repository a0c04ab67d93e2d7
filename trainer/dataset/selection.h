// SPDX-License-Identifier: MIT
// Which examples and targets of a set are used.
#pragma once

#include "energy/error.h"
#include "trainer/dataset/examples.h"
#include "trainer/dataset/options.h"

namespace wattle::trainer {

/// Applies `classes`, `groups` and `targets`, in this order. Without them the set keeps its first
/// target alone. A further target of the set loses the classes that have no example left.
/// Failures: kNotFound (a class or target that the set does not have: names both), kInvalidArgument
/// (a class named twice, less than two classes, a class in no group or in two), kCorrupt (a class
/// without an example outside the set's own test part).
Result<Examples> select_examples(Examples examples, const DataOptions& options);

}  // namespace wattle::trainer

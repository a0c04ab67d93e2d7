// SPDX-License-Identifier: MIT
// The data sets known by name.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "energy/error.h"
#include "trainer/dataset/dataset.h"

namespace wattle::trainer {

/// Names that read_named_set takes: "cifar10", "cifar100", "digits", "fashion_mnist", "mnist".
std::vector<std::string> dataset_names();

/// Reads the set from its folder (`mnist/`, `fashion-mnist/`), which is looked for in each
/// directory in order. Failures: kInvalidArgument (no such name), kNotFound (with the folders
/// looked in and what to do), kCorrupt.
Result<Dataset> read_named_set(const std::string& name,
                               const std::vector<std::filesystem::path>& directories);

}  // namespace wattle::trainer

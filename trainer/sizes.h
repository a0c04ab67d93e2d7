// SPDX-License-Identifier: MIT
// Sizes of an array, outermost first.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace wattle::trainer {

/// Of one example, without the batch: {channels, height, width}, {length, features}, {features}.
using Sizes = std::vector<std::int64_t>;

/// "16x14x14"
std::string sizes_text(const Sizes& sizes);
/// Elements in all; 1 of no sizes.
std::int64_t product(const Sizes& sizes);

}  // namespace wattle::trainer

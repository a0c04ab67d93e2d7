// SPDX-License-Identifier: MIT
// How much memory the machine has.
#pragma once

#include <filesystem>
#include <optional>

namespace wattle::energy {

/// `MemTotal` of `<proc>/meminfo` in 10^9 bytes: what the kernel can use, a little less than what
/// is plugged in. Empty where it is not told.
std::optional<double> memory_gigabytes(const std::filesystem::path& proc);

}  // namespace wattle::energy

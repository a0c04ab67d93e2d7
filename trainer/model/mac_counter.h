// SPDX-License-Identifier: MIT
// Multiply-accumulates of whatever runs.
#pragma once

#include <cstdint>
#include <functional>

namespace wattle::trainer {

/// Runs `work` on this thread and counts the multiply-accumulates of the matrix products and
/// convolutions in it, by the shapes that libtorch's operations meet:
///   n x k times k x m             n k m, times the batch
///   convolution                   numbers in the output times weights / output channels
///   transposed convolution        numbers in the input times weights / input channels
/// Elementwise operations, pooling, sums and lookups are not counted, nor is what other threads do.
std::int64_t count_macs(const std::function<void()>& work);

}  // namespace wattle::trainer

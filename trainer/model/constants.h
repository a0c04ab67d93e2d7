// SPDX-License-Identifier: MIT
// Constants of layers that training and the saved network must agree on.
#pragma once

namespace wattle::trainer {

/// Batch normalisation as in PyTorch: running = 0.9 running + 0.1 batch, and
/// y = (x - mean) / sqrt(variance + epsilon).
constexpr double kNormalisationMomentum = 0.1;
constexpr double kNormalisationEpsilon = 1e-5;
/// Slope of leaky ReLU below zero, PyTorch's default.
constexpr double kLeakySlope = 0.01;

}  // namespace wattle::trainer

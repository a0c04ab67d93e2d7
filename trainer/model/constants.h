// SPDX-License-Identifier: MIT
// Constants of layers that training and the saved network must agree on.
#pragma once

#include <cmath>
#include <cstdint>

namespace wattle::trainer {

/// Batch normalisation as in PyTorch: running = 0.9 running + 0.1 batch, and
/// y = (x - mean) / sqrt(variance + epsilon). Layer and group normalisation have the same epsilon.
constexpr double kNormalisationMomentum = 0.1;
constexpr double kNormalisationEpsilon = 1e-5;
/// Slope of leaky ReLU below zero, PyTorch's default.
constexpr double kLeakySlope = 0.01;
/// Score of a position that is padding: its weight, exp(this - largest score), is exactly 0 in any
/// floating-point type, yet no arithmetic with it gives a NaN.
constexpr double kMaskedScore = -1e30;

/// Classes of the modules that are saved: a network, and what scales the inputs of somebody's
/// module inside. Names of tensors tell by them what they belong to.
constexpr const char* kNetworkModuleName = "WattleNetwork";
constexpr const char* kScaledModuleName = "WattleScaled";

/// Queries are multiplied by 1 / sqrt(features of a head) [Vaswani2017, Eq. 1].
inline double score_scale(std::int64_t features) {
  return 1.0 / std::sqrt(static_cast<double>(features));
}

}  // namespace wattle::trainer

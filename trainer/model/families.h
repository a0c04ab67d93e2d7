// SPDX-License-Identifier: MIT
// The families of networks that a scenario names.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "energy/error.h"
#include "trainer/model/description.h"

namespace wattle::trainer {

/// Turns the objective's `model` member into layers for inputs of the given shape. C channels,
/// H x W pixels, N = C H W; every family ends in a linear layer with one output a class.
///
///   mlp           hidden [64], activation relu, dropout 0: linear, activation, dropout for each
///                 hidden size
///   dense_poly    layers 3, activation none: hidden sizes max(floor(N / 2^(d+1)), C),
///                 d = 0 .. layers - 2 [Yarally2023]
///   dense_linear  layers 3, activation none: hidden sizes floor(N - (d+1) N / layers)
///                 [Yarally2023]
///   simple_cnn    convolutions 2, layers 3, width 3 C, activation relu: for d = 0 .. convolutions
///                 - 1 a 3x3 convolution to width 3^d channels, batch normalisation, activation and
///                 2x2 max pooling; then the linear layers of dense_poly, their sizes still from N
///                 and with no activation between them [Yarally2023]
///   cnn           channels [16, 32], kernel 3, batch_norm false, hidden [64], activation relu,
///                 dropout 0: for each channel count a convolution, batch normalisation if wanted,
///                 activation and 2x2 max pooling; then as mlp
///
/// Failure: kInvalidArgument naming the member, or the layer and both shapes.
Result<ModelDescription> describe_model(const nlohmann::json& model, const InputDescription& input,
                                        std::int64_t outputs);

std::vector<std::string> family_names();

}  // namespace wattle::trainer

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
///   vgg           width 16, depth 11 (13, 16, 19), hidden [128], batch_norm true, dropout 0.5:
///   five
///                 stages of 3x3 convolutions to width, 2, 4, 8, 8 times width channels, pooled
///                 while there are two pixels; then as mlp [Simonyan2015]
///   resnet        width 16, depth 8 (6 n + 2), shortcut identity or projection: n blocks in each
///   of
///                 three stages of width, 2 width, 4 width channels [He2016, Section 4.2]
///   mobilenet_v2  width 0.25, depth 1, dropout 0.2: factors of the channels, and of the blocks of
///   a
///                 stage, of [Sandler2018, Table 2]
///   xception      width 8, depth 2, dropout 0: [Chollet2017, Fig. 5] with `width` channels in the
///                 first convolution, others in proportion, and `depth` blocks in the middle
///   nasnet        width 8, depth 1, dropout 0: NASNet-A (depth @ 24 width) [Zoph2018]
///   lstm          width 64, depth 1, embedding 32, bidirectional false, dropout 0
///   transformer   width 64, depth 2, heads 4, feed_forward 4 width, dropout 0.1 [Vaswani2017]
///
/// Without a family, or with family graph, `layers` are read as a graph (graph.h).
/// Failure: kInvalidArgument naming the member, or the layer and both shapes.
Result<ModelDescription> describe_model(const nlohmann::json& model, const InputDescription& input,
                                        std::int64_t outputs);

std::vector<std::string> family_names();

}  // namespace wattle::trainer

// SPDX-License-Identifier: MIT
// What a layer makes of its inputs: shapes and counts, before any tensor exists.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "trainer/model/layer.h"

namespace wattle::trainer {

/// What stands in front of a layer.
struct LayerInputs {
  std::vector<Sizes> shapes;    ///< of one example, in the order of Layer::inputs
  bool tokens = false;          ///< the only input is the network's, and it is tokens
  std::int64_t vocabulary = 0;  ///< of these tokens
};

/// Works out output, parameters, MACs, activations and needs_batch of a layer whose settings are
/// set, and writes its padding as a number. Shapes: an image C x H x W, a sequence L x F, a vector
/// F. Parameters and forward MACs of one example, for i inputs, o outputs, kernel side k, g groups,
/// output H x W, a sequence of length L (1 for a vector), hidden state h, dimension d:
///   convolution      o (i / g k^2 + 1) parameters, o i / g k^2 H W MACs
///   linear           o (i + 1) parameters, L o i MACs
///   normalisations   2 o parameters, no MACs: a scale that convolution dwarfs
///   embedding        vocabulary o parameters, no MACs: it looks up
///   position         L o parameters, no MACs
///   LSTM, GRU        for each layer and direction, with G = 4 gates or 3: G h (i + h + 2)
///                    parameters, L G h (i + h) MACs
///   attention        4 d (d + 1) parameters, 4 L d^2 + 2 L^2 d MACs: four projections, the scores
///                    and their sums of values
/// Additions of biases, activations, pooling and the like count no MACs; o + 1 is o without a bias.
/// Activations are the numbers in the output, and besides L (G h + h) for each layer and direction
/// of LSTM and GRU, and 3 L d + heads L^2 of attention.
/// Nothing when the layer fits; otherwise what is wrong, with the shapes.
std::optional<std::string> fit_layer(Layer& layer, const LayerInputs& inputs);

}  // namespace wattle::trainer

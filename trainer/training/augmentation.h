// SPDX-License-Identifier: MIT
// Random changes to a batch of training images.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include "trainer/dataset/options.h"

namespace wattle::trainer {

/// `images` (batch x channels x height x width) changed as `augmentation` says, each image by
/// draws of its own: where it is cut out, then whether it is flipped. Black is 0, so images come in
/// [0, 1]. The result has the shape and the device of `images`, which stay as they are; without any
/// change it is `images` itself. The draws are made by `generator` alone, on the processor: the
/// same generator gives the same result on every device. Cost, in time and
/// beside the result in memory: batch x channels x (height + 2 crop) x (width + 2 crop), at most
/// nine times `images` where crop is no larger than their sides.
at::Tensor augment(const at::Tensor& images, const Augmentation& augmentation,
                   at::Generator& generator);

}  // namespace wattle::trainer

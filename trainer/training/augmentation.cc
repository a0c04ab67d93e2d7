// SPDX-License-Identifier: MIT
#include "trainer/training/augmentation.h"

#include <ATen/ATen.h>

namespace wattle::trainer {
namespace {

/// Draws are made on the processor; a device need not be waited for while they travel.
at::Tensor moved(const at::Tensor& draws, const at::Tensor& images) {
  return draws.to(images.device(), /*non_blocking=*/true);
}

/// For each image where the cut begins, from 0 to 2 * crop, and the `length` places from there on.
at::Tensor places(std::int64_t batch, std::int64_t length, std::int64_t crop,
                  at::Generator& generator) {
  const at::Tensor begins = at::randint(2 * crop + 1, {batch, 1}, generator, at::kLong);
  return begins + at::arange(length, at::kLong);
}

at::Tensor cut_out(const at::Tensor& images, std::int64_t crop, at::Generator& generator) {
  const std::int64_t batch = images.size(0);
  const std::int64_t channels = images.size(1);
  const std::int64_t height = images.size(2);
  const std::int64_t width = images.size(3);
  const at::Tensor rows = moved(places(batch, height, crop, generator), images);
  const at::Tensor columns = moved(places(batch, width, crop, generator), images);
  const at::Tensor padded = at::constant_pad_nd(images, {crop, crop, crop, crop}, 0);
  // Rows first, then columns of what is left: an index is expanded, not copied.
  return padded
      .gather(2, rows.view({batch, 1, height, 1}).expand({-1, channels, -1, width + 2 * crop}))
      .gather(3, columns.view({batch, 1, 1, width}).expand({-1, channels, height, -1}));
}

at::Tensor flip_some(const at::Tensor& images, at::Generator& generator) {
  const at::Tensor draws = at::randint(2, {images.size(0), 1, 1, 1}, generator, at::kLong);
  const at::Tensor flipped = moved(draws.to(at::kBool), images);
  return at::where(flipped, images.flip({3}), images);
}

}  // namespace

at::Tensor augment(const at::Tensor& images, const Augmentation& augmentation,
                   at::Generator& generator) {
  const at::Tensor cut =
      augmentation.crop > 0 ? cut_out(images, augmentation.crop, generator) : images;
  return augmentation.flip ? flip_some(cut, generator) : cut;
}

}  // namespace wattle::trainer

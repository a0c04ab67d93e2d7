// SPDX-License-Identifier: MIT
// The decoders of image files, and what they share.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "energy/error.h"
#include "trainer/dataset/image.h"

namespace wattle::trainer {

/// Each of a whole file in memory, to the contract of decode_image (image.h).
Result<Image> decode_png(const std::vector<std::uint8_t>& bytes, const std::filesystem::path& path);
Result<Image> decode_jpeg(const std::vector<std::uint8_t>& bytes,
                          const std::filesystem::path& path);

/// kCorrupt for a size that no image should have: asked before memory is, because a file of some
/// bytes may promise any size.
Result<void> check_image_size(const std::filesystem::path& path, std::int64_t height,
                              std::int64_t width);

/// From pixel after pixel to plane after plane. `interleaved` has channels x height x width bytes.
Image planar(const std::vector<std::uint8_t>& interleaved, std::int64_t channels,
             std::int64_t height, std::int64_t width);

}  // namespace wattle::trainer

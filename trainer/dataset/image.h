// SPDX-License-Identifier: MIT
// One image in memory, its files, and its size.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "energy/error.h"

namespace wattle::trainer {

/// `channels` planes of height x width bytes, row by row: grey, or red, green and blue.
struct Image {
  std::int64_t channels = 1;
  std::int64_t height = 0;
  std::int64_t width = 0;
  std::vector<std::uint8_t> pixels;
};

/// A PNG or JPEG file, told by its first bytes: grey if it is stored grey, else colour. 16 bits are
/// rounded to 8; what is transparent is laid on black. Failures: kNotFound, kIo, kCorrupt naming
/// the file and what the decoder says (neither format, damaged, cut short, a side above 32,768 or
/// more than 2^28 pixels).
Result<Image> read_image(const std::filesystem::path& path);

/// The image with 1 or 3 channels. Grey is 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601),
/// rounded; a grey image becomes three equal channels.
Image with_channels(const Image& image, std::int64_t channels);

/// The image in another size: each new pixel is the mean of the old image over the area that it
/// covers, rounded. Sides are scaled independently, so a shape may be stretched. Enlarging by a
/// whole number repeats pixels, shrinking by one averages blocks. Cost O(old + new pixels).
Image resized(const Image& image, std::int64_t height, std::int64_t width);

}  // namespace wattle::trainer

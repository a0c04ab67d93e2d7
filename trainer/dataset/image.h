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

/// A PNG or JPEG file, told by its first bytes: grey if it is stored grey, else colour. Values are
/// those that the file stores, whatever it says of gamma: 16 bits are rounded to 8, and a value of
/// opacity a (of 255) is laid on black, value x a / 255. While a file is read it takes up to 12
/// bytes a pixel. Failures: kNotFound, kIo, kCorrupt naming the file and what the decoder says
/// (neither format, damaged, cut short, a side above 32,768 or more than 2^26 pixels, a JPEG file
/// of more than 500 scans, more than 128 MiB).
Result<Image> read_image(const std::filesystem::path& path);
/// The same for bytes in memory; `path` is for the message.
Result<Image> decode_image(const std::vector<std::uint8_t>& bytes,
                           const std::filesystem::path& path);

/// The image with 1 or 3 channels. Grey is 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601),
/// rounded; a grey image becomes three equal channels.
Image with_channels(const Image& image, std::int64_t channels);

/// The image in another size: each new pixel is the mean of the old image over the area that it
/// covers, rounded. Sides are scaled independently, so a shape may be stretched. Enlarging by a
/// whole number repeats pixels, shrinking by one averages blocks. Cost O(old + new pixels) in time,
/// two rows beside the result in memory.
Image resized(const Image& image, std::int64_t height, std::int64_t width);

}  // namespace wattle::trainer

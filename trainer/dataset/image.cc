// SPDX-License-Identifier: MIT
#include "trainer/dataset/image.h"

#include <algorithm>
#include <cmath>

namespace wattle::trainer {
namespace {

/// One old pixel's share in a new one.
struct Share {
  std::int64_t from = 0;
  double weight = 0.0;
};

/// For each of `to` pixels of a side the old pixels under it; weights add up to 1.
std::vector<std::vector<Share>> shares(std::int64_t from, std::int64_t to) {
  std::vector<std::vector<Share>> result(static_cast<std::size_t>(to));
  for (std::int64_t pixel = 0; pixel < to; ++pixel) {
    // In units of 1 / to of an old pixel, so that all ends are whole numbers.
    const std::int64_t begin = pixel * from;
    const std::int64_t end = begin + from;
    for (std::int64_t old = begin / to; old * to < end; ++old) {
      const std::int64_t covered = std::min(end, (old + 1) * to) - std::max(begin, old * to);
      result[static_cast<std::size_t>(pixel)].push_back(
          {old, static_cast<double>(covered) / static_cast<double>(from)});
    }
  }
  return result;
}

/// A plane of height x width to height x the new width, transposed. Twice is the whole change.
std::vector<double> narrowed(const std::vector<double>& plane, std::int64_t height,
                             std::int64_t width, std::int64_t to) {
  const auto columns = shares(width, to);
  std::vector<double> result(static_cast<std::size_t>(height * to));
  for (std::int64_t row = 0; row < height; ++row) {
    const double* old = plane.data() + row * width;
    for (std::int64_t column = 0; column < to; ++column) {
      double sum = 0.0;
      for (const Share& share : columns[static_cast<std::size_t>(column)]) {
        sum += share.weight * old[share.from];
      }
      result[static_cast<std::size_t>(column * height + row)] = sum;
    }
  }
  return result;
}

std::uint8_t rounded(double value) { return static_cast<std::uint8_t>(std::lround(value)); }

}  // namespace

Image with_channels(const Image& image, std::int64_t channels) {
  if (image.channels == channels) {
    return image;
  }
  Image result{channels, image.height, image.width, {}};
  const auto plane = static_cast<std::size_t>(image.height * image.width);
  result.pixels.reserve(plane * static_cast<std::size_t>(channels));
  if (channels == 1) {
    for (std::size_t i = 0; i < plane; ++i) {
      result.pixels.push_back(rounded(0.299 * image.pixels[i] + 0.587 * image.pixels[plane + i] +
                                      0.114 * image.pixels[2 * plane + i]));
    }
  } else {
    for (std::int64_t channel = 0; channel < channels; ++channel) {
      result.pixels.insert(result.pixels.end(), image.pixels.begin(), image.pixels.end());
    }
  }
  return result;
}

Image resized(const Image& image, std::int64_t height, std::int64_t width) {
  if (image.height == height && image.width == width) {
    return image;
  }
  Image result{image.channels, height, width, {}};
  const std::int64_t plane = image.height * image.width;
  for (std::int64_t channel = 0; channel < image.channels; ++channel) {
    const auto begin = image.pixels.begin() + channel * plane;
    const std::vector<double> old(begin, begin + plane);
    const std::vector<double> narrow = narrowed(old, image.height, image.width, width);
    for (const double value : narrowed(narrow, width, image.height, height)) {
      result.pixels.push_back(rounded(value));
    }
  }
  return result;
}

}  // namespace wattle::trainer

// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <string>

#include "trainer/dataset/file.h"
#include "trainer/dataset/image.h"
#include "trainer/dataset/image_formats.h"

namespace wattle::trainer {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::int64_t kLargestSide = 32768;
constexpr std::int64_t kMostPixels = std::int64_t{1} << 26U;
// Above what an image of the most pixels usually takes; a heuristic.
constexpr std::size_t kLargestFile = std::size_t{1} << 27U;
constexpr std::array<std::uint8_t, 4> kPngMagic = {0x89, 'P', 'N', 'G'};
constexpr std::array<std::uint8_t, 3> kJpegMagic = {0xFF, 0xD8, 0xFF};

template <std::size_t N>
bool starts_with(const Bytes& bytes, const std::array<std::uint8_t, N>& magic) {
  return bytes.size() >= N && std::equal(magic.begin(), magic.end(), bytes.begin());
}

}  // namespace

Result<void> check_image_size(const std::filesystem::path& path, std::int64_t height,
                              std::int64_t width) {
  if (height > 0 && width > 0 && height <= kLargestSide && width <= kLargestSide &&
      height * width <= kMostPixels) {
    return {};
  }
  return corrupt(path, "says that it is " + std::to_string(height) + "x" + std::to_string(width) +
                           ", expected at most " + std::to_string(kLargestSide) + " a side and " +
                           std::to_string(kMostPixels) + " pixels");
}

Image planar(const Bytes& interleaved, std::int64_t channels, std::int64_t height,
             std::int64_t width) {
  Image image{channels, height, width, Bytes(interleaved.size())};
  const auto plane = static_cast<std::size_t>(height * width);
  const auto stride = static_cast<std::size_t>(channels);
  for (std::size_t channel = 0; channel < stride; ++channel) {
    for (std::size_t i = 0; i < plane; ++i) {
      image.pixels[channel * plane + i] = interleaved[i * stride + channel];
    }
  }
  return image;
}

Result<Image> decode_image(const Bytes& bytes, const std::filesystem::path& path) {
  if (starts_with(bytes, kPngMagic)) {
    return decode_png(bytes, path);
  }
  if (starts_with(bytes, kJpegMagic)) {
    return decode_jpeg(bytes, path);
  }
  return corrupt(path, "is neither PNG nor JPEG");
}

Result<Image> read_image(const std::filesystem::path& path) {
  return read_file(path, kLargestFile).and_then([&](const Bytes& bytes) {
    return decode_image(bytes, path);
  });
}

}  // namespace wattle::trainer

// SPDX-License-Identifier: MIT
// PNG and JPEG files made from images.
#pragma once

#include <png.h>
#include <turbojpeg.h>
#include <zlib.h>

#include <cstdint>
#include <string>
#include <vector>

#include "tests/trainer/dataset/samples.h"
#include "trainer/dataset/image.h"

namespace wattle::trainer {

/// Pixel after pixel instead of plane after plane.
inline std::vector<std::uint8_t> interleaved(const Image& image) {
  std::vector<std::uint8_t> bytes;
  const std::int64_t plane = image.height * image.width;
  for (std::int64_t i = 0; i < plane; ++i) {
    for (std::int64_t channel = 0; channel < image.channels; ++channel) {
      bytes.push_back(image.pixels[static_cast<std::size_t>(channel * plane + i)]);
    }
  }
  return bytes;
}

inline std::string png(const Image& image) {
  png_image header{};
  header.version = PNG_IMAGE_VERSION;
  header.width = static_cast<png_uint_32>(image.width);
  header.height = static_cast<png_uint_32>(image.height);
  header.format = image.channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
  const std::vector<std::uint8_t> pixels = interleaved(image);
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(header);
  std::string bytes(size, '\0');
  png_image_write_to_memory(&header, bytes.data(), &size, 0, pixels.data(), 0, nullptr);
  bytes.resize(size);
  return bytes;
}

/// One piece of a PNG file: length, type, content and checksum.
inline std::string png_chunk(const std::string& type, const std::string& content) {
  const std::string checked = type + content;
  const auto checksum = static_cast<std::uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(checked.data()), static_cast<uInt>(checked.size())));
  return big_endian(static_cast<std::uint32_t>(content.size())) + checked + big_endian(checksum);
}

/// PNG's types of colour.
enum class PngColour : char { kGrey = 0, kRgb = 2, kPalette = 3, kGreyAlpha = 4, kRgba = 6 };

/// A PNG file as the format has it: `row` is the one row's stored bytes, `between` whole chunks
/// that stand before it.
inline std::string one_row_png(std::uint32_t width, char depth, PngColour colour,
                               const std::string& row, const std::string& between = {}) {
  const std::string header =
      big_endian(width) + big_endian(1) + depth + static_cast<char>(colour) + std::string(3, '\0');
  const std::string plain = std::string(1, '\0') + row;  // no filter
  std::string packed(compressBound(plain.size()), '\0');
  uLongf size = packed.size();
  compress(reinterpret_cast<Bytef*>(packed.data()), &size,
           reinterpret_cast<const Bytef*>(plain.data()), plain.size());
  packed.resize(size);
  return "\x89PNG\r\n\x1A\n" + png_chunk("IHDR", header) + between + png_chunk("IDAT", packed) +
         png_chunk("IEND", "");
}

inline std::string jpeg(const Image& image) {
  constexpr int kBestQuality = 100;
  const std::vector<std::uint8_t> pixels = interleaved(image);
  const bool grey = image.channels == 1;
  tjhandle encoder = tjInitCompress();
  unsigned char* bytes = nullptr;
  unsigned long size = 0;  // NOLINT(google-runtime-int): libjpeg-turbo's type
  tjCompress2(encoder, pixels.data(), static_cast<int>(image.width), 0,
              static_cast<int>(image.height), grey ? TJPF_GRAY : TJPF_RGB, &bytes, &size,
              grey ? TJSAMP_GRAY : TJSAMP_444, kBestQuality, TJFLAG_ACCURATEDCT);
  std::string result(reinterpret_cast<const char*>(bytes), size);
  tjFree(bytes);
  tjDestroy(encoder);
  return result;
}

}  // namespace wattle::trainer

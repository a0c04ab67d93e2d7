// SPDX-License-Identifier: MIT
// PNG and JPEG files made from images.
#pragma once

#include <png.h>
#include <turbojpeg.h>

#include <cstdint>
#include <string>
#include <vector>

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

// SPDX-License-Identifier: MIT
#include <png.h>
#include <turbojpeg.h>

#include <array>
#include <memory>
#include <string>
#include <utility>

#include "trainer/dataset/file.h"
#include "trainer/dataset/image.h"

namespace wattle::trainer {
namespace {

using Bytes = std::vector<std::uint8_t>;

// A file of some bytes may ask for any size.
constexpr std::int64_t kLargestSide = 32768;
constexpr std::int64_t kMostPixels = std::int64_t{1} << 28U;
constexpr std::array<std::uint8_t, 4> kPngMagic = {0x89, 'P', 'N', 'G'};
constexpr std::array<std::uint8_t, 3> kJpegMagic = {0xFF, 0xD8, 0xFF};

template <std::size_t N>
bool starts_with(const Bytes& bytes, const std::array<std::uint8_t, N>& magic) {
  return bytes.size() >= N && std::equal(magic.begin(), magic.end(), bytes.begin());
}

tl::unexpected<Error> corrupt(const std::filesystem::path& path, const std::string& what) {
  return fail(ErrorCode::kCorrupt, path.string() + ": " + what);
}

bool is_sane(std::int64_t height, std::int64_t width) {
  return height > 0 && width > 0 && height <= kLargestSide && width <= kLargestSide &&
         height * width <= kMostPixels;
}

tl::unexpected<Error> insane(const std::filesystem::path& path, std::int64_t height,
                             std::int64_t width) {
  return corrupt(path, "says that it is " + std::to_string(height) + "x" + std::to_string(width));
}

/// From pixel after pixel to plane after plane.
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

Result<Image> decode_png(const Bytes& bytes, const std::filesystem::path& path) {
  png_image header{};
  header.version = PNG_IMAGE_VERSION;
  const std::unique_ptr<png_image, void (*)(png_imagep)> freed(&header, png_image_free);
  if (png_image_begin_read_from_memory(&header, bytes.data(), bytes.size()) == 0) {
    return corrupt(path, header.message);
  }
  if (!is_sane(header.height, header.width)) {
    return insane(path, header.height, header.width);
  }
  const bool coloured = (header.format & PNG_FORMAT_FLAG_COLOR) != 0;
  header.format = coloured ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  Bytes pixels(PNG_IMAGE_SIZE(header));
  const png_color black{0, 0, 0};
  if (png_image_finish_read(&header, &black, pixels.data(), 0, nullptr) == 0) {
    return corrupt(path, header.message);
  }
  return planar(pixels, coloured ? 3 : 1, header.height, header.width);
}

Result<Image> decode_jpeg(const Bytes& bytes, const std::filesystem::path& path) {
  const std::unique_ptr<void, int (*)(tjhandle)> decoder(tjInitDecompress(), tjDestroy);
  if (!decoder) {
    return fail(ErrorCode::kInternal, "libjpeg-turbo could not be started");
  }
  int width = 0;
  int height = 0;
  int subsampling = 0;
  int space = 0;
  if (tjDecompressHeader3(decoder.get(), bytes.data(), bytes.size(), &width, &height, &subsampling,
                          &space) != 0) {
    return corrupt(path, tjGetErrorStr2(decoder.get()));
  }
  if (!is_sane(height, width)) {
    return insane(path, height, width);
  }
  const bool grey = space == TJCS_GRAY;
  const std::int64_t channels = grey ? 1 : 3;
  Bytes pixels(static_cast<std::size_t>(channels * height * width));
  // A file that is cut short is only worth a warning to the decoder. The accurate transform gives
  // the same pixels on every processor.
  const int flags = TJFLAG_STOPONWARNING | TJFLAG_ACCURATEDCT;
  if (tjDecompress2(decoder.get(), bytes.data(), bytes.size(), pixels.data(), width, 0, height,
                    grey ? TJPF_GRAY : TJPF_RGB, flags) != 0) {
    return corrupt(path, tjGetErrorStr2(decoder.get()));
  }
  return planar(pixels, channels, height, width);
}

}  // namespace

Result<Image> read_image(const std::filesystem::path& path) {
  const auto bytes = read_file(path);
  if (!bytes) {
    return tl::unexpected(bytes.error());
  }
  if (starts_with(*bytes, kPngMagic)) {
    return decode_png(*bytes, path);
  }
  if (starts_with(*bytes, kJpegMagic)) {
    return decode_jpeg(*bytes, path);
  }
  return corrupt(path, "is neither PNG nor JPEG");
}

}  // namespace wattle::trainer

// SPDX-License-Identifier: MIT
// Stored values are kept as they are: what a file says of gamma and colour spaces is for displays.
#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstddef>
#include <string>

#include "trainer/dataset/file.h"
#include "trainer/dataset/image_formats.h"

namespace wattle::trainer {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr int kByteBits = 8;
constexpr int kTwoByteBits = 16;
constexpr int kOpaque = 255;

/// libpng reading from memory. It leaves a fault by a long jump, which destroys nothing: whatever
/// runs inside `guarded` holds numbers and pointers alone.
class PngReader {
 public:
  explicit PngReader(const Bytes& bytes) : next_(bytes.data()), left_(bytes.size()) {
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, fault, warning);
    info_ = png_ == nullptr ? nullptr : png_create_info_struct(png_);
  }
  ~PngReader() { png_destroy_read_struct(&png_, &info_, nullptr); }
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;

  bool started() const { return info_ != nullptr; }
  const std::string& problem() const { return problem_; }

  bool read_header() {
    return guarded([this] {
      // The size is judged by check_image_size.
      png_set_user_limits(png_, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
      png_set_read_fn(png_, this, give);
      png_read_info(png_, info_);
      width_ = png_get_image_width(png_, info_);
      height_ = png_get_image_height(png_, info_);
      coloured_ = (png_get_color_type(png_, info_) & PNG_COLOR_MASK_COLOR) != 0;
    });
  }

  /// Asks for bytes, one a channel: grey or three colours, with or without opacity.
  bool ask_for_bytes() {
    return guarded([this] {
      const int depth = png_get_bit_depth(png_, info_);
      png_set_palette_to_rgb(png_);
      if (!coloured_ && depth < kByteBits) png_set_expand_gray_1_2_4_to_8(png_);
      if (png_get_valid(png_, info_, PNG_INFO_tRNS) != 0) png_set_tRNS_to_alpha(png_);
      if (depth == kTwoByteBits) png_set_scale_16(png_);
      passes_ = png_set_interlace_handling(png_);
      png_read_update_info(png_, info_);
      channels_ = png_get_channels(png_, info_);
      row_bytes_ = png_get_rowbytes(png_, info_);
    });
  }

  /// `pixels` has height x row_bytes.
  bool read_pixels(std::uint8_t* pixels) {
    return guarded([this, pixels] {
      for (int pass = 0; pass < passes_; ++pass) {
        for (std::size_t row = 0; row < height_; ++row) {
          png_read_row(png_, pixels + row * row_bytes_, nullptr);
        }
      }
      png_read_end(png_, nullptr);
    });
  }

  std::int64_t height() const { return height_; }
  std::int64_t width() const { return width_; }
  bool is_coloured() const { return coloured_; }
  int channels() const { return channels_; }
  std::size_t row_bytes() const { return row_bytes_; }

 private:
  template <class Step>
  bool guarded(const Step& step) {
    if (setjmp(png_jmpbuf(png_)) != 0) {  // NOLINT(cert-err52-cpp): libpng knows no other way
      return false;
    }
    step();
    return true;
  }

  static void fault(png_structp png, png_const_charp message) {
    static_cast<PngReader*>(png_get_error_ptr(png))->problem_ = message;
    png_longjmp(png, 1);
  }
  static void warning(png_structp /*png*/, png_const_charp /*message*/) {}

  static void give(png_structp png, png_bytep place, std::size_t count) {
    auto& reader = *static_cast<PngReader*>(png_get_io_ptr(png));
    if (count > reader.left_) png_error(png, "the file is cut short");
    std::copy_n(reader.next_, count, place);
    reader.next_ += count;
    reader.left_ -= count;
  }

  const std::uint8_t* next_;
  std::size_t left_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  std::string problem_;
  std::uint32_t height_ = 0;
  std::uint32_t width_ = 0;
  bool coloured_ = false;
  int passes_ = 1;
  int channels_ = 0;
  std::size_t row_bytes_ = 0;
};

/// Drops the opacity behind each pixel's `channels` values, which fade to black with it.
void lay_on_black(Bytes& pixels, std::size_t channels) {
  std::size_t end = 0;
  for (std::size_t pixel = 0; pixel < pixels.size(); pixel += channels + 1) {
    const int opacity = pixels[pixel + channels];
    for (std::size_t channel = 0; channel < channels; ++channel) {
      const int faded = (pixels[pixel + channel] * opacity + kOpaque / 2) / kOpaque;
      pixels[end++] = static_cast<std::uint8_t>(faded);
    }
  }
  pixels.resize(end);
}

}  // namespace

Result<Image> decode_png(const Bytes& bytes, const std::filesystem::path& path) {
  PngReader reader(bytes);
  if (!reader.started()) {
    return fail(ErrorCode::kInternal, "libpng could not be started");
  }
  if (!reader.read_header()) {
    return corrupt(path, reader.problem());
  }
  if (auto sane = check_image_size(path, reader.height(), reader.width()); !sane) {
    return tl::unexpected(sane.error());
  }
  if (!reader.ask_for_bytes()) {
    return corrupt(path, reader.problem());
  }
  Bytes pixels(static_cast<std::size_t>(reader.height()) * reader.row_bytes());
  if (!reader.read_pixels(pixels.data())) {
    return corrupt(path, reader.problem());
  }
  const std::int64_t channels = reader.is_coloured() ? 3 : 1;
  if (reader.channels() > channels) {
    lay_on_black(pixels, static_cast<std::size_t>(channels));
  }
  return planar(pixels, channels, reader.height(), reader.width());
}

}  // namespace wattle::trainer

// SPDX-License-Identifier: MIT
#include <turbojpeg.h>

#include <memory>

#include "trainer/dataset/file.h"
#include "trainer/dataset/image_formats.h"

namespace wattle::trainer {

Result<Image> decode_jpeg(const std::vector<std::uint8_t>& bytes,
                          const std::filesystem::path& path) {
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
  if (auto sane = check_image_size(path, height, width); !sane) {
    return tl::unexpected(sane.error());
  }
  const bool grey = space == TJCS_GRAY;
  const std::int64_t channels = grey ? 1 : 3;
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(channels * height * width));
  // A file that is cut short is only worth a warning to the decoder. The accurate transform gives
  // the same pixels on every processor. Some bytes a scan may ask for any number of passes over
  // the whole image.
  const int flags = TJFLAG_STOPONWARNING | TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS;
  if (tjDecompress2(decoder.get(), bytes.data(), bytes.size(), pixels.data(), width, 0, height,
                    grey ? TJPF_GRAY : TJPF_RGB, flags) != 0) {
    return corrupt(path, tjGetErrorStr2(decoder.get()));
  }
  return planar(pixels, channels, height, width);
}

}  // namespace wattle::trainer

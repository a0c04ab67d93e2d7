// SPDX-License-Identifier: MIT
#include "trainer/dataset/image_folder.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "trainer/dataset/folder.h"
#include "trainer/dataset/image.h"

namespace wattle::trainer {
namespace {

std::string size_text(const Image& image) {
  return std::to_string(image.height) + "x" + std::to_string(image.width);
}

/// All images in one size; with `colour` in one number of channels too.
Result<std::vector<Image>> read_all(const std::vector<std::filesystem::path>& files,
                                    const ImageSource& source) {
  std::vector<Image> images;
  images.reserve(files.size());
  for (const std::filesystem::path& file : files) {
    auto image = read_image(file);
    if (!image) {
      return tl::unexpected(image.error());
    }
    if (source.colour) {
      *image = with_channels(*image, *source.colour ? 3 : 1);
    }
    if (!source.size.empty()) {
      *image = resized(*image, source.size[0], source.size[1]);
    }
    const Image& first = images.empty() ? *image : images.front();
    if (image->height != first.height || image->width != first.width) {
      return fail(ErrorCode::kCorrupt,
                  file.string() + ": is " + size_text(*image) + ", but " + files.front().string() +
                      " is " + size_text(first),
                  "\"size\": [height, width] brings all images to one size");
    }
    images.push_back(std::move(*image));
  }
  return images;
}

}  // namespace

Result<Dataset> read_image_folder(const std::filesystem::path& folder, const ImageSource& source) {
  auto found = list_labelled_files(folder, {".png", ".jpg", ".jpeg"});
  if (!found) {
    return tl::unexpected(found.error());
  }
  auto images = read_all(found->files, source);
  if (!images) {
    return tl::unexpected(images.error());
  }
  const auto deepest =
      std::max_element(images->begin(), images->end(),
                       [](const Image& a, const Image& b) { return a.channels < b.channels; });
  Dataset dataset;
  dataset.name = folder_name(folder);
  dataset.input.shape = {deepest->channels, deepest->height, deepest->width};
  dataset.divisor = kBrightestByte;
  dataset.bytes.reserve(images->size() * static_cast<std::size_t>(product(dataset.input.shape)));
  for (Image& image : *images) {
    const Image whole = with_channels(image, dataset.input.shape.front());
    dataset.bytes.insert(dataset.bytes.end(), whole.pixels.begin(), whole.pixels.end());
    image = {};  // its bytes are in the set now
  }
  dataset.targets = {std::move(found->target)};
  dataset.own_test_begin = dataset.size();
  return dataset;
}

}  // namespace wattle::trainer

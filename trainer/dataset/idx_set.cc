// SPDX-License-Identifier: MIT
#include "trainer/dataset/idx_set.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "trainer/dataset/file.h"
#include "trainer/dataset/idx.h"

namespace wattle::trainer {
namespace {

constexpr int kMnistClasses = 10;
constexpr int kLargestLabels = std::numeric_limits<std::uint8_t>::max() + 1;

/// Adds a pair of IDX files to the data set.
Result<void> append(Dataset& dataset, const IdxPair& pair, int classes) {
  auto images = read_idx_images(pair.images);
  if (!images) {
    return tl::unexpected(images.error());
  }
  const auto labels = read_idx_labels(pair.labels, classes);
  if (!labels) {
    return tl::unexpected(labels.error());
  }
  if (images->count != static_cast<std::int64_t>(labels->size()) || images->count == 0) {
    return fail(ErrorCode::kCorrupt,
                pair.images.string() + " holds " + std::to_string(images->count) + " images, " +
                    pair.labels.string() + " " + std::to_string(labels->size()) + " labels");
  }
  const Sizes shape = {1, images->rows, images->columns};
  if (dataset.size() == 0) {
    dataset.input.shape = shape;
  } else if (shape != dataset.input.shape) {
    return fail(ErrorCode::kCorrupt, pair.images.string() +
                                         ": the images at offset 8 have another size than the "
                                         "training images");
  }
  if (dataset.bytes.empty()) {
    dataset.bytes = std::move(images->pixels);
  } else {
    dataset.bytes.insert(dataset.bytes.end(), images->pixels.begin(), images->pixels.end());
  }
  std::vector<std::int64_t>& all = dataset.targets.front().labels;
  all.insert(all.end(), labels->begin(), labels->end());
  return {};
}

}  // namespace

Result<Dataset> read_idx_set(const std::string& name, const IdxPair& train,
                             const std::optional<IdxPair>& test, std::optional<int> classes) {
  Dataset dataset;
  dataset.name = name;
  dataset.divisor = kBrightestByte;
  dataset.targets = {{"class", {}, {}}};
  if (auto done = append(dataset, train, classes.value_or(kLargestLabels)); !done) {
    return tl::unexpected(done.error());
  }
  dataset.own_test_begin = dataset.size();
  Target& target = dataset.targets.front();
  const auto highest = *std::max_element(target.labels.begin(), target.labels.end());
  target.classes = numbered_classes(classes.value_or(static_cast<int>(highest) + 1));
  if (test) {
    if (auto done = append(dataset, *test, static_cast<int>(target.classes.size())); !done) {
      return tl::unexpected(done.error());
    }
  }
  return dataset;
}

Result<Dataset> read_mnist_layout(const std::string& name, const std::filesystem::path& folder) {
  const auto pair = [&](const std::string& part) {
    return IdxPair{packed_or_plain(folder / (part + "-images-idx3-ubyte")),
                   packed_or_plain(folder / (part + "-labels-idx1-ubyte"))};
  };
  return read_idx_set(name, pair("train"), pair("t10k"), kMnistClasses);
}

}  // namespace wattle::trainer

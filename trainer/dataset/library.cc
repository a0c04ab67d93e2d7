// SPDX-License-Identifier: MIT
#include "trainer/dataset/library.h"

#include <array>
#include <string_view>
#include <system_error>
#include <utility>

#include "trainer/dataset/digits.h"
#include "trainer/dataset/idx.h"
#include "trainer/field_reader.h"

namespace wattle::trainer {
namespace {

constexpr int kIdxClasses = 10;
constexpr double kBrightestByte = 255.0;

struct Source {
  std::string_view name;
  std::string_view folder;
  std::string_view hint;
};

constexpr std::array<Source, 3> kSources = {{
    {"digits", "digits", "the folder is scenarios/data/digits in Wattle's sources"},
    {"fashion_mnist", "fashion-mnist", "on Debian: apt-get install dataset-fashion-mnist"},
    {"mnist", "mnist", "put the four IDX files of MNIST, packed or not, into such a folder"},
}};

/// `stem` or `stem.gz`, whichever is there; the packed name when neither is.
std::filesystem::path packed_or_plain(const std::filesystem::path& folder, const char* stem) {
  std::error_code ignored;
  const std::filesystem::path plain = folder / stem;
  return std::filesystem::exists(plain, ignored) ? plain : folder / (std::string(stem) + ".gz");
}

/// Adds a pair of IDX files to the data set.
Result<void> append(Dataset& dataset, const std::filesystem::path& image_path,
                    const std::filesystem::path& label_path) {
  const auto images = read_idx_images(image_path);
  if (!images) {
    return tl::unexpected(images.error());
  }
  const auto labels = read_idx_labels(label_path, kIdxClasses);
  if (!labels) {
    return tl::unexpected(labels.error());
  }
  if (images->count != static_cast<std::int64_t>(labels->size()) || images->count == 0) {
    return fail(ErrorCode::kCorrupt,
                image_path.string() + " holds " + std::to_string(images->count) + " images, " +
                    label_path.string() + " " + std::to_string(labels->size()) + " labels");
  }
  const Sizes shape = {1, images->rows, images->columns};
  if (dataset.size() == 0) {
    dataset.input.shape = shape;
  } else if (shape != dataset.input.shape) {
    return fail(ErrorCode::kCorrupt, image_path.string() +
                                         ": the images at offset 8 have another size than the "
                                         "training images");
  }
  dataset.bytes.insert(dataset.bytes.end(), images->pixels.begin(), images->pixels.end());
  std::vector<std::int64_t>& all = dataset.targets.front().labels;
  all.insert(all.end(), labels->begin(), labels->end());
  return {};
}

Result<Dataset> read_idx_set(const std::string& name, const std::filesystem::path& folder) {
  Dataset dataset;
  dataset.name = name;
  dataset.divisor = kBrightestByte;
  dataset.targets = {{"class", numbered_classes(kIdxClasses), {}}};
  if (auto done = append(dataset, packed_or_plain(folder, "train-images-idx3-ubyte"),
                         packed_or_plain(folder, "train-labels-idx1-ubyte"));
      !done) {
    return tl::unexpected(done.error());
  }
  dataset.own_test_begin = dataset.size();
  if (auto done = append(dataset, packed_or_plain(folder, "t10k-images-idx3-ubyte"),
                         packed_or_plain(folder, "t10k-labels-idx1-ubyte"));
      !done) {
    return tl::unexpected(done.error());
  }
  return dataset;
}

Result<Dataset> read_from(const Source& source,
                          const std::vector<std::filesystem::path>& directories) {
  std::vector<std::string> looked;
  for (const std::filesystem::path& directory : directories) {
    const std::filesystem::path folder = directory / source.folder;
    std::error_code ignored;
    if (std::filesystem::is_directory(folder, ignored)) {
      return source.name == "digits" ? read_digits(packed_or_plain(folder, "digits.csv"))
                                     : read_idx_set(std::string(source.name), folder);
    }
    looked.push_back(folder.string());
  }
  return fail(ErrorCode::kNotFound,
              "data set " + std::string(source.name) + " was not found; looked for " +
                  (looked.empty() ? "no folder, as no data directory was given" : join(looked)),
              std::string(source.hint));
}

}  // namespace

std::vector<std::string> dataset_names() {
  std::vector<std::string> names;
  names.reserve(kSources.size());
  for (const Source& source : kSources) {
    names.emplace_back(source.name);
  }
  return names;
}

DatasetLibrary::DatasetLibrary(std::vector<std::filesystem::path> directories)
    : directories_(std::move(directories)) {}

Result<std::shared_ptr<const Dataset>> DatasetLibrary::load(const std::string& name) {
  const std::scoped_lock lock(mutex_);
  if (const auto found = loaded_.find(name); found != loaded_.end()) {
    return found->second;
  }
  for (const Source& source : kSources) {
    if (source.name == name) {
      auto dataset = read_from(source, directories_);
      if (!dataset) {
        return tl::unexpected(dataset.error());
      }
      return loaded_[name] = std::make_shared<const Dataset>(std::move(*dataset));
    }
  }
  return fail(ErrorCode::kInvalidArgument,
              "data.name: \"" + name + "\" is none of " + join(dataset_names()));
}

}  // namespace wattle::trainer

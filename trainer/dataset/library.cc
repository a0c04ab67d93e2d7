// SPDX-License-Identifier: MIT
#include "trainer/dataset/library.h"

#include <algorithm>
#include <optional>
#include <variant>

#include "trainer/dataset/examples.h"
#include "trainer/dataset/idx_set.h"
#include "trainer/dataset/image_folder.h"
#include "trainer/dataset/named_sets.h"
#include "trainer/dataset/prepare.h"
#include "trainer/dataset/selection.h"
#include "trainer/dataset/table.h"
#include "trainer/dataset/text.h"

namespace wattle::trainer {
namespace {

namespace fs = std::filesystem;

Result<Examples> as_examples(Result<Dataset> dataset) {
  return std::move(dataset).map([](Dataset&& set) { return Examples{std::move(set), {}}; });
}

/// Reads from any source; file names start at `folder`.
struct Reader {
  const std::vector<fs::path>& directories;
  const fs::path& folder;
  const DataOptions& options;

  /// Columns that `targets` names beside the source's own.
  std::vector<std::string> more_targets(const std::string& own) const {
    std::vector<std::string> names;
    for (const std::string& name : options.targets) {
      if (name != own && !options.groups.contains(name)) {
        names.push_back(name);
      }
    }
    return names;
  }

  Result<Examples> operator()(const NamedSource& source) const {
    return as_examples(read_named_set(source.name, directories));
  }
  Result<Examples> operator()(const IdxSource& source) const {
    std::optional<IdxPair> test;
    if (!source.test_images.empty()) {
      test = {folder / source.test_images, folder / source.test_labels};
    }
    const IdxPair train{folder / source.images, folder / source.labels};
    return as_examples(read_idx_set(train.images.stem().string(), train, test));
  }
  Result<Examples> operator()(const CsvSource& source) const {
    return read_table(folder / source.file, source, more_targets(source.target));
  }
  Result<Examples> operator()(const ImageSource& source) const {
    return as_examples(read_image_folder(folder / source.folder, source));
  }
  Result<Examples> operator()(const TextSource& source) const {
    return read_texts(folder / source.path, source, more_targets(source.target));
  }
};

Result<void> check_kind(const Dataset& dataset, const DataOptions& options) {
  if (options.augment.any() && dataset.input.kind != InputKind::kImage) {
    return fail(ErrorCode::kInvalidArgument, "data.augment: flips and crops need images");
  }
  if (options.augment.crop > 0) {
    const std::int64_t side = std::min(dataset.input.shape[1], dataset.input.shape[2]);
    if (options.augment.crop > side) {
      return fail(ErrorCode::kInvalidArgument,
                  "data.augment.crop: " + std::to_string(options.augment.crop) +
                      " is more than the smaller side of the images, " + std::to_string(side));
    }
  }
  if (options.standardise && dataset.input.kind == InputKind::kTokens) {
    return fail(ErrorCode::kInvalidArgument, "data.standardise: tokens have no mean");
  }
  return {};
}

}  // namespace

DatasetLibrary::DatasetLibrary(std::vector<fs::path> directories, fs::path folder)
    : directories_(std::move(directories)), folder_(std::move(folder)) {}

DatasetLibrary::Shared DatasetLibrary::find(const std::string& content) {
  const auto found = std::find_if(kept_.begin(), kept_.end(),
                                  [&](const auto& entry) { return entry.first == content; });
  if (found == kept_.end()) {
    return nullptr;
  }
  kept_.splice(kept_.begin(), kept_, found);
  return found->second;
}

Result<DatasetLibrary::Shared> DatasetLibrary::load(const DataOptions& options) {
  const std::scoped_lock lock(mutex_);
  if (Shared known = find(options.content)) {
    return known;
  }
  auto dataset = std::visit(Reader{directories_, folder_, options}, options.source)
                     .and_then([&](Examples&& examples) {
                       return select_examples(std::move(examples), options);
                     })
                     .and_then([&](Examples&& examples) -> Result<Dataset> {
                       const auto split = split_dataset(examples.dataset, options);
                       if (!split) {
                         return tl::unexpected(split.error());
                       }
                       return fitted(std::move(examples), options, *split);
                     });
  if (!dataset) {
    return tl::unexpected(dataset.error());
  }
  kept_.emplace_front(options.content, std::make_shared<const Dataset>(std::move(*dataset)));
  if (kept_.size() > kKept) {
    kept_.pop_back();
  }
  return kept_.front().second;
}

Result<PreparedData> DatasetLibrary::prepare(const DataOptions& options) {
  auto dataset = load(options);
  if (!dataset) {
    return tl::unexpected(dataset.error());
  }
  if (auto fits = check_kind(**dataset, options); !fits) {
    return tl::unexpected(fits.error());
  }
  auto split = split_dataset(**dataset, options);
  if (!split) {
    return tl::unexpected(split.error());
  }
  return PreparedData{std::move(*dataset), std::move(*split)};
}

}  // namespace wattle::trainer

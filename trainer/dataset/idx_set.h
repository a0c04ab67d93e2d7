// SPDX-License-Identifier: MIT
// Data sets made of pairs of IDX files: images and labels.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "energy/error.h"
#include "trainer/dataset/dataset.h"

namespace wattle::trainer {

struct IdxPair {
  std::filesystem::path images;
  std::filesystem::path labels;
};

/// Classes are numbered: `classes` of them, or, without, as many as the highest label says. With
/// `test`, its examples come last and are the set's own test part.
/// Failures: those of read_idx_images and read_idx_labels; kCorrupt when a pair has not as many
/// labels as images or the parts have images of different sizes.
Result<Dataset> read_idx_set(const std::string& name, const IdxPair& train,
                             const std::optional<IdxPair>& test,
                             std::optional<int> classes = std::nullopt);

/// The four files of MNIST and its kin in `folder`, each as it is or with `.gz`; ten classes.
Result<Dataset> read_mnist_layout(const std::string& name, const std::filesystem::path& folder);

}  // namespace wattle::trainer

// SPDX-License-Identifier: MIT
#include "trainer/dataset/named_sets.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>

#include "trainer/dataset/cifar.h"
#include "trainer/dataset/digits.h"
#include "trainer/dataset/file.h"
#include "trainer/dataset/idx_set.h"
#include "trainer/field_reader.h"

namespace wattle::trainer {
namespace {

using Folder = std::filesystem::path;

struct Source {
  std::string_view name;
  std::array<std::string_view, 2> folders;  ///< ours, then as the set's archive has it; or empty
  std::string_view hint;
  Result<Dataset> (*read)(const Folder& folder);
};

constexpr std::array<Source, 5> kSources = {{
    {"cifar10",
     {"cifar10", "cifar-10-batches-bin"},
     "wattle data fetch cifar10",
     [](const Folder& folder) { return read_cifar(Cifar::k10, folder); }},
    {"cifar100",
     {"cifar100", "cifar-100-binary"},
     "wattle data fetch cifar100",
     [](const Folder& folder) { return read_cifar(Cifar::k100, folder); }},
    {"digits",
     {"digits", ""},
     "the folder is scenarios/data/digits in Wattle's sources",
     [](const Folder& folder) { return read_digits(packed_or_plain(folder / "digits.csv")); }},
    {"fashion_mnist",
     {"fashion-mnist", ""},
     "wattle data fetch fashion_mnist, or on Debian: apt-get install dataset-fashion-mnist",
     [](const Folder& folder) { return read_mnist_layout("fashion_mnist", folder); }},
    {"mnist",
     {"mnist", ""},
     "wattle data fetch mnist",
     [](const Folder& folder) { return read_mnist_layout("mnist", folder); }},
}};

Result<Dataset> read_from(const Source& source, const std::vector<Folder>& directories) {
  std::vector<std::string> looked;
  for (const Folder& directory : directories) {
    for (const std::string_view name : source.folders) {
      const Folder folder = directory / name;
      std::error_code ignored;
      if (!name.empty() && std::filesystem::is_directory(folder, ignored)) {
        return source.read(folder);
      }
    }
    looked.push_back((directory / source.folders.front()).string());
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

Result<Dataset> read_named_set(const std::string& name, const std::vector<Folder>& directories) {
  const auto* const found = std::find_if(kSources.begin(), kSources.end(),
                                         [&](const Source& source) { return source.name == name; });
  if (found == kSources.end()) {
    return fail(ErrorCode::kInvalidArgument,
                "data.name: \"" + name + "\" is none of " + join(dataset_names()));
  }
  return read_from(*found, directories);
}

}  // namespace wattle::trainer

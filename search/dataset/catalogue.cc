// SPDX-License-Identifier: MIT
#include "search/dataset/catalogue.h"

#include <algorithm>
#include <numeric>
#include <system_error>

namespace wattle::search {
namespace {

// Each SHA-256 is of the makers' file: those of Fashion-MNIST belong to the MD5 sums in its README,
// those of CIFAR to the MD5 sums on its page.
constexpr const char* kToronto = "https://www.cs.toronto.edu/~kriz/";
constexpr const char* kMnist = "https://ossci-datasets.s3.amazonaws.com/mnist/";
constexpr const char* kFashion =
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/";

RemoteFile file_at(const char* place, const char* name, const char* sha256, std::int64_t bytes) {
  return {std::string(place) + name, sha256, bytes};
}

PublicSet cifar10() {
  return {"cifar10",
          {"cifar10", "cifar-10-batches-bin"},
          "50,000 + 10,000 colour images of 32 x 32, 10 classes",
          "none stated; its makers ask to be cited",
          "https://www.cs.toronto.edu/~kriz/cifar.html",
          {file_at(kToronto, "cifar-10-binary.tar.gz",
                   "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", 170052171)},
          true};
}

PublicSet cifar100() {
  return {"cifar100",
          {"cifar100", "cifar-100-binary"},
          "50,000 + 10,000 colour images of 32 x 32, 100 fine and 20 coarse classes",
          "none stated; its makers ask to be cited",
          "https://www.cs.toronto.edu/~kriz/cifar.html",
          {file_at(kToronto, "cifar-100-binary.tar.gz",
                   "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec", 168513733)},
          true};
}

PublicSet digits() {
  return {"digits",
          {"digits"},
          "1,797 grey images of 8 x 8, 10 classes",
          "CC BY 4.0",
          "https://doi.org/10.24432/C50P49",
          {}};
}

PublicSet fashion_mnist() {
  return {"fashion_mnist",
          {"fashion-mnist"},
          "60,000 + 10,000 grey images of 28 x 28, 10 classes",
          "MIT",
          "https://github.com/zalandoresearch/fashion-mnist",
          {file_at(kFashion, "train-images-idx3-ubyte.gz",
                   "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84", 26421880),
           file_at(kFashion, "train-labels-idx1-ubyte.gz",
                   "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845", 29515),
           file_at(kFashion, "t10k-images-idx3-ubyte.gz",
                   "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073", 4422102),
           file_at(kFashion, "t10k-labels-idx1-ubyte.gz",
                   "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5", 5148)}};
}

PublicSet mnist() {
  return {"mnist",
          {"mnist"},
          "60,000 + 10,000 grey images of 28 x 28, 10 classes",
          "CC BY-SA 3.0",
          "http://yann.lecun.com/exdb/mnist",
          {file_at(kMnist, "train-images-idx3-ubyte.gz",
                   "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609", 9912422),
           file_at(kMnist, "train-labels-idx1-ubyte.gz",
                   "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c", 28881),
           file_at(kMnist, "t10k-images-idx3-ubyte.gz",
                   "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6", 1648877),
           file_at(kMnist, "t10k-labels-idx1-ubyte.gz",
                   "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6", 4542)}};
}

}  // namespace

std::int64_t PublicSet::bytes() const {
  return std::accumulate(files.begin(), files.end(), std::int64_t{0},
                         [](std::int64_t sum, const RemoteFile& file) { return sum + file.bytes; });
}

const std::vector<PublicSet>& public_sets() {
  static const std::vector<PublicSet> sets = {cifar10(), cifar100(), digits(), fashion_mnist(),
                                              mnist()};
  return sets;
}

const PublicSet* find_public_set(const std::string& name) {
  const auto& sets = public_sets();
  const auto found = std::find_if(sets.begin(), sets.end(),
                                  [&](const PublicSet& set) { return set.name == name; });
  return found == sets.end() ? nullptr : &*found;
}

std::filesystem::path find_folder(const PublicSet& set,
                                  const std::vector<std::filesystem::path>& directories) {
  for (const std::filesystem::path& directory : directories) {
    for (const std::string& folder : set.folders) {
      std::error_code ignored;
      if (std::filesystem::is_directory(directory / folder, ignored)) return directory / folder;
    }
  }
  return {};
}

bool has_file(const std::filesystem::path& folder, const std::string& name) {
  std::error_code ignored;
  const std::filesystem::path packed = folder / name;
  return std::filesystem::is_regular_file(packed, ignored) ||
         (packed.extension() == ".gz" &&
          std::filesystem::is_regular_file(folder / packed.stem(), ignored));
}

bool is_complete(const PublicSet& set, const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) return false;
  if (set.archive) return !std::filesystem::is_empty(folder, error) && !error;
  return std::all_of(set.files.begin(), set.files.end(),
                     [&](const RemoteFile& file) { return has_file(folder, file.name()); });
}

}  // namespace wattle::search

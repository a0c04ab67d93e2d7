// SPDX-License-Identifier: MIT
// Any bytes as files of CIFAR and IDX. Held against all that is read: there are as many pixels as
// labels or sizes say, labels lie in their range, and a refusal names the file.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <vector>

#include "trainer/dataset/cifar.h"
#include "trainer/dataset/idx.h"

namespace {

using namespace wattle;  // NOLINT(google-build-using-namespace): one short program

constexpr const char* kFile = "fuzzed";
constexpr int kClasses = 10;

void demand(bool holds, const char* what) {
  if (holds) return;
  std::cerr << what << "\n";
  std::abort();
}

void check(const Error& error) {
  demand(error.code == ErrorCode::kCorrupt, "a refusal that is not of corrupt bytes");
  demand(error.message.find(kFile) != std::string::npos, "a refusal without the file");
}

void check_cifar(trainer::Cifar which, const std::vector<std::uint8_t>& bytes) {
  trainer::Dataset set = trainer::empty_cifar(which);
  const auto added = trainer::append_cifar(bytes, kFile, set);
  if (!added) return check(added.error());
  demand(set.size() > 0, "a set without examples");
  demand(
      static_cast<std::int64_t>(set.bytes.size()) == set.size() * trainer::product(set.input.shape),
      "pixels of no example");
  for (const trainer::Target& target : set.targets) {
    for (const std::int64_t label : target.labels) {
      demand(label >= 0 && label < static_cast<std::int64_t>(target.classes.size()), "no class");
    }
  }
}

void check_idx(const std::vector<std::uint8_t>& bytes) {
  const auto images = trainer::parse_idx_images(bytes, kFile);
  if (images) {
    demand(static_cast<std::int64_t>(images->pixels.size()) ==
               images->count * images->rows * images->columns,
           "pixels of no image");
  } else {
    check(images.error());
  }
  const auto labels = trainer::parse_idx_labels(bytes, kFile, kClasses);
  if (!labels) return check(labels.error());
  for (const std::uint8_t label : *labels) demand(label < kClasses, "no class");
}

}  // namespace

// The name is libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<std::uint8_t> bytes(data, data + size);
  check_cifar(trainer::Cifar::k10, bytes);
  check_cifar(trainer::Cifar::k100, bytes);
  check_idx(bytes);
  return 0;
}

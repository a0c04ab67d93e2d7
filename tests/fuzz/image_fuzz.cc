// SPDX-License-Identifier: MIT
// Any bytes as an image file. Held against all that is read: as many pixels as its size says, one
// or three channels; and a refusal is of corrupt bytes and names the file.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "trainer/dataset/image.h"

namespace {

constexpr const char* kFile = "fuzzed";

void demand(bool holds, const char* what) {
  if (holds) return;
  std::cerr << what << "\n";
  std::abort();
}

}  // namespace

// The name is libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using wattle::trainer::decode_image;
  const auto image = decode_image({data, data + size}, kFile);
  if (image) {
    demand(image->channels == 1 || image->channels == 3, "neither grey nor coloured");
    demand(static_cast<std::int64_t>(image->pixels.size()) ==
               image->channels * image->height * image->width,
           "pixels of no image");
    return 0;
  }
  demand(image.error().code == wattle::ErrorCode::kCorrupt, "a refusal not of corrupt bytes");
  demand(image.error().message.find(kFile) != std::string::npos, "a refusal without the file");
  return 0;
}

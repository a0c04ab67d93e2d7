// SPDX-License-Identifier: MIT
#include "trainer/sizes.h"

#include <functional>
#include <numeric>

namespace wattle::trainer {

std::string sizes_text(const Sizes& sizes) {
  std::string text;
  for (const std::int64_t size : sizes) {
    text.append(text.empty() ? "" : "x").append(std::to_string(size));
  }
  return text;
}

std::int64_t product(const Sizes& sizes) {
  return std::accumulate(sizes.begin(), sizes.end(), std::int64_t{1}, std::multiplies<>());
}

}  // namespace wattle::trainer

// SPDX-License-Identifier: MIT
#include "trainer/dataset/dataset.h"

namespace wattle::trainer {

std::vector<std::string> numbered_classes(int count) {
  std::vector<std::string> names;
  names.reserve(static_cast<std::size_t>(count));
  for (int number = 0; number < count; ++number) {
    names.push_back(std::to_string(number));
  }
  return names;
}

}  // namespace wattle::trainer

// SPDX-License-Identifier: MIT
#include "energy/text/nearest_name.h"

#include <algorithm>
#include <utility>

namespace wattle {
namespace {

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace

int edit_distance(std::string_view a, std::string_view b) {
  const std::size_t columns = b.size() + 1;
  std::vector<int> before(columns);
  std::vector<int> above(columns);
  std::vector<int> row(columns);
  for (std::size_t j = 0; j < columns; ++j) above[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j < columns; ++j) {
      const int substitution = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + substitution});
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                           lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

std::string nearest_name(std::string_view written, const std::vector<std::string>& valid) {
  const std::string* nearest = nullptr;
  int smallest = 0;
  for (const std::string& name : valid) {
    const int distance = edit_distance(written, name);
    const std::size_t longer = std::max(written.size(), name.size());
    if (3 * static_cast<std::size_t>(distance) > longer) continue;
    if (nearest == nullptr || distance < smallest) {
      nearest = &name;
      smallest = distance;
    }
  }
  return nearest == nullptr ? std::string() : *nearest;
}

std::string did_you_mean(std::string_view written, const std::vector<std::string>& valid) {
  const std::string nearest = nearest_name(written, valid);
  return nearest.empty() ? nearest : ", did you mean " + nearest + "?";
}

}  // namespace wattle

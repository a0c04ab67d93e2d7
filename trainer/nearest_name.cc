// SPDX-License-Identifier: MIT
#include "trainer/nearest_name.h"

#include <algorithm>
#include <numeric>

namespace wattle::trainer {
namespace {

std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string nearest_name(const std::string& written, const std::vector<std::string>& valid) {
  std::string nearest;
  std::size_t smallest = 0;
  for (const std::string& name : valid) {
    const std::size_t distance = edit_distance(written, name);
    const bool close = 3 * distance <= std::max(written.size(), name.size());
    if (close && (nearest.empty() || distance < smallest)) {
      nearest = name;
      smallest = distance;
    }
  }
  return nearest;
}

std::string did_you_mean(const std::string& written, const std::vector<std::string>& valid) {
  const std::string nearest = nearest_name(written, valid);
  return nearest.empty() ? std::string() : ", did you mean " + nearest + "?";
}

}  // namespace wattle::trainer

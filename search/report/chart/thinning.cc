// SPDX-License-Identifier: MIT
#include "search/report/chart/thinning.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "search/space/rng.h"

namespace wattle::search {

std::vector<std::size_t> thinned(const std::vector<int>& numbers, std::size_t most,
                                 const std::function<bool(std::size_t)>& keep) {
  std::vector<std::size_t> chosen;
  std::vector<std::pair<std::uint64_t, std::size_t>> others;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (numbers.size() <= most || keep(i)) {
      chosen.push_back(i);
    } else {
      others.emplace_back(mix_seed(static_cast<std::uint64_t>(numbers[i]), 0), i);
    }
  }
  std::sort(others.begin(), others.end());
  for (const auto& [hash, i] : others) {
    if (chosen.size() >= most) break;
    chosen.push_back(i);
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

std::vector<ChartPoint> thinned(const std::vector<ChartPoint>& points, std::size_t most,
                                const std::function<bool(int)>& keep) {
  std::vector<int> numbers;
  for (const ChartPoint& point : points) numbers.push_back(point.trial);
  std::vector<ChartPoint> chosen;
  for (const std::size_t i :
       thinned(numbers, most, [&](std::size_t at) { return keep(numbers[at]); })) {
    chosen.push_back(points[i]);
  }
  return chosen;
}

std::string thinning_note(std::size_t drawn, std::size_t all) {
  if (drawn == all) return {};
  return " Of " + std::to_string(all) + " trials " + std::to_string(drawn) +
         " are drawn: the best, and others at random.";
}

std::vector<std::size_t> evenly(std::size_t count, std::size_t most) {
  std::vector<std::size_t> indices;
  const std::size_t shown = std::min(count, most);
  for (std::size_t k = 0; k < shown; ++k) {
    indices.push_back(shown < 2 ? k : k * (count - 1) / (shown - 1));
  }
  return indices;
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/report/chart/thinning.h"

#include <algorithm>
#include <utility>

namespace wattle::search {

std::vector<std::size_t> thinned(std::size_t count, std::size_t most,
                                 const std::function<bool(std::size_t)>& keep) {
  std::vector<std::size_t> kept;
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < count; ++i) (keep(i) ? kept : others).push_back(i);
  const std::size_t room = most > kept.size() ? most - kept.size() : 0;
  if (others.size() > room) {
    std::vector<std::size_t> chosen;
    // room <= 2^12 or so and size <= 2^31: the product is exact.
    for (std::size_t k = 0; k < room; ++k) chosen.push_back(others[k * others.size() / room]);
    others = std::move(chosen);
  }
  std::vector<std::size_t> all(kept.size() + others.size());
  std::merge(kept.begin(), kept.end(), others.begin(), others.end(), all.begin());
  return all;
}

std::vector<ChartPoint> thinned(const std::vector<ChartPoint>& points, std::size_t most,
                                const std::function<bool(int)>& keep) {
  std::vector<ChartPoint> chosen;
  for (const std::size_t i :
       thinned(points.size(), most, [&](std::size_t at) { return keep(points[at].trial); })) {
    chosen.push_back(points[i]);
  }
  return chosen;
}

std::string thinning_note(std::size_t drawn, std::size_t all) {
  if (drawn == all) return {};
  return " Of " + std::to_string(all) + " trials " + std::to_string(drawn) +
         " are drawn, evenly chosen.";
}

}  // namespace wattle::search

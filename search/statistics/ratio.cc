// SPDX-License-Identifier: MIT
#include "search/statistics/ratio.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace wattle::search {
namespace {

std::string defect_of(std::span<const double> sample) {
  if (std::string defect = finite_defect(sample); !defect.empty()) return defect;
  const bool above = std::all_of(sample.begin(), sample.end(), [](double x) { return x > 0.0; });
  return above ? "" : "a value is not above 0";
}

std::vector<double> picked(std::span<const double> sample,
                           const std::vector<std::size_t>& indices) {
  std::vector<double> values;
  values.reserve(indices.size());
  for (const std::size_t index : indices) values.push_back(sample[index]);
  return values;
}

}  // namespace

Estimate ratio_of_centers(std::span<const double> numerator, std::span<const double> denominator,
                          Center center, Pairing pairing, const BootstrapOptions& options,
                          Rng& rng) {
  Estimate refused;
  refused.reason = defect_of(numerator);
  if (refused.reason.empty()) refused.reason = defect_of(denominator);
  const bool paired = pairing == Pairing::kPaired;
  if (paired && numerator.size() != denominator.size()) {
    refused.reason = "the samples differ in size";
  }
  if (!refused.reason.empty()) return refused;

  const ResampledStatistic ratio = [&](const Resample& groups) {
    return center_of(picked(numerator, groups.front()), center) /
           center_of(picked(denominator, groups.back()), center);
  };
  if (paired) return bootstrap(std::array{numerator.size()}, ratio, options, rng);
  return bootstrap(std::array{numerator.size(), denominator.size()}, ratio, options, rng);
}

}  // namespace wattle::search

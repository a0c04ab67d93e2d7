// SPDX-License-Identifier: MIT
#include "search/statistics/summary.h"

#include <algorithm>
#include <cmath>

namespace wattle::search {

std::string_view name_of(StatisticalMethod method) {
  switch (method) {
    case StatisticalMethod::kNone:
      return "none";
    case StatisticalMethod::kExact:
      return "exact";
    case StatisticalMethod::kNormal:
      return "normal approximation";
    case StatisticalMethod::kStudentT:
      return "Student's t";
    case StatisticalMethod::kChiSquared:
      return "chi-squared approximation";
    case StatisticalMethod::kF:
      return "F distribution";
    case StatisticalMethod::kStudentizedRange:
      return "studentized range";
    case StatisticalMethod::kPercentile:
      return "percentile bootstrap";
    case StatisticalMethod::kBca:
      return "bias-corrected and accelerated bootstrap";
  }
  return "none";
}

std::string ranking_defect(std::span<const double> sample) {
  if (sample.empty()) return "a sample is empty";
  const bool nan =
      std::any_of(sample.begin(), sample.end(), [](double x) { return std::isnan(x); });
  return nan ? "a value is not a number" : "";
}

std::string finite_defect(std::span<const double> sample) {
  if (std::string defect = ranking_defect(sample); !defect.empty()) return defect;
  const bool infinite =
      std::any_of(sample.begin(), sample.end(), [](double x) { return std::isinf(x); });
  return infinite ? "a value is infinite" : "";
}

std::string pairing_defect(std::span<const double> x, std::span<const double> y) {
  if (x.size() != y.size()) return "the samples differ in size";
  if (std::string defect = finite_defect(x); !defect.empty()) return defect;
  return finite_defect(y);
}

}  // namespace wattle::search

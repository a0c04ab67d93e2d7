// SPDX-License-Identifier: MIT
// What a statistic comes back as: the number, how it was come by, and why there is none.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace wattle::search {

/// Where a p-value or the ends of an interval come from.
enum class StatisticalMethod {
  kNone,              ///< there is none; the reason says why
  kExact,             ///< every arrangement that the null hypothesis makes equally likely
  kNormal,            ///< the standard normal distribution
  kStudentT,          ///< Student's t
  kChiSquared,        ///< chi-squared
  kF,                 ///< Fisher's F
  kStudentizedRange,  ///< the studentized range
  kPercentile,        ///< bootstrap, percentiles of the resampled statistic
  kBca,               ///< bootstrap, bias-corrected and accelerated
};

/// For sentences: "exact", "normal approximation", "percentile bootstrap".
std::string_view name_of(StatisticalMethod method);

/// What a significance test found. Tests are two-sided unless they say otherwise.
struct SignificanceTest {
  std::optional<double> statistic;
  std::optional<double> p_value;          ///< on [0, 1]
  int n = 0;                              ///< observations, pairs or blocks, as the test says
  double degrees_of_freedom = 0.0;        ///< of the distribution; for F, of the numerator; else 0
  double error_degrees_of_freedom = 0.0;  ///< for F, of the denominator; else 0
  StatisticalMethod method = StatisticalMethod::kNone;
  std::string reason;  ///< why there is no p-value, as a clause; empty when there is one

  /// False without a p-value: what cannot be computed shows no difference.
  bool significant(double level) const { return p_value && *p_value <= level; }
};

struct ConfidenceInterval {
  double low = 0.0;  ///< either end may be infinite
  double high = 0.0;
  double confidence = 0.95;
};

/// A number with its interval.
struct Estimate {
  std::optional<double> value;
  std::optional<ConfidenceInterval> interval;
  int n = 0;                                            ///< observations behind it
  StatisticalMethod method = StatisticalMethod::kNone;  ///< of the interval
  /// Why there is no value, why there is no interval, or why the interval is of another method than
  /// was asked for; else empty.
  std::string reason;
};

inline constexpr double kDefaultConfidence = 0.95;

/// Why a sample cannot be ranked: it is empty, or has a value that is not a number. Empty when it
/// can; infinities can be ranked.
std::string ranking_defect(std::span<const double> sample);
/// Why a sample cannot be added up: the above, or an infinite value.
std::string finite_defect(std::span<const double> sample);
/// Why two finite samples are no pairs: the above, or their sizes differ.
std::string pairing_defect(std::span<const double> x, std::span<const double> y);

}  // namespace wattle::search

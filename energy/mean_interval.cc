// SPDX-License-Identifier: MIT
#include "energy/mean_interval.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

namespace wattle::energy {

MeanInterval mean_interval(std::span<const double> values) {
  if (values.empty()) return {};
  const auto count = static_cast<double>(values.size());
  MeanInterval result;
  result.mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  if (values.size() < 2) return result;
  double squares = 0.0;
  for (const double value : values) squares += (value - result.mean) * (value - result.mean);
  constexpr double kUpperTail = 0.975;
  const boost::math::students_t student(count - 1.0);
  result.half_width =
      boost::math::quantile(student, kUpperTail) * std::sqrt(squares / (count - 1.0) / count);
  return result;
}

}  // namespace wattle::energy

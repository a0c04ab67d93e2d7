// SPDX-License-Identifier: MIT
#include "tests/benchmarks/search/floor.h"

#include <lapacke.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "tests/benchmarks/search/resource_usage.h"

namespace wattle::search::benchmarks {
namespace {

/// exp(-|i - j| / 10), an exponential kernel on a line: well conditioned at any size.
std::vector<double> covariance(int n) {
  std::vector<double> matrix;
  matrix.reserve(static_cast<std::size_t>(n) * static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) matrix.push_back(std::exp(-std::abs(i - j) / 10.0));
  return matrix;
}

}  // namespace

double floor_cpu_ms(int n) {
  const std::vector<double> matrix = covariance(n);
  double least = std::numeric_limits<double>::infinity();
  // About a second in all at n = 1000.
  const int repeats = std::clamp(40'000 / n, 5, 200);
  for (int repeat = 0; repeat < repeats; ++repeat) {
    std::vector<double> work = matrix;
    const double before = cpu_seconds();
    const bool done = LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'L', n, work.data(), n) == 0 &&
                      LAPACKE_dpotri_work(LAPACK_COL_MAJOR, 'L', n, work.data(), n) == 0;
    least = std::min(least, cpu_seconds() - before);
    if (!done) throw std::runtime_error("a covariance matrix could not be factorised");
  }
  return 1e3 * least;
}

}  // namespace wattle::search::benchmarks

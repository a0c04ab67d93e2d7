// SPDX-License-Identifier: MIT
#include "energy/calibration/calibration.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace wattle::energy {
namespace {

constexpr std::size_t kMostColumns = 3;
using Row = std::array<double, kMostColumns>;

/// A linear model of mean power: watts = coefficients . row, for one exponent.
struct Fit {
  double exponent = 0.0;
  Row coefficients{};  ///< idle watts, dynamic watts at full load, joules a byte
  double squares = std::numeric_limits<double>::infinity();
};

/// What of a window does not depend on the exponent.
struct Observation {
  double share = 0.0;       ///< of the threads that were busy
  double correction = 1.0;  ///< r
  double bytes_per_second = 0.0;
  double watts = 0.0;
};

Row row_of(const Observation& seen, double exponent) {
  const double active = std::min(seen.correction * std::pow(seen.share, exponent), 1.0);
  return {1.0, active, seen.bytes_per_second};
}

double predict(const Fit& fit, const Observation& seen) {
  const Row row = row_of(seen, fit.exponent);
  double watts = 0.0;
  for (std::size_t i = 0; i < kMostColumns; ++i) watts += fit.coefficients[i] * row[i];
  return watts;
}

using Columns = std::vector<std::size_t>;  ///< which of a row's
/// The last column is the right-hand side.
using Equations = std::array<std::array<double, kMostColumns + 1>, kMostColumns>;

/// Lengths of the columns over all rows.
Row lengths_of(std::span<const Row> rows) {
  Row squares{};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < kMostColumns; ++i) squares[i] += row[i] * row[i];
  }
  for (double& square : squares) square = std::sqrt(square);
  return squares;
}

/// Of the columns in `used`, each divided by its length: watts and bytes a second differ by ten
/// orders of magnitude.
Equations normal_equations(std::span<const Row> rows, std::span<const double> watts,
                           const Columns& used, const Row& lengths) {
  Equations equations{};
  for (std::size_t i = 0; i < used.size(); ++i) {
    for (std::size_t r = 0; r < rows.size(); ++r) {
      const double left = rows[r][used[i]] / lengths[used[i]];
      for (std::size_t j = 0; j < used.size(); ++j) {
        equations[i][j] += left * rows[r][used[j]] / lengths[used[j]];
      }
      equations[i][used.size()] += left * watts[r];
    }
  }
  return equations;
}

/// Gauss-Jordan with the largest pivot first. False when columns depend on each other.
bool eliminate(Equations& equations, std::size_t size) {
  constexpr double kDependent = 1e-10;  // of columns of length 1, in double precision
  const auto row = [&](std::size_t i) {
    return equations.begin() + static_cast<std::ptrdiff_t>(i);
  };
  for (std::size_t column = 0; column < size; ++column) {
    const auto pivot = std::max_element(row(column), row(size), [&](const auto& a, const auto& b) {
      return std::abs(a[column]) < std::abs(b[column]);
    });
    std::swap(equations[column], *pivot);
    if (!(std::abs(equations[column][column]) > kDependent)) return false;
    for (std::size_t other = 0; other < size; ++other) {
      if (other == column) continue;
      const double factor = equations[other][column] / equations[column][column];
      for (std::size_t j = column; j <= size; ++j) {
        equations[other][j] -= factor * equations[column][j];
      }
    }
  }
  return true;
}

/// Least squares by the columns in `used` alone; false when they depend on each other or a
/// coefficient comes out negative.
bool solve(std::span<const Row> rows, std::span<const double> watts, const Columns& used,
           Row& coefficients) {
  const Row lengths = lengths_of(rows);
  for (const std::size_t column : used) {
    if (!(lengths[column] > 0.0)) return false;
  }
  Equations equations = normal_equations(rows, watts, used, lengths);
  if (!eliminate(equations, used.size())) return false;
  for (std::size_t i = 0; i < used.size(); ++i) {
    const double coefficient = equations[i][used.size()] / equations[i][i] / lengths[used[i]];
    if (!(coefficient >= 0.0)) return false;
    coefficients[used[i]] = coefficient;
  }
  return true;
}

/// Non-negative least squares. The optimum is the unconstrained optimum of some subset of the
/// columns, of which there are eight.
Fit fit_at(std::span<const Observation> seen, double exponent) {
  std::vector<Row> rows;
  std::vector<double> watts;
  for (const Observation& each : seen) {
    rows.push_back(row_of(each, exponent));
    watts.push_back(each.watts);
  }
  Fit best;
  for (unsigned subset = 0; subset < (1U << kMostColumns); ++subset) {
    Columns used;
    for (std::size_t i = 0; i < kMostColumns; ++i) {
      if ((subset >> i) & 1U) used.push_back(i);
    }
    Fit fit{.exponent = exponent, .coefficients = {}, .squares = 0.0};
    if (!solve(rows, watts, used, fit.coefficients)) continue;
    for (const Observation& each : seen) {
      const double residual = each.watts - predict(fit, each);
      fit.squares += residual * residual;
    }
    if (fit.squares < best.squares) best = fit;
  }
  return best;
}

Fit fit_best(std::span<const Observation> seen) {
  Fit best;
  for (int percent = 10; percent <= 100; percent += 2) {
    const Fit fit = fit_at(seen, percent / 100.0);
    if (fit.squares < best.squares) best = fit;
  }
  return best;
}

std::vector<double> leave_one_out(const std::vector<Observation>& seen) {
  std::vector<double> residuals;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    std::vector<Observation> others = seen;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    residuals.push_back(seen[i].watts - predict(fit_best(others), seen[i]));
  }
  return residuals;
}

std::string fault_of(std::span<const CalibrationWindow> windows, const CalibrationSubject& subject,
                     bool counters) {
  if (subject.threads < 1) return "no hardware thread is online";
  const std::size_t least = (counters ? 3 : 2) + 2;
  if (windows.size() < least) {
    return std::to_string(windows.size()) + " windows are too few; at least " +
           std::to_string(least) + " are needed";
  }
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const CalibrationWindow& window = windows[i];
    const bool finite = std::isfinite(window.duration.value) &&
                        std::isfinite(window.joules.value) && std::isfinite(window.busy_threads);
    if (!finite || !(window.duration > Seconds(0)) || window.joules < Joules(0) ||
        window.busy_threads < 0.0) {
      return "window " + std::to_string(i) + " has no positive duration or a number out of range";
    }
  }
  // Half a thread, as a heuristic: less is the machine's own housekeeping.
  const auto [least_busy, most_busy] =
      std::ranges::minmax_element(windows, {}, &CalibrationWindow::busy_threads);
  if (most_busy->busy_threads - least_busy->busy_threads < 0.5) {
    return "all windows were equally busy";
  }
  return {};
}

Observation observe(const CalibrationWindow& window, const CalibrationSubject& subject,
                    bool counters) {
  Observation seen;
  seen.share = std::clamp(window.busy_threads / subject.threads, 0.0, 1.0);
  seen.watts = (window.joules / window.duration).value;
  if (counters) {
    const Seconds busy = window.duration * window.busy_threads;
    seen.correction = activity_correction(*window.counters, busy, subject.base_hertz);
    seen.bytes_per_second = kCacheLineBytes * window.counters->misses / window.duration.value;
  }
  return seen;
}

}  // namespace

Watts Calibration::margin() const { return std::max(residual_largest, 2.0 * residual_rms); }

Result<Calibration> fit_calibration(std::span<const CalibrationWindow> windows,
                                    CalibrationSubject subject) {
  const bool counters = std::ranges::all_of(
      windows, [](const CalibrationWindow& window) { return window.counters.has_value(); });
  if (const std::string fault = fault_of(windows, subject, counters); !fault.empty()) {
    return fail(ErrorCode::kInvalidArgument, "calibration: " + fault);
  }
  std::vector<Observation> seen;
  for (const CalibrationWindow& window : windows) {
    seen.push_back(observe(window, subject, counters));
  }
  const Fit fit = fit_best(seen);
  const auto [idle, dynamic, per_byte] = fit.coefficients;
  Calibration calibration{.subject = std::move(subject),
                          .joules_per_byte = per_byte,
                          .counters = counters,
                          .windows = static_cast<int>(windows.size())};
  const double threads = calibration.subject.threads;
  calibration.curve = {.idle_watts_per_thread = idle / threads,
                       .full_watts_per_thread = (idle + dynamic) / threads,
                       .exponent = fit.exponent};
  double squares = 0.0;
  for (const double residual : leave_one_out(seen)) {
    squares += residual * residual;
    calibration.residual_largest =
        std::max(calibration.residual_largest, Watts(std::abs(residual)));
  }
  calibration.residual_rms = Watts(std::sqrt(squares / static_cast<double>(windows.size())));
  return calibration;
}

}  // namespace wattle::energy

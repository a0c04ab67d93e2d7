// SPDX-License-Identifier: MIT
// Where an axis has its marks, and how data becomes positions on it.
#pragma once

#include <string>
#include <vector>

namespace wattle::search {

/// What an axis says of its numbers.
struct ChartAxis {
  std::string label;
  bool joules = false;  ///< ticks as "2 kJ"
  bool logarithmic = false;
  bool whole_numbers = false;  ///< no ticks between integers
};

/// A data range mapped to [0, 1], linearly or by logarithm.
class AxisScale {
 public:
  /// The range is widened by a margin, so that no mark touches the frame; a single value gets a
  /// range around it. `logarithmic` needs `low > 0`, else the scale is linear.
  AxisScale(double low, double high, bool logarithmic);

  double to_unit(double value) const;
  bool logarithmic() const { return logarithmic_; }
  /// Round numbers inside the range, ascending, about `wanted` of them: multiples of 1, 2 or 5
  /// times a power of ten; powers of ten (with 2 and 5 where there is room) when logarithmic.
  std::vector<double> ticks(int wanted) const;

 private:
  double low_;  ///< of the widened range; its log10 when logarithmic
  double high_;
  bool logarithmic_;
};

/// The step among 1, 2, 5 x 10^k that cuts `span` (> 0) into about `wanted` parts.
double nice_step(double span, int wanted);

/// True when positive values reach over more than 1.5 decades: then a linear axis hides the small.
bool wants_logarithm(double low, double high);

}  // namespace wattle::search

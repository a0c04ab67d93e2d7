// SPDX-License-Identifier: MIT
// The parameters of a study as axes of charts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "search/store/store.h"

namespace wattle::search {

/// A parameter that took different values.
struct ParameterAxis {
  std::string name;
  bool logarithmic = false;
  /// Of a parameter that is not a number, or of which the space lists the values: those that
  /// occurred, in the space's order, else sorted. Empty: numbers.
  std::vector<std::string> categories;

  bool numeric() const { return categories.empty(); }
  /// A number, or the index of its category; nullopt where it was not active.
  std::optional<double> position(const Parameters& parameters) const;
  std::string text(double position) const;
};

/// In the order of their names; those that never varied are left out. Cost: n log n in the trials.
std::vector<ParameterAxis> parameter_axes(const StudyRecord& study);

}  // namespace wattle::search

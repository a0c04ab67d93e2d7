// SPDX-License-Identifier: MIT
// Where to split one box of a regression tree along one coordinate.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <vector>

namespace wattle::search {

struct TreeSplit {
  Eigen::Index coordinate = -1;    ///< -1: no split
  double gain = 0.0;               ///< by how much the sum of squares about the means falls
  double threshold = 0.0;          ///< of numbers: those below it go left
  std::vector<bool> left_choices;  ///< of choices: those that go left; else empty
};

/// The best split of `rows` by one coordinate (`column`, n x 1), with `smallest` observations on
/// either side at least; gain 0 where there is none. Sets no `coordinate`. O(m log m) for m rows.
TreeSplit split_numbers(const Eigen::Ref<const Eigen::VectorXd>& column,
                        const Eigen::VectorXd& values, const std::vector<std::size_t>& rows,
                        int smallest);
/// The same for indices below `choices`.
TreeSplit split_choices(const Eigen::Ref<const Eigen::VectorXd>& column,
                        const Eigen::VectorXd& values, const std::vector<std::size_t>& rows,
                        int smallest, int choices);

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// Functions with known minima, to try strategies on.
#pragma once

#include <string_view>
#include <vector>

namespace wattle::search {

/// One test problem, to be minimised. Sources: Surjanovic and Bingham's Virtual Library of
/// Simulation Experiments [Surjanovic2013].
struct TestFunction {
  std::string_view name;
  int dimension = 0;  ///< 0: any number of inputs from 1 (rosenbrock: from 2)
  double (*value)(const std::vector<double>& x) = nullptr;
};

/// branin (minimum 0.397887 at (pi, 2.275) on [-5, 10] x [0, 15]), hartmann6 (-3.32237 on [0,
/// 1]^6), and, each with minimum 0: sphere, rosenbrock, ackley (all at 0, rosenbrock and levy at
/// 1), levy.
const std::vector<TestFunction>& test_functions();

/// nullptr when there is none of that name.
const TestFunction* find_test_function(std::string_view name);

}  // namespace wattle::search

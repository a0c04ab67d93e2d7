// SPDX-License-Identifier: MIT
// The least that one likelihood with its gradient costs on this machine.
#pragma once

namespace wattle::search::benchmarks {

/// CPU milliseconds of LAPACK's dpotrf and dpotri on one n x n covariance matrix: the least of
/// several, since nothing makes it faster than it is.
double floor_cpu_ms(int n);

}  // namespace wattle::search::benchmarks

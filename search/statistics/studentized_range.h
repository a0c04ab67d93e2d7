// SPDX-License-Identifier: MIT
// The studentized range with infinitely many degrees of freedom: how far apart the least and the
// greatest of k independent standard normal numbers lie.
#pragma once

namespace wattle::search {

/// P(Q >= q) for the range Q of k >= 2 standard normal numbers. With phi the density, Phi the
/// distribution function, and z the greatest of them,
///   P(Q < q) = k int phi(z) (Phi(z) - Phi(z - q))^(k - 1) dz                     [Pearson1942],
/// here taken from the same integral at infinite q, which is 1, under one integral sign: no
/// difference of nearly equal numbers is formed. By the trapezoidal rule, which converges faster
/// than any power of the step for such an integrand [Trefethen2014]. Relative error below 1e-10
/// where the result is above 1e-100; q up to 40, beyond which it is 0. Some 500 to
/// 1,100 terms.
double normal_range_upper(double q, int k);

/// The q with P(Q >= q) = p, to 1e-12. Requires 0 < p < 1 and k >= 2.
double normal_range_quantile(double p, int k);

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// Which factors, and which combinations of them, move a quantity? Analysis of variance for one to
// three factors, balanced or not.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "search/statistics/summary.h"

namespace wattle::search {

struct AnovaFactor {
  std::string name;
  std::vector<int> levels;  ///< n x 1: the level of each observation; any numbers
};

struct AnovaOptions {
  /// 1: main effects; 2: also of pairs; 3: also of three factors together.
  int highest_interaction = 3;
};

/// A main effect or an interaction.
struct AnovaTerm {
  std::string name;  ///< "strategy", "strategy:seed"
  double sum_of_squares = 0.0;
  int degrees_of_freedom = 0;
  SignificanceTest test;                      ///< statistic: F
  double eta_squared = 0.0;                   ///< sum_of_squares / that of all about the mean
  std::optional<double> partial_eta_squared;  ///< sum_of_squares / (itself + the residual's)
};

struct AnovaSummary {
  std::vector<AnovaTerm> terms;  ///< main effects, pairs, three; each in the order of the factors
  double residual_sum_of_squares = 0.0;
  int residual_degrees_of_freedom = 0;
  double total_sum_of_squares = 0.0;  ///< about the mean
  int n = 0;
  std::string reason;  ///< why there is nothing above; else empty
};

/// Linear models with an effect for each level and combination of levels, by least squares. With
/// RSS(M) and rank(M) of the model M, and M_t all terms that do not contain t (a:b contains a and
/// b), the sums of squares are of type II [Langsrud2003]:
///   SS_t = RSS(M_t) - RSS(M_t and t),       df_t = rank(M_t and t) - rank(M_t),
///   F_t  = (SS_t / df_t) / (RSS(all) / (n - rank(all))),
/// F with df_t and n - rank(all) degrees of freedom where t has no effect and the residuals are
/// independent, normal and of one variance. In a balanced design they are the classical ones and,
/// with the residual's, add up to the total; else they need not. A main effect beside an
/// interaction is one averaged over the other factor's levels.
///   eta^2 = SS_t / SS_total,     partial eta^2 = SS_t / (SS_t + RSS(all))         [Cohen1973].
/// A term whose cells are empty has no degrees of freedom and no test; without repeats in any cell
/// the highest interaction leaves no residual, and nothing has a test: ask for a lower one. A
/// reason: no factor or more than three, levels that differ in number from the values, a value that
/// is not finite, a factor with one level, or values that are all equal. O(n c^2) for c columns:
/// the product of the numbers of levels.
AnovaSummary analysis_of_variance(std::span<const double> values,
                                  std::span<const AnovaFactor> factors,
                                  const AnovaOptions& options = {});

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// Which strategy suits a study, by what is known before its first trial.
#pragma once

#include <string>

#include "search/space/search_space.h"
#include "search/trial/budget.h"
#include "search/trial/goal.h"

namespace wattle::search {

/// A strategy's kind, and why.
struct Choice {
  std::string kind;
  std::string because;  ///< a clause: "the 12 points of the space fit into 20 trials"
};

/// The first rule that holds decides. N is the budget's number of trials, and a rule that speaks of
/// it does not hold without; `jobs` is how many trials are going to run at once.
///   the space has at most N points, and nothing but N ends the study  grid if it has all of them,
///                                                                     else random
///   N < 8, or N <= jobs (all begin before one has ended)              sobol
///   N > 3,000                                                         cma_es or tpe
///   otherwise                                                         bayesian
/// cma_es is for one objective on two or more continua without conditions or clauses: what it
/// learns is the shape of such a function.
///
/// The numbers are heuristics. With 6 trials, three of them the model's, the model was ahead of
/// points spread evenly on three of six benchmark problems of 2 to 50 parameters (medians of 60
/// seeds); with 8 on five.
/// Beyond 3,000 trials, more than half of the suggestions would come from an approximate model
/// (SurrogateOptions) and take far longer than theirs.
///
/// O(points) where the space may fit into N, at most about a tenth of a second.
Choice choose_strategy(const SearchSpace& space, const Goal& goal, const Budget& budget, int jobs);

}  // namespace wattle::search

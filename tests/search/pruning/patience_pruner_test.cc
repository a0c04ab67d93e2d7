// SPDX-License-Identifier: MIT
#include "search/pruning/patience_pruner.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/search/pruning/curves.h"

namespace wattle::search {
namespace {

using test::accuracy;
using test::running;

std::optional<std::string> answer(PatiencePrunerOptions options,
                                  const std::vector<double>& values) {
  return PatiencePruner(accuracy(), options).should_stop(running(0, values), {});
}

TEST(PatiencePruner, WaitsAsManyStepsAsToldWithoutImprovement) {
  EXPECT_FALSE(answer({3, 0.0}, {0.5, 0.4, 0.4}));
  EXPECT_TRUE(answer({3, 0.0}, {0.5, 0.4, 0.4, 0.5}));
}

TEST(PatiencePruner, AnImprovementStartsTheCountAnew) {
  EXPECT_FALSE(answer({3, 0.0}, {0.5, 0.4, 0.4, 0.51, 0.5, 0.5}));
  EXPECT_TRUE(answer({3, 0.0}, {0.5, 0.4, 0.4, 0.51, 0.5, 0.5, 0.5}));
}

TEST(PatiencePruner, SmallImprovementsDoNotCountButAddUp) {
  EXPECT_TRUE(answer({2, 0.25}, {0.5, 0.625, 0.75}));
  // 0.875 is 0.375 better than 0.5, the value at the last improvement.
  EXPECT_FALSE(answer({3, 0.25}, {0.5, 0.625, 0.75, 0.875}));
}

TEST(PatiencePruner, StepsWithoutAValueCountAsSteps) {
  const double nan = std::nan("");
  EXPECT_TRUE(answer({2, 0.0}, {0.5, nan, nan}));
  EXPECT_FALSE(answer({2, 0.0}, {nan, nan, nan})) << "nothing is known yet";
}

TEST(PatiencePruner, AStoppedTrialIsComplete) {
  EXPECT_EQ(PatiencePruner(accuracy(), {}).stopped_state(), TrialState::kComplete);
}

TEST(PatiencePruner, ReasonNamesTheNumbers) {
  EXPECT_EQ(answer({2, 0.0}, {0.25, 0.5, 0.5, 0.25}),
            "val_accuracy did not improve on 0.5 of step 2 up to step 4");
  EXPECT_EQ(answer({2, 0.125}, {0.25, 0.25, 0.25}),
            "val_accuracy did not improve on 0.25 of step 1 by more than 0.125 up to step 3");
}

}  // namespace
}  // namespace wattle::search

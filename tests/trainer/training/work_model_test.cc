// SPDX-License-Identifier: MIT
#include "trainer/training/work_model.h"

#include <gtest/gtest.h>

namespace wattle::trainer {
namespace {

TEST(ModelledJoules, OfNoWorkAreNone) { EXPECT_EQ(modelled_joules({}, 1000), 0.0); }

TEST(ModelledJoules, CountUpdatesAndPasses) {
  const Work work{100, 5000, 2000};
  EXPECT_DOUBLE_EQ(modelled_joules(work, 1000000),
                   kJoulesPerUpdate * 100 + kJoulesPerMac * 1e6 * (3 * 5000 + 2000));
}

}  // namespace
}  // namespace wattle::trainer

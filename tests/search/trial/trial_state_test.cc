// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>

#include "search/trial/trial.h"

namespace wattle::search {
namespace {

TEST(TrialState, IsReadBackFromEachOfItsNames) {
  EXPECT_EQ(trial_state_names().size(), 6u);
  for (const std::string& name : trial_state_names()) {
    const auto state = trial_state_from_string(name);
    ASSERT_TRUE(state) << name;
    EXPECT_EQ(to_string(*state), name);
  }
}

TEST(TrialState, IsToldAmongTheEndedOnesExactlyWhenItIs) {
  const auto ended = ended_state_names();
  for (const std::string& name : trial_state_names()) {
    const bool told = std::find(ended.begin(), ended.end(), name) != ended.end();
    EXPECT_EQ(told, is_ended(*trial_state_from_string(name))) << name;
  }
}

}  // namespace
}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/study/trial_environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wattle::search {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

TEST(TrialEnvironment, IsTheSameForAllWhereItIsANumber) {
  const auto one = environment_of({.threads = 3, .gpu_power_limit = 250.5}, Parameters());
  ASSERT_TRUE(one);
  EXPECT_EQ(one->threads, 3);
  EXPECT_THAT(one->gpu_power_limit, Optional(Watts(250.5)));
  const auto bare = environment_of({}, Parameters());
  ASSERT_TRUE(bare);
  EXPECT_EQ(bare->threads, 1);
  EXPECT_EQ(bare->gpu_power_limit, std::nullopt);
}

TEST(TrialEnvironment, FollowsTheParameters) {
  const Environment environment{.threads = "$cores * 2", .gpu_power_limit = "$watts"};
  const auto one = environment_of(environment, Parameters({{"cores", 2}, {"watts", 300}}));
  ASSERT_TRUE(one);
  EXPECT_EQ(one->threads, 4);
  EXPECT_THAT(one->gpu_power_limit, Optional(Watts(300)));
}

TEST(TrialEnvironment, AnInactiveParameterLeavesTheDefault) {
  const Environment environment{.threads = "$cores", .gpu_power_limit = "$watts"};
  const auto one = environment_of(environment, Parameters());
  ASSERT_TRUE(one);
  EXPECT_EQ(one->threads, 1);
  EXPECT_EQ(one->gpu_power_limit, std::nullopt);
}

TEST(TrialEnvironment, RefusesWhatNoTrialCanHave) {
  const auto message = [](const Environment& environment) {
    const auto one = environment_of(environment, Parameters({{"x", 0}, {"half", 0.5}}));
    return one ? "" : one.error().message;
  };
  EXPECT_THAT(message({.threads = "$x"}), HasSubstr("from 1 to 1024, not 0"));
  EXPECT_THAT(message({.threads = "$half"}), HasSubstr("from 1 to 1024, not 0.5"));
  EXPECT_THAT(message({.threads = "1 / $x"}), HasSubstr("division by zero"));
  EXPECT_THAT(message({.gpu_power_limit = "$x"}), HasSubstr("a number of watts, not 0"));
}

}  // namespace
}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "energy/reading.h"

#include <gtest/gtest.h>

namespace wattle::energy {
namespace {

class SourceName : public ::testing::TestWithParam<Source> {};

TEST_P(SourceName, SurvivesTheRoundTrip) {
  EXPECT_EQ(source_from_string(to_string(GetParam())), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Energy, SourceName,
                         ::testing::Values(Source::kCounter, Source::kSampled, Source::kEstimated,
                                           Source::kReplayed, Source::kReported, Source::kUnknown),
                         [](const auto& instance) {
                           return std::string(to_string(instance.param));
                         });

TEST(Source, KnowsNoOtherNames) { EXPECT_EQ(source_from_string("guessed"), std::nullopt); }

}  // namespace
}  // namespace wattle::energy

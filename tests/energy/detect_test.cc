// SPDX-License-Identifier: MIT
#include "energy/detect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using testing::TemporaryFolder;
using testing::write_stat;
using testing::write_zone;

class Detect : public ::testing::Test {
 protected:
  void add_rapl() { write_zone(system_.sys, "intel-rapl:0", "package-0", 1, 1'000'000'000); }
  void add_stat() { write_stat(system_.proc, 4, Seconds(1)); }

  TemporaryFolder folder_;
  System system_{.sys = folder_.path() / "sys", .proc = folder_.path() / "proc"};
};

TEST_F(Detect, PrefersTheCounter) {
  add_rapl();
  add_stat();
  const auto choice = open_meter("auto", system_).value();
  EXPECT_EQ(choice.meter->info().name, "rapl");
  EXPECT_THAT(choice.passed_over, IsEmpty());
}

TEST_F(Detect, FallsBackToTheEstimateAndSaysWhy) {
  add_stat();
  const auto choice = open_meter("auto", system_).value();
  EXPECT_EQ(choice.meter->info().name, "estimate");
  EXPECT_THAT(choice.passed_over, ElementsAre(StartsWith("rapl: ")));
}

TEST_F(Detect, OpensAMeterByName) {
  add_rapl();
  add_stat();
  EXPECT_EQ(open_meter("estimate", system_)->meter->info().name, "estimate");
  EXPECT_EQ(open_meter("rapl", system_)->meter->info().name, "rapl");
}

TEST_F(Detect, DoesNotReplaceANamedMeterThatDoesNotWork) {
  add_stat();
  EXPECT_EQ(open_meter("rapl", system_).error().code, ErrorCode::kUnavailable);
}

TEST_F(Detect, GivesEachReasonWhenNothingWorks) {
  const auto choice = open_meter("auto", system_);
  ASSERT_FALSE(choice.has_value());
  EXPECT_EQ(choice.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(choice.error().message, HasSubstr("rapl: "));
  EXPECT_THAT(choice.error().message, HasSubstr("estimate: "));
}

TEST_F(Detect, ListsTheNamesAndTheNearest) {
  const auto choice = open_meter("rappl", system_);
  ASSERT_FALSE(choice.has_value());
  EXPECT_EQ(choice.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(choice.error().message, HasSubstr(R"("auto", "rapl", "estimate")"));
  EXPECT_THAT(choice.error().hint, HasSubstr("\"rapl\""));
}

TEST_F(Detect, TriesEveryMeterForTheList) {
  add_stat();
  const auto all = list_meters(system_);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].name, "rapl");
  EXPECT_FALSE(all[0].info);
  EXPECT_THAT(all[0].reason.hint, HasSubstr("modprobe"));
  EXPECT_EQ(all[1].info.value().name, "estimate");
}

TEST(DetectHere, OpensSomethingOnThisMachine) {
  const auto choice = open_meter("auto");
  if (!choice) GTEST_SKIP() << "skipped: " << choice.error().message;
  EXPECT_TRUE(choice->meter->read().has_value());
}

}  // namespace
}  // namespace wattle::energy

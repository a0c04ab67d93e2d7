// SPDX-License-Identifier: MIT
#include "search/study/minimise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>

#include "tests/search/study/study_fixture.h"

namespace wattle::search {
namespace {

using testing::HasSubstr;

const nlohmann::json kLine = {{"x", {{"type", "float"}, {"low", -1}, {"high", 3}}}};

double square(const Parameters& at) { return std::pow(at.get<double>("x") - 1.0, 2); }

MinimiseOptions at_random(int trials) {
  return {.trials = trials, .seed = 4, .strategy = {{"kind", "random"}}};
}

TEST(Minimise, FindsTheMinimumOfASmoothFunction) {
  const auto minimum = minimise(square, kLine, {.trials = 20, .seed = 1});
  ASSERT_TRUE(minimum) << minimum.error().message;
  EXPECT_NEAR(minimum->parameters.get<double>("x"), 1.0, 0.05);  // of a range of 4
  EXPECT_EQ(minimum->value, square(minimum->parameters));
  EXPECT_EQ(minimum->summary.complete, 20);
}

TEST(Minimise, ReturnsTheBestOfItsCalls) {
  const auto minimum = minimise(square, kLine, at_random(10));
  ASSERT_TRUE(minimum) << minimum.error().message;
  ASSERT_EQ(minimum->record.trials.size(), 10U);
  for (const Trial& trial : minimum->record.trials) {
    EXPECT_LE(minimum->value, trial.measurement->metrics.at("value"));
  }
}

TEST(Minimise, TheSameSeedGivesTheSameMinimum) {
  const auto first = minimise(square, kLine, at_random(10));
  const auto second = minimise(square, kLine, at_random(10));
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->parameters, second->parameters);
}

TEST(Minimise, ACallThatThrowsOrGivesNoNumberIsAFailedTrial) {
  const auto minimum = minimise(
      [](const Parameters& at) {
        const auto x = at.get<double>("x");
        if (x < 0) throw std::runtime_error("below 0");
        return x > 2 ? std::numeric_limits<double>::quiet_NaN() : square(at);
      },
      kLine, at_random(30));
  ASSERT_TRUE(minimum) << minimum.error().message;
  std::set<std::string> reasons;
  for (const Trial& trial : minimum->record.trials) reasons.insert(trial.reason);
  EXPECT_EQ(reasons.size(), 3U) << "none, the exception's, and that of the value";
  EXPECT_THAT(reasons, testing::Contains(HasSubstr("below 0")));
  EXPECT_EQ(minimum->summary.complete + minimum->summary.failed, 30);
}

TEST(Minimise, SaysWhyThereIsNoMinimum) {
  const auto minimum =
      minimise([](const Parameters&) -> double { throw std::runtime_error("no data"); }, kLine,
               at_random(3));
  ASSERT_FALSE(minimum);
  EXPECT_EQ(minimum.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(minimum.error().message, HasSubstr("none of 3 calls"));
  EXPECT_THAT(minimum.error().message, HasSubstr("no data"));
}

TEST(Minimise, TellsEveryFaultBeforeItCalls) {
  MinimiseOptions options = at_random(0);
  options.strategy = {{"kind", "rnadom"}};
  int calls = 0;
  const auto minimum = minimise([&](const Parameters&) { return ++calls; },
                                {{"x", {{"type", "float"}, {"low", 3}, {"high", 1}}}}, options);
  ASSERT_FALSE(minimum);
  EXPECT_EQ(minimum.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(minimum.error().message, HasSubstr("/space/x"));
  EXPECT_THAT(minimum.error().message, HasSubstr("random"));
  EXPECT_THAT(minimum.error().message, HasSubstr("/budget/trials"));
  EXPECT_EQ(calls, 0);
}

TEST(Minimise, EndsWhenItIsCancelledWithTheBestSoFar) {
  std::atomic<bool> cancel{false};
  int calls = 0;
  MinimiseOptions options = at_random(100);
  options.cancel = &cancel;
  const auto minimum = minimise(
      [&](const Parameters& at) {
        cancel = ++calls == 5;
        return square(at);
      },
      kLine, options);
  ASSERT_TRUE(minimum) << minimum.error().message;
  EXPECT_TRUE(minimum->summary.interrupted);
  EXPECT_EQ(calls, 5);
}

TEST(Minimise, CancelledBeforeACallItHasNoMinimum) {
  const std::atomic<bool> cancel{true};
  MinimiseOptions options = at_random(100);
  options.cancel = &cancel;
  const auto minimum = minimise(square, kLine, options);
  ASSERT_FALSE(minimum);
  EXPECT_EQ(minimum.error().code, ErrorCode::kCancelled);
}

TEST(Minimise, CountsNoJoulesUnlessAsked) {
  const auto minimum = minimise(square, kLine, at_random(3));
  ASSERT_TRUE(minimum) << minimum.error().message;
  EXPECT_EQ(minimum->energy.source, energy::Source::kUnknown);
  EXPECT_FALSE(minimum->record.trials.front().measurement->metrics.contains(kTrainJoules));
}

TEST(Minimise, CountsJoulesByTheCallersMeterAndClock) {
  energy::ManualClock clock;
  const auto metering =
      energy::start_metering(std::make_unique<test::ConstantPowerMeter>(clock, Watts(3.0)), clock,
                             {.sampler_thread = false});
  ASSERT_TRUE(metering) << metering.error().message;
  MinimiseOptions options = at_random(4);
  options.metering = metering->get();
  options.clock = &clock;
  const auto minimum = minimise(
      [&](const Parameters& at) {
        clock.advance(Seconds(2));
        return square(at);
      },
      kLine, options);
  ASSERT_TRUE(minimum) << minimum.error().message;
  EXPECT_EQ(minimum->record.elapsed, Seconds(8));
  EXPECT_EQ(minimum->record.ledger.total, Joules(24));
  EXPECT_EQ(minimum->energy.source, energy::Source::kReplayed);
}

}  // namespace
}  // namespace wattle::search

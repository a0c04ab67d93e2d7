// SPDX-License-Identifier: MIT
#include "search/study/ask_tell.h"

#include <gmock/gmock.h>

#include <limits>

#include "tests/search/study/ask_tell_fixture.h"
#include "tests/search/study/study_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using test::ask_one;
using test::numeric_problem;
using test::open_search;
using test::run_trials;
using test::tiny_problem;
using test::weighted_problem;
using test::with_member;
using testing::IsEmpty;
using testing::SizeIs;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

class EveryStrategy : public testing::TestWithParam<std::string> {
 protected:
  static json problem() {
    return with_member(numeric_problem(), "strategy", {{"kind", GetParam()}});
  }
};

/// Of a history, or of a list of trials.
std::vector<Parameters> points_of(const auto& trials) {
  std::vector<Parameters> points;
  for (const Trial& trial : trials) points.push_back(trial.parameters);
  return points;
}

// The study engine is the independent version: it knows nothing of this class.
TEST_P(EveryStrategy, SuggestsWhatAStudyWouldRun) {
  constexpr int kTrials = 14;
  const auto study = test::make_study(
      [](const Parameters& parameters, TrialContext&) {
        return Result<Evaluation>(Evaluation{{{"value", test::bowl(parameters)}}, std::nullopt});
      },
      kTrials);
  const Scenario scenario = *validate_ask_tell(problem());
  study->space = scenario.space;
  study->seed = 5;
  study->strategy =
      std::move(*make_strategy({{"kind", GetParam()}}, study->space, study->goal, study->seed));
  test::Bench bench;
  ASSERT_TRUE(bench.run(*study));

  auto search = open_search(problem());
  ASSERT_TRUE(search);
  run_trials(*search, kTrials);
  EXPECT_EQ(points_of(search->trials()), points_of(bench.record().trials));
}

TEST_P(EveryStrategy, GoesOnFromItsStateAsIfNothingHadHappened) {
  auto search = open_search(problem());
  ASSERT_TRUE(search);
  run_trials(*search, 11);
  ASSERT_TRUE(search->fail(ask_one(*search).number, "out of memory"));
  ASSERT_TRUE(search->tell(ask_one(*search).number, {{"value", kNaN}}));
  ASSERT_TRUE(search->tell(json{{"x", 0.25}, {"y", 0.5}, {"n", 3}}, {{"value", 1.5}}, Joules(2)));
  ask_one(*search);  // still runs

  const std::string text = search->state().dump();
  auto restored = open_search(problem());
  ASSERT_TRUE(restored);
  const auto done = restored->restore(json::parse(text));
  ASSERT_TRUE(done) << to_text(done.error());
  EXPECT_EQ(restored->state().dump(), text);
  EXPECT_EQ(points_of(restored->ask(3)->trials), points_of(search->ask(3)->trials));
  run_trials(*search, 2);
  run_trials(*restored, 2);
  EXPECT_EQ(restored->state().dump(), search->state().dump());
}

TEST_P(EveryStrategy, GoesBackToAnEarlierState) {
  auto search = open_search(problem());
  ASSERT_TRUE(search);
  run_trials(*search, 11);
  const json state = search->state();
  run_trials(*search, 2);
  const json later = search->state();
  ASSERT_TRUE(search->restore(state));
  run_trials(*search, 2);
  EXPECT_EQ(search->state(), later);
}

INSTANTIATE_TEST_SUITE_P(Kinds, EveryStrategy, testing::ValuesIn(strategy_kinds()),
                         [](const auto& instance) { return instance.param; });

TEST(AskTell, LetsTheStrategyPlanByTheFilesBudget) {
  json problem = with_member(numeric_problem(), "strategy", {{"kind", "bayesian"}});
  problem["budget"] = {{"trials", 9}};
  auto search = open_search(problem);
  ASSERT_TRUE(search);
  Budget budget;
  budget.trials = 9;
  const auto strategy =
      make_strategy({{"kind", "bayesian"}}, search->space(), search->goal(), 5, budget);
  ASSERT_TRUE(strategy);
  for (std::uint64_t k = 0; k < 7; ++k) {
    Rng rng(5, k);
    const auto expected = (*strategy)->suggest(search->trials(), rng);
    ASSERT_TRUE(expected);
    run_trials(*search, 1);
    EXPECT_EQ(search->trials().back().parameters, *expected);
  }
}

TEST(AskTell, CountsIdsInTheOrderOfTrials) {
  auto search = open_search(numeric_problem());
  ASSERT_TRUE(search);
  EXPECT_EQ(search->ask(3)->trials.back().number, 2);
  const auto own = search->tell(json{{"x", 0.5}, {"y", 0.5}, {"n", 2}}, {{"value", 1.0}});
  ASSERT_TRUE(own);
  EXPECT_EQ(own->number, 3);
  EXPECT_EQ(ask_one(*search).number, 4);
}

TEST(AskTell, FindsTheBestOfSuggestedAndOwnTrials) {
  auto search = open_search(numeric_problem());
  ASSERT_TRUE(search);
  EXPECT_EQ(search->best(), nullptr);
  ASSERT_TRUE(search->tell(ask_one(*search).number, {{"value", 2.0}}));
  EXPECT_EQ(search->best()->number, 0);
  ASSERT_TRUE(search->tell(json{{"x", 0.5}, {"y", 0.5}, {"n", 2}}, {{"value", 1.0}}));
  EXPECT_EQ(search->best()->number, 1);
}

TEST(AskTell, FindsTheFrontOfMetricAndJoules) {
  auto search = open_search(
      with_member(numeric_problem(), "goal",
                  {{"kind", "pareto"}, {"metric", "value"}, {"direction", "minimize"}}));
  ASSERT_TRUE(search);
  const auto tell = [&](double value, double joules) {
    return search->tell(ask_one(*search).number, {{"value", value}}, Joules(joules)).has_value();
  };
  ASSERT_TRUE(tell(1.0, 30.0));
  ASSERT_TRUE(tell(2.0, 40.0));  // beaten in both
  ASSERT_TRUE(tell(3.0, 10.0));
  const auto front = search->front();
  ASSERT_THAT(front, SizeIs(2));
  EXPECT_EQ(front[0].number, 2);
  EXPECT_EQ(front[1].number, 0);
}

TEST(AskTell, MayBeToldTheSameTwice) {
  auto search = open_search(numeric_problem());
  ASSERT_TRUE(search);
  ASSERT_THAT(search->ask(3)->trials, SizeIs(3));
  for (int again = 0; again < 2; ++again) {
    EXPECT_TRUE(search->tell(0, {{"value", 2.0}}, Joules(3.0)));
    EXPECT_TRUE(search->tell(1, {{"value", kNaN}}));
    EXPECT_TRUE(search->fail(2, "out of memory"));
  }
  EXPECT_THAT(search->trials(), SizeIs(3));
}

TEST(AskTell, TakesNumbersThatAreNotFiniteForFailures) {
  auto search = open_search(numeric_problem());
  ASSERT_TRUE(search);
  for (const double value : {kNaN, std::numeric_limits<double>::infinity()}) {
    const auto told = search->tell(ask_one(*search).number, {{"value", value}});
    ASSERT_TRUE(told);
    EXPECT_EQ(told->state, TrialState::kFailed);
    EXPECT_EQ(told->reason, "value is not a finite number");
  }
}

TEST(AskTell, TakesNoJoulesForAFailureWhereTheyDecide) {
  auto search = open_search(weighted_problem());
  ASSERT_TRUE(search);
  const auto told = search->tell(ask_one(*search).number, {{"value", 1.0}}, Joules(0.0));
  ASSERT_TRUE(told);
  EXPECT_EQ(told->state, TrialState::kFailed);
  EXPECT_EQ(told->reason, "train_joules is 0, not above 0");
}

TEST(AskTell, ReadsJoulesAsAMetricToo) {
  auto search = open_search(weighted_problem());
  ASSERT_TRUE(search);
  ASSERT_THAT(search->ask(2)->trials, SizeIs(2));
  const auto as_joules = search->tell(0, {{"value", 1.0}}, Joules(8.0));
  const auto as_metric = search->tell(1, {{"value", 1.0}, {"train_joules", 8.0}});
  ASSERT_TRUE(as_joules && as_metric);
  EXPECT_EQ(as_joules->measurement->metrics, as_metric->measurement->metrics);
  EXPECT_EQ(as_joules->measurement->energy, as_metric->measurement->energy);
}

TEST(AskTell, NeedsNoJoulesWhereTheyDoNotDecide) {
  auto search = open_search(numeric_problem());
  ASSERT_TRUE(search);
  const auto told = search->tell(ask_one(*search).number, {{"value", 1.0}});
  ASSERT_TRUE(told);
  EXPECT_EQ(told->measurement->metrics.count("train_joules"), 0U);
}

TEST(AskTell, SuggestsAndIsToldListedPoints) {
  json problem =
      with_member(numeric_problem(), "points",
                  {{{"share", 0.1 + 0.2}, {"kind", "p"}}, {{"share", 1}, {"kind", "q"}}});
  problem["space"] = {{"share", {{"type", "float"}, {"low", 0}, {"high", 1}, {"step", 0.1}}}};
  auto search = open_search(problem);
  ASSERT_TRUE(search);
  EXPECT_TRUE(search->tell(json{{"share", 0.3}, {"kind", "p"}}, {{"value", 1.0}}));
  EXPECT_TRUE(search->tell(json{{"share", 0.1 + 0.2}, {"kind", "p"}}, {{"value", 2.0}}));
  EXPECT_FALSE(search->tell(json{{"share", 0.3}, {"kind", "q"}}, {{"value", 1.0}}));
  const auto last = search->ask(2);
  ASSERT_TRUE(last);
  ASSERT_THAT(last->trials, SizeIs(1));
  EXPECT_EQ(last->trials.front().parameters.json(), json({{"share", 1.0}, {"kind", "q"}}));
}

TEST(AskTell, SuggestsFewerWhenTheSpaceIsUsedUp) {
  auto search = open_search(tiny_problem());
  ASSERT_TRUE(search);
  EXPECT_THAT(search->ask(3)->exhausted, IsEmpty());
  const auto last = search->ask(3);
  ASSERT_TRUE(last);
  EXPECT_THAT(last->trials, SizeIs(1));
  EXPECT_THAT(last->exhausted, Not(IsEmpty()));
  EXPECT_THAT(search->ask(1)->trials, IsEmpty());
  EXPECT_TRUE(search->tell(3, {{"value", 1.0}}));
}

}  // namespace
}  // namespace wattle::search

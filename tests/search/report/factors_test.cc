// SPDX-License-Identifier: MIT
#include "search/report/factors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "search/report/analysis.h"
#include "search/report/factors_text.h"
#include "search/report/mattered.h"
#include "search/report/report.h"
#include "search/report/trial_json.h"
#include "tests/search/report/designed_study.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

StudyFactors factors_of(const StudyRecord& study) { return analyse_study(study).factors; }

/// Sums and products of decimals: a few roundings of numbers of the order of 1.
constexpr double kRounding = 1e-12;

constexpr const char* kTwoWay = R"({
    "a": {"type": "categorical", "choices": ["low", "high"]},
    "b": {"type": "ordinal", "values": [1, 2, 3]},
    "run": {"type": "int", "low": 1, "high": 5}})";

const json kTrainsAAndB = {
    {"objective", {{"kind", "train"}, {"model", {{"a", "$a"}, {"b", "$b"}}}}}};

double high(const Parameters& point) { return point.get<std::string>("a") == "high" ? 1.0 : 0.0; }
double middle(const Parameters& point) { return point.get<int>("b") == 2 ? 1.0 : 0.0; }
double run(const Parameters& point) { return point.get<double>("run"); }

/// Means of 0 and 2 for a; 0, 3, 0 for b; and what runs add: -0.2, -0.1, 0, 0.1, 0.2.
StudyRecord two_way() {
  return testing::grid_study(
      kTwoWay,
      [](const Parameters& point) {
        return 2.0 * high(point) + 3.0 * middle(point) + 0.1 * (run(point) - 3.0);
      },
      [](const Parameters& point) { return 10.0 * (1.0 + high(point)) + 0.1 * run(point); },
      kTrainsAAndB);
}

const AnovaTerm& term(const FactorAnova& anova, const std::string& name) {
  for (const AnovaTerm& each : anova.summary.terms) {
    if (each.name == name) return each;
  }
  throw std::out_of_range(name);
}

TEST(StudyFactors, AgreeWithABalancedDesignByHand) {
  const StudyFactors factors = factors_of(two_way());
  ASSERT_EQ(factors.anovas.size(), 2U);
  const FactorAnova& anova = factors.anovas[0];
  EXPECT_EQ(anova.quantity, "value");
  EXPECT_EQ(anova.used, 30U);
  EXPECT_THAT(anova.factors, ElementsAre("b", "a"));  // the larger share first
  EXPECT_THAT(anova.pooled, IsEmpty());
  // SS_a = 30 x 1^2; SS_b = 10 (1^2 + 2^2 + 1^2); no interaction; SS_residual = 6 x 0.1.
  const double total = 30.0 + 60.0 + 0.6;
  EXPECT_NEAR(term(anova, "a").eta_squared, 30.0 / total, kRounding);
  EXPECT_NEAR(term(anova, "b").eta_squared, 60.0 / total, kRounding);
  EXPECT_NEAR(term(anova, "b:a").eta_squared, 0.0, kRounding);
  EXPECT_NEAR(*term(anova, "a").partial_eta_squared, 30.0 / 30.6, kRounding);
  EXPECT_EQ(anova.summary.residual_degrees_of_freedom, 24);
}

TEST(StudyFactors, HaveMediansOfLevelsInTheSpacesOrder) {
  const StudyFactors factors = factors_of(two_way());
  ASSERT_EQ(factors.factors.size(), 2U);
  const LevelComparison& a = factors.factors[0].metric;
  ASSERT_EQ(a.levels.size(), 2U);
  EXPECT_EQ(a.levels[0].value, "low");
  EXPECT_EQ(a.levels[0].trials, 15U);
  // Of -0.2 .. 0.2 twice and 2.8 .. 3.2, the eighth of fifteen; 2 more with the other level.
  EXPECT_NEAR(a.levels[0].median, 0.1, kRounding);
  EXPECT_NEAR(a.levels[1].median, 2.1, kRounding);
  EXPECT_THAT(a.pairs, IsEmpty());
  EXPECT_EQ(factors.factors[1].metric.levels.size(), 3U);
  EXPECT_EQ(factors.factors[1].metric.pairs.size(), 3U);
  EXPECT_NEAR(factors.factors[0].joules.levels[1].median, 20.3, kRounding);
}

TEST(StudyFactors, KnowEpsilonSquaredOfSamplesThatDoNotMeet) {
  // Two groups of n without an overlap: H = 12 / (N (N + 1)) N (N / 4)^2, so that
  // epsilon^2 = 3 N^2 / (4 (N + 1) (N - 1)); N = 30, less the ties: each value of joules 3 times.
  const StudyFactors factors = factors_of(two_way());
  const double n = 30.0;
  const double ties = 10.0 * (27.0 - 3.0);
  const double expected =
      3.0 * n * n / (4.0 * (n + 1.0) * (n - 1.0)) / (1.0 - ties / (n * n * n - n));
  EXPECT_NEAR(*factors.factors[0].joules.test.epsilon_squared, expected, kRounding);
}

TEST(StudyFactors, SayWhenRepeatsThatAgreeLeaveNothingToTestBy) {
  StudyRecord study = two_way();
  for (Trial& trial : study.trials) {
    trial.measurement->metrics["value"] = 3.0 * trial.parameters.get<int>("b");
  }
  const std::vector<std::string> said = factors_text(factors_of(study));
  EXPECT_THAT(said, Contains(HasSubstr("no effect can be tested: ")));
  EXPECT_THAT(
      said,
      Not(Contains(HasSubstr("variance of value by b, a over 30 trials, no effect is shown"))));
}

TEST(StudyFactors, TakeRepeatsForNoFactor) {
  const StudyRecord study = two_way();
  const StudyFactors factors = factors_of(study);
  EXPECT_THAT(factors.repeats, ElementsAre("run"));
  for (const Factor& factor : factors.factors) EXPECT_NE(factor.name, "run");
  EXPECT_THAT(report_markdown(study), HasSubstr("Nothing in the scenario refers to run"));
}

TEST(StudyFactors, RefuseAStrategyThatLooksAtResults) {
  StudyRecord study = two_way();
  study.scenario["strategy"]["kind"] = "bayesian";
  const StudyAnalysis analysis = analyse_study(study);
  EXPECT_THAT(analysis.factors.reason, HasSubstr("by the results of earlier ones"));
  EXPECT_THAT(analysis.factors.factors, IsEmpty());
  EXPECT_THAT(mattered_markdown(analysis), HasSubstr("Levels of parameters are not compared"));
  EXPECT_EQ(factors_html(analysis.factors), "");
}

TEST(StudyFactors, LeaveOutTrialsWithoutAResult) {
  StudyRecord study = two_way();
  study.trials[0].state = TrialState::kFailed;
  study.trials[1].state = TrialState::kPruned;
  study.trials[2].measurement->metrics["value"] = std::nan("");
  study.trials[3].attempts = 0;  // a warm start brought it
  const StudyFactors factors = factors_of(study);
  EXPECT_EQ(factors.anovas[0].used, 26U);
  EXPECT_EQ(factors.anovas[1].used, 27U);
  EXPECT_EQ(factors.pruned, 1U);
  EXPECT_THAT(factors_html(factors), HasSubstr("1 trial was pruned and left out"));
}

TEST(StudyFactors, LeaveOutLevelsWithFewTrials) {
  StudyRecord study = two_way();
  int kept = 2;  // one fewer than it takes
  for (Trial& trial : study.trials) {
    if (trial.parameters.get<int>("b") == 3 && kept-- <= 0) trial.state = TrialState::kFailed;
  }
  const StudyFactors factors = factors_of(study);
  EXPECT_EQ(factors.factors[1].metric.levels.size(), 2U);
  EXPECT_EQ(factors.anovas[0].used, 20U);
}

TEST(StudyFactors, SayNothingOfContinua) {
  const StudyRecord study =
      testing::random_study(R"({"x": {"type": "float", "low": 0, "high": 1}})", 30,
                            [](const Parameters& point) { return point.get<double>("x"); },
                            [](const Parameters& point) { return 1.0 + point.get<double>("x"); });
  const StudyFactors factors = factors_of(study);
  EXPECT_THAT(factors.factors, IsEmpty());
  EXPECT_THAT(factors.anovas, IsEmpty());
  ASSERT_EQ(factors.correlations.size(), 1U);
  EXPECT_EQ(*factors.correlations[0].summary.correlation.value, 1.0);
}

TEST(StudyFactors, HaveLevelsOfAContinuumThatAGridCut) {
  const StudyRecord study = testing::grid_study(
      R"({"x": {"type": "float", "low": 0, "high": 1, "levels": 3},
          "y": {"type": "float", "low": 0, "high": 1, "levels": 4}})",
      [](const Parameters& point) { return point.get<double>("x"); },
      [](const Parameters&) { return 1.0; });
  const StudyFactors factors = factors_of(study);
  ASSERT_EQ(factors.factors.size(), 2U);
  EXPECT_EQ(factors.factors[0].metric.levels.size(), 3U);
  // No combination stands twice, so that no interaction can be told from chance.
  EXPECT_EQ(factors.anovas[0].summary.terms.size(), 2U);
}

TEST(StudyFactors, CorrelateJoulesWithTheModelsSize) {
  StudyRecord study = two_way();
  for (Trial& trial : study.trials) {
    trial.measurement->metrics["macs"] = 7.0 * trial.measurement->energy.joules.value;
    trial.measurement->metrics["parameters"] = 5.0;
  }
  const StudyFactors factors = factors_of(study);
  ASSERT_EQ(factors.correlations.size(), 2U);
  EXPECT_EQ(factors.correlations[0].with, "macs");
  EXPECT_NEAR(*factors.correlations[0].summary.correlation.value, 1.0, kRounding);
  EXPECT_EQ(factors.correlations[1].with, "b");
  EXPECT_NEAR(*factors.correlations[1].summary.correlation.value, 0.0, kRounding);
}

TEST(StudyFactors, CompareTheMetricWhereNobodyCountedJoules) {
  StudyRecord study = two_way();
  study.ledger = {};
  for (Trial& trial : study.trials) trial.measurement->energy.source = energy::Source::kUnknown;
  const StudyFactors factors = factors_of(study);
  EXPECT_EQ(factors.anovas.size(), 1U);
  EXPECT_THAT(factors.correlations, IsEmpty());
  EXPECT_THAT(report_markdown(study), Not(HasSubstr("median joules")));
}

TEST(StudyFactors, AnalyseThreeFactorsAndPoolTheRest) {
  const StudyRecord study = testing::grid_study(
      R"({"a": {"type": "int", "low": 0, "high": 1}, "b": {"type": "int", "low": 0, "high": 1},
          "c": {"type": "int", "low": 0, "high": 1}, "d": {"type": "int", "low": 0, "high": 1},
          "e": {"type": "int", "low": 0, "high": 1}})",
      [](const Parameters& point) {
        return 8.0 * point.get<double>("e") + 4.0 * point.get<double>("c") +
               2.0 * point.get<double>("a") + point.get<double>("b");
      },
      [](const Parameters&) { return 1.0; });
  const StudyFactors factors = factors_of(study);
  const FactorAnova& anova = factors.anovas[0];
  EXPECT_THAT(anova.factors, ElementsAre("e", "c", "a"));
  EXPECT_THAT(anova.pooled, ElementsAre("b", "d"));
  EXPECT_EQ(anova.summary.terms.size(), 7U);  // cells of four trials: all interactions
  EXPECT_NEAR(term(anova, "e").eta_squared, 64.0 / 85.0, kRounding);
  // Joules that never vary have no analysis.
  EXPECT_EQ(factors.anovas[1].summary.reason, "all values are equal");
}

TEST(StudyFactors, KeepTextsOfUsersTexts) {
  const StudyRecord study = testing::grid_study(
      R"({"a": {"type": "categorical", "choices": ["<script>alert(1)</script>", "| b |"]},
          "c": {"type": "int", "low": 1, "high": 9}})",
      [](const Parameters& point) { return point.get<double>("c"); },
      [](const Parameters& point) { return point.get<double>("c"); });
  const std::string page = factors_html(factors_of(study));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert"));
  EXPECT_THAT(page, Not(HasSubstr("<script>")));
  EXPECT_THAT(report_markdown(study), HasSubstr("| a | \\| b \\| | 5 |"));
}

TEST(StudyFactors, AreToldInSentencesWithTheirNumbers) {
  const std::vector<std::string> text = factors_text(factors_of(two_way()));
  ASSERT_EQ(text.size(), 5U);
  EXPECT_THAT(text[0], HasSubstr("b, medians from 1 (1) to 4 (2), epsilon squared 0."));
  EXPECT_THAT(text[0], HasSubstr(", p < 0.001"));
  EXPECT_THAT(text[1], HasSubstr("No difference in joules is shown between the levels of b."));
  EXPECT_EQ(text[2],
            "In the analysis of variance of value by b, a over 30 trials, b explains 66 %, a 33 % "
            "(eta squared; p at most 0.05, not adjusted).");
}

TEST(StudyFactors, AreTheSameWhenWrittenTwice) {
  const StudyRecord study = two_way();
  EXPECT_EQ(json_text(factors_json(factors_of(study))), json_text(factors_json(factors_of(study))));
  EXPECT_EQ(report_markdown(study), report_markdown(study));
}

}  // namespace
}  // namespace wattle::search

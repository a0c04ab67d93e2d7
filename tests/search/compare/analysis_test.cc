// SPDX-License-Identifier: MIT
#include "search/compare/analysis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/compare/comparison_report.h"
#include "search/compare/verdicts.h"
#include "search/space/rng.h"
#include "tests/search/compare/made_up_studies.h"

namespace wattle::search {
namespace {

using test::comparison_document;
using test::made_up_study;
using test::MadeUpTrial;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

/// `trials` trials of an accuracy that rises by `gain` a trial, with a little noise by repeat.
StudyRecord climb(double gain, int trials, double joules, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<MadeUpTrial> made;
  for (int i = 1; i <= trials; ++i) {
    made.push_back({0.5 + gain * i + 0.001 * rng.uniform(), joules});
  }
  return made_up_study(made, 0.1 * joules);
}

struct Example {
  nlohmann::json document;
  ComparisonPlan plan;
  std::vector<ArmStudies> studies;

  ComparisonFindings findings() const { return analyse(document, plan, studies); }
};

/// Two strategies over twelve repeats; the second gains `times` as much a trial.
Example example(double times) {
  Example made{comparison_document({"random", "bayesian"}, 12), {}, {}};
  made.plan = plan_comparison(made.document);
  for (const Arm& arm : made.plan.arms) {
    ArmStudies studies{arm, {}};
    const bool second = arm.name == "bayesian";
    for (int repeat = 0; repeat < made.plan.repeats; ++repeat) {
      const auto seed = static_cast<std::uint64_t>(2 * repeat + second);
      studies.repeats.push_back(climb(second ? 0.01 * times : 0.01, 20, 5.0, seed));
    }
    made.studies.push_back(std::move(studies));
  }
  return made;
}

TEST(Comparison, TheTargetIsWhatTheWeakestArmCanBeAskedFor) {
  const ComparisonFindings findings = example(2.0).findings();
  EXPECT_TRUE(findings.target_chosen);
  EXPECT_NEAR(findings.target, 0.7, 0.001);
  EXPECT_EQ(findings.arms[1].survival.reached, 12) << "the better arm reaches it each time";
}

TEST(Comparison, TheTargetIsWhatTheGoalAsksFor) {
  Example made = example(2.0);
  made.document["goal"]["kind"] = "cheapest";
  made.document["goal"]["at_least"] = 0.55;
  EXPECT_EQ(made.findings().target, 0.55);
  EXPECT_FALSE(made.findings().target_chosen);
  made.plan.target = 0.6;
  EXPECT_EQ(made.findings().target, 0.6) << "unless a person asks for another";
}

TEST(Comparison, SaysThatJoulesAreAnEstimate) {
  Example made = example(2.0);
  EXPECT_THAT(verdicts(made.findings()), Not(Contains(HasSubstr("an estimate"))));
  for (ArmStudies& arm : made.studies) {
    for (StudyRecord& study : arm.repeats) {
      for (Trial& trial : study.trials) {
        trial.measurement->energy.source = energy::Source::kEstimated;
      }
    }
  }
  EXPECT_THAT(verdicts(made.findings()), Contains(HasSubstr("an estimate, not a measurement")));
}

TEST(Comparison, ShowsTheRatioOfEnergyToTheTarget) {
  Example made = example(2.0);
  made.plan.target = 0.65;
  const ComparisonFindings findings = made.findings();
  ASSERT_EQ(findings.pairs.size(), 1u);
  // 15 trials against 8, all of the same joules.
  const Estimate& ratio = findings.pairs[0].energy_ratio;
  ASSERT_TRUE(ratio.value);
  EXPECT_NEAR(*ratio.value, 15.0 / 8.0, 1e-9);
  ASSERT_TRUE(ratio.interval);
  EXPECT_LE(ratio.interval->low, *ratio.value);
  EXPECT_GE(ratio.interval->high, *ratio.value);
  EXPECT_THAT(verdicts(findings),
              Contains(HasSubstr("bayesian needs 0.53 times the joules of random")));
}

TEST(Comparison, SaysWhichArmEndsBetterWithItsNumbers) {
  const ComparisonFindings findings = example(2.0).findings();
  // All twelve pairs agree: 2 / 2^12.
  EXPECT_NEAR(*findings.pairs[0].final_adjusted, 2.0 / 4096.0, 1e-12);
  EXPECT_THAT(verdicts(findings),
              Contains(HasSubstr("bayesian ends better than random, in 12 of 12 repeats")));
  EXPECT_EQ(findings.pairs[0].at_equal_joules.losses, 12);
}

TEST(Comparison, SaysWhenNoDifferenceIsShown) {
  const ComparisonFindings findings = example(1.0).findings();
  EXPECT_THAT(verdicts(findings),
              Contains(HasSubstr("No difference shown between random and bayesian")));
  EXPECT_THAT(verdicts(findings), Not(Contains(HasSubstr("ends better"))));
}

TEST(Comparison, IsRefusedWhereJoulesAreDifferentQuantities) {
  Example made = example(2.0);
  for (Trial& trial : made.studies[1].repeats[3].trials) {
    trial.measurement->energy.domains = {"dram", "package"};
  }
  const ComparisonFindings findings = made.findings();
  EXPECT_THAT(findings.refused, HasSubstr("random: counter package"));
  EXPECT_THAT(findings.refused, HasSubstr("counter dram package"));
  const std::vector<std::string> said = verdicts(findings);
  ASSERT_EQ(said.size(), 1u);
  EXPECT_THAT(said[0], HasSubstr("different quantities"));
  const ComparisonRecord record{made.document, nlohmann::json::object(), made.plan, findings};
  EXPECT_TRUE(comparison_json(record)["tests"].is_null());
  EXPECT_TRUE(comparison_json(record)["energy_to_target"].is_null());
  EXPECT_THAT(comparison_markdown(record), HasSubstr("dram"));
}

TEST(Comparison, CountsAStudyWithoutTheTargetAsCensored) {
  Example made = example(1.0);
  made.plan.target = 0.69;
  made.studies[0].repeats[0].trials.resize(5);
  const ComparisonFindings findings = made.findings();
  EXPECT_EQ(findings.arms[0].survival.reached, 11);
  // 5 trials of 5 J without success, 11 times 19 with; each study's 0.5 J of search over its own.
  double spent = 0.0;
  for (const RunToTarget& run : findings.arms[0].to_target) spent += run.spent;
  EXPECT_NEAR(*findings.arms[0].mean_to_target.value, spent / 11.0, 1e-9);
}

TEST(Comparison, SaysNothingOfEnergyThatNobodyCounted) {
  Example made = example(2.0);
  for (ArmStudies& arm : made.studies) {
    for (StudyRecord& study : arm.repeats) {
      for (Trial& trial : study.trials) {
        trial.measurement->energy = {};
        trial.measurement->energy.source = energy::Source::kUnknown;
      }
      study.ledger = {};
    }
  }
  const ComparisonFindings findings = made.findings();
  EXPECT_FALSE(findings.joules_known);
  EXPECT_THAT(verdicts(findings), Contains(HasSubstr("nobody counted any")));
  EXPECT_THAT(verdicts(findings), Contains(HasSubstr("bayesian ends better")));
  const ComparisonRecord record{made.document, nlohmann::json::object(), made.plan, findings};
  EXPECT_THAT(comparison_markdown(record), Not(HasSubstr(" J")));
  EXPECT_EQ(comparison_json(record)["target"], findings.target);
  EXPECT_TRUE(comparison_json(record)["estimated"].is_null());
}

TEST(Comparison, SaysWhereNothingWasFound) {
  Example made = example(1.0);
  for (StudyRecord& study : made.studies[1].repeats) {
    for (Trial& trial : study.trials) trial.state = TrialState::kFailed;
  }
  const ComparisonFindings findings = made.findings();
  EXPECT_THAT(verdicts(findings), Contains(HasSubstr("No target: half of an arm found nothing")));
  const ComparisonRecord record{made.document, nlohmann::json::object(), made.plan, findings};
  EXPECT_THAT(comparison_markdown(record), HasSubstr("nothing found"));
}

TEST(Comparison, OfFrontsSaysWhatIsBetter) {
  Example made = example(2.0);
  made.document["goal"]["kind"] = "pareto";
  const ComparisonFindings findings = made.findings();
  ASSERT_TRUE(findings.box);
  EXPECT_THAT(verdicts(findings), Contains(HasSubstr("hypervolume")));
  const ComparisonRecord record{made.document, nlohmann::json::object(), made.plan, findings};
  EXPECT_EQ(comparison_json(record)["front_box"]["best"][0], findings.box->best[0]);
  EXPECT_THAT(verdicts(example(2.0).findings()), Not(Contains(HasSubstr("hypervolume"))));
}

TEST(ComparisonReport, IsTheSameEveryTimeAndHasTheDocumentedKeys) {
  const Example made = example(2.0);
  const ComparisonRecord record{made.document, {{"meter", "m"}}, made.plan, made.findings()};
  const ComparisonRecord again{made.document, {{"meter", "m"}}, made.plan, made.findings()};
  const nlohmann::json json = comparison_json(record);
  EXPECT_EQ(json.dump(), comparison_json(again).dump());
  EXPECT_EQ(comparison_markdown(record), comparison_markdown(again));
  for (const char* key : {"schema_version", "context", "arms", "energy_to_target", "tests",
                          "verdicts", "summaries"}) {
    EXPECT_TRUE(json.contains(key)) << key;
  }
  EXPECT_EQ(json["arms"].size(), 24u);
  for (const nlohmann::json& arm : json["arms"]) {
    for (const char* key : {"strategy", "seed", "best_so_far", "ledger"}) {
      EXPECT_TRUE(arm.contains(key)) << key;
    }
  }
  const std::string csv = comparison_csv(record);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 25);
  EXPECT_THAT(comparison_latex(record), HasSubstr("val\\_accuracy"));
}

}  // namespace
}  // namespace wattle::search

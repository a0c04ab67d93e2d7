// SPDX-License-Identifier: MIT
// The report of every kind of goal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/report/report.h"
#include "search/report/series.h"
#include "tests/search/report/sample_study.h"

namespace wattle::search {
namespace {

using ::testing::HasSubstr;

nlohmann::json goal(const char* kind, const char* metric, const nlohmann::json& members = {}) {
  nlohmann::json json = {{"kind", kind}, {"metric", metric}};
  json["direction"] = std::string(metric).ends_with("loss") ? "minimize" : "maximize";
  if (members.is_object()) json.update(members);
  return json;
}

const nlohmann::json& reference() {
  static const nlohmann::json json = {
      {"reference", {{"metric", {0.5, 0.9}}, {"joules", {10, 1000}}}}};
  return json;
}

nlohmann::json life(nlohmann::json members = nlohmann::json::object()) {
  members["lifetime"] = {{"retrainings", 12}, {"requests", 50000}};
  return members;
}

/// The sample study under another goal; every measured trial answers 1000 requests for 2 J.
StudyRecord study_with(const nlohmann::json& goal) {
  StudyRecord study = testing::sample_study();
  study.scenario["goal"] = goal;
  for (Trial& trial : study.trials) {
    if (trial.measurement) trial.measurement->metrics["inference_joules_per_1000"] = 2.0;
  }
  return study;
}

TEST(GoalText, SaysWhatEqualMeans) {
  EXPECT_EQ(goal_text(goal("equal", "val_accuracy")),
            "val_accuracy and energy of equal importance: halving the error 1 - val_accuracy is "
            "worth halving the joules");
  EXPECT_EQ(
      goal_text(goal("equal", "val_loss")),
      "val_loss and energy of equal importance: halving val_loss is worth halving the joules");
  EXPECT_EQ(goal_text(goal("equal", "macs")),
            "macs and energy of equal importance: doubling macs is worth halving the joules");
  EXPECT_EQ(goal_text(goal("equal", "val_accuracy", reference())),
            "val_accuracy and energy of equal importance: val_accuracy from 0.5 to 0.9 is worth "
            "joules from 1000 to 10");
  EXPECT_THAT(goal_text(goal("equal", "val_loss", reference())), HasSubstr("from 0.9 to 0.5"));
}

TEST(GoalText, SaysWhoseEnergyItIs) {
  EXPECT_EQ(goal_text(goal("within", "val_loss", {{"at_most", 500}})),
            "the lowest val_loss with train_joules at most 500");
  EXPECT_EQ(goal_text(goal("within", "val_loss", life({{"at_most", 500}}))),
            "the lowest val_loss with joules at most 500; the energy is that of 12 trainings and "
            "50000 requests");
}

TEST(GoalReport, EqualIsToldByWhatIsMinimised) {
  const StudyRecord study = study_with(goal("equal", "val_accuracy"));
  const Findings findings = find_out(study);
  const StudySeries series = study_series(study, findings);
  EXPECT_EQ(series.score.label, "½ log10(1 - val_accuracy) + ½ log10(train_joules)");
  EXPECT_FALSE(series.score.higher_is_better);
  ASSERT_FALSE(series.best_by_trial.empty());
  EXPECT_EQ(series.best_by_trial.back().y, findings.goal.loss(findings.best->measurement->metrics));
}

TEST(GoalReport, TheFrontOfALifetimeIsOverItsJoules) {
  const StudyRecord study = study_with(goal("pareto", "val_accuracy", life()));
  const StudySeries series = study_series(study, find_out(study));
  ASSERT_FALSE(series.front.empty());
  const nlohmann::json result = result_json(study);
  ASSERT_EQ(result["front"].size(), series.front.size());
  for (std::size_t i = 0; i < series.front.size(); ++i) {
    const Trial& trial = study.trials[static_cast<std::size_t>(series.front[i].trial)];
    const double joules = 12.0 * trial.measurement->metrics.at("train_joules") + 50.0 * 2.0;
    EXPECT_DOUBLE_EQ(series.front[i].x, joules);
    EXPECT_DOUBLE_EQ(result["front"][i]["joules"].get<double>(), joules);
  }
  EXPECT_THAT(report_markdown(study), HasSubstr("joules of a lifetime"));
}

TEST(GoalReport, EveryKindHasEveryForm) {
  for (const nlohmann::json& each :
       {goal("best", "val_accuracy"),
        goal("weighted", "val_loss", life({{"points_per_decade", 1}})),
        goal("equal", "val_accuracy", reference()), goal("equal", "val_loss", life()),
        goal("within", "val_accuracy", life({{"at_most", 1000}})),
        goal("cheapest", "val_accuracy", life({{"at_least", 0.8}})),
        goal("pareto", "val_loss", life())}) {
    const StudyRecord study = study_with(each);
    EXPECT_THAT(report_markdown(study), HasSubstr("won with")) << each;
    EXPECT_THAT(report_html(study), HasSubstr("</html>")) << each;
    EXPECT_THAT(trials_csv(study), HasSubstr("metric:inference_joules_per_1000")) << each;
    EXPECT_FALSE(result_json(study)["best"].is_null()) << each;
  }
}

}  // namespace
}  // namespace wattle::search

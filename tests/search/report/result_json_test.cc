// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "search/report/findings.h"
#include "search/report/report.h"
#include "search/report/trial_json.h"
#include "tests/search/report/sample_study.h"

namespace wattle::search {
namespace {

using nlohmann::json;

std::set<std::string> keys(const json& object) {
  std::set<std::string> names;
  for (const auto& item : object.items()) names.insert(item.key());
  return names;
}

using Names = std::set<std::string>;

TEST(ResultJson, HasTheDocumentedKeys) {
  const json result = result_json(testing::sample_study());
  EXPECT_EQ(keys(result), (Names{"schema_version", "context", "stopped_because", "trials", "best",
                                 "finalists", "split_checks", "front", "importance", "factors",
                                 "ledger", "saved_joules", "footprint"}));
  EXPECT_EQ(result["schema_version"], 1);
  EXPECT_EQ(keys(result["ledger"]), (Names{"trials", "overhead", "idle", "total"}));
  EXPECT_EQ(keys(result["best"]),
            (Names{"trial", "parameters", "metrics", "energy", "measured_alone", "feasible"}));
}

TEST(ResultJson, TellsWhatWasNotRunHereAndWhatThatSaved) {
  StudyRecord study = testing::sample_study();
  const auto complete = [](const Trial& trial) { return trial.state == TrialState::kComplete; };
  const auto reused = std::find_if(study.trials.begin(), study.trials.end(), complete);
  const auto warm = std::find_if(reused + 1, study.trials.end(), complete);
  reused->origin = Origin{"before", 3};
  warm->origin = Origin{"elsewhere", 5};
  warm->attempts = 0;
  const json result = result_json(study);
  EXPECT_EQ(result["saved_joules"], reused->measurement->energy.joules.value);
  const json expected = {{"study", "before"}, {"trial", 3}};
  EXPECT_EQ(result["trials"][static_cast<std::size_t>(reused->number)]["origin"], expected);
  EXPECT_EQ(remark_text(*reused), "reused from trial 3 of before");
  EXPECT_EQ(remark_text(*warm), "taken from trial 5 of elsewhere");
}

TEST(ResultJson, EveryTrialHasTheDocumentedKeys) {
  const json result = result_json(testing::sample_study());
  ASSERT_EQ(result["trials"].size(), 24U);
  for (const json& trial : result["trials"]) {
    EXPECT_EQ(keys(trial),
              (Names{"number", "state", "parameters", "metrics", "energy", "seconds", "started_at",
                     "ended_at", "attempts", "resumed_step", "steps", "reason"}));
    if (trial["energy"].is_null()) continue;
    EXPECT_EQ(keys(trial["energy"]), (Names{"joules", "low", "high", "source", "domains", "shared",
                                            "gross_joules", "window_seconds"}));
    for (const json& step : trial["steps"]) {
      EXPECT_EQ(keys(step), (Names{"step", "metrics", "joules", "low", "high", "gross_joules",
                                   "shared", "seconds"}));
    }
  }
}

TEST(ResultJson, SaysUnderWhichCircumstances) {
  const StudyRecord study = testing::sample_study();
  const json context = result_json(study)["context"];
  for (const char* key : {"wattle_version", "machine", "versions", "meter", "coverage", "seed"}) {
    EXPECT_FALSE(context.at(key).is_null()) << key;
  }
  EXPECT_EQ(context["scenario"], study.scenario);
}

TEST(ResultJson, KeepsTheShapeWithoutAContext) {
  StudyRecord study = testing::sample_study();
  study.context = nullptr;
  const json context = result_json(study)["context"];
  EXPECT_TRUE(context.at("machine").is_null());
  EXPECT_EQ(context["scenario"], study.scenario);
}

TEST(ResultJson, NumbersThatAreNotFiniteBecomeNull) {
  const json failed = result_json(testing::sample_study())["trials"][5];
  ASSERT_EQ(failed["state"], "failed");
  EXPECT_TRUE(failed["metrics"].at("val_accuracy").is_null());
  EXPECT_TRUE(failed["metrics"].at("val_loss").is_null());
}

TEST(ResultJson, BestTakesItsEnergyFromTheRunAlone) {
  StudyRecord study = testing::sample_study();
  const json before = result_json(study)["best"];
  EXPECT_EQ(before["measured_alone"], false);
  testing::add_finalist(study, before["trial"].get<int>());
  const json after = result_json(study)["best"];
  EXPECT_EQ(after["measured_alone"], true);
  EXPECT_EQ(after["energy"]["joules"], study.finalists[0].measurement.energy.joules.value);
  EXPECT_EQ(after["metrics"], before["metrics"]);
}

TEST(ResultJson, AFailedSecondRunIsNotTheBestsEnergy) {
  StudyRecord study = testing::sample_study();
  testing::add_finalist(study, result_json(study)["best"]["trial"].get<int>());
  study.finalists[0].state = TrialState::kFailed;
  EXPECT_EQ(result_json(study)["best"]["measured_alone"], false);
}

TEST(ResultJson, BestIsNullBeforeAnyTrialHasCompleted) {
  EXPECT_TRUE(result_json(testing::sample_study(0))["best"].is_null());
}

TEST(ResultJson, FrontRisesInBothColumns) {
  const json front = result_json(testing::sample_study())["front"];
  ASSERT_GE(front.size(), 2U);
  for (std::size_t i = 1; i < front.size(); ++i) {
    EXPECT_GT(front[i]["joules"], front[i - 1]["joules"]);
    EXPECT_GT(front[i]["value"], front[i - 1]["value"]);
  }
}

TEST(ResultJson, LedgerAddsUp) {
  const json ledger = result_json(testing::sample_study())["ledger"];
  const double sum = ledger["trials"].get<double>() + ledger["overhead"].get<double>() +
                     ledger["idle"].get<double>();
  EXPECT_DOUBLE_EQ(sum, ledger["total"].get<double>());
}

TEST(ResultJson, TellsGramsAndMoneyWithTheNumbersBehindThem) {
  StudyRecord study = testing::sample_study();
  EXPECT_TRUE(result_json(study)["footprint"].is_null());
  study.ledger.total = Joules(7.2e6);
  study.scenario["energy"] = {{"region", "DE"}, {"price_per_kwh", 0.3}, {"currency", "EUR"}};
  const json footprint = result_json(study)["footprint"];
  EXPECT_DOUBLE_EQ(footprint["grams"], 2 * 381.0);
  EXPECT_EQ(footprint["region"], "Germany");
  EXPECT_EQ(footprint["year"], 2023);
  EXPECT_DOUBLE_EQ(footprint["cost"], 0.6);
  EXPECT_EQ(footprint["currency"], "EUR");
}

TEST(ResultJson, ReadsBackAsWritten) {
  const json result = result_json(testing::sample_study());
  EXPECT_EQ(json::parse(json_text(result, 2)), result);
}

TEST(ResultJson, SurvivesTextThatIsNotUtf8) {
  StudyRecord study = testing::sample_study();
  study.trials[5].reason = "broken \xFF\xFE text";
  EXPECT_TRUE(json::accept(json_text(result_json(study))));
}

TEST(ResultJson, JoulesThatNobodyCountedAreNull) {
  const json result = result_json(testing::sample_study_without_joules());
  for (const json& amount : result["ledger"]) EXPECT_TRUE(amount.is_null());
  for (const json& trial : result["trials"]) {
    for (const json& step : trial["steps"]) EXPECT_TRUE(step.at("joules").is_null());
    if (!trial["energy"].is_null()) {
      EXPECT_TRUE(trial["energy"]["joules"].is_null());
    }
  }
  EXPECT_TRUE(result["front"].empty());
}

}  // namespace
}  // namespace wattle::search

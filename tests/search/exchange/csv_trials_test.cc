// SPDX-License-Identifier: MIT
#include "search/exchange/csv_trials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/report/report.h"
#include "tests/search/exchange/sample.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

ImportedTrials read(const std::string& text, const json& changes = json::object()) {
  const auto imported = read_csv_trials(text, testing::sample_scenario(changes));
  EXPECT_TRUE(imported) << to_text(imported.error().front());
  return imported.value_or(ImportedTrials{});
}

std::vector<std::string> faults_of(const std::string& text) {
  const auto imported = read_csv_trials(text, testing::sample_scenario());
  std::vector<std::string> texts;
  if (imported) return texts;
  for (const Fault& fault : imported.error()) texts.push_back(to_text(fault));
  return texts;
}

TEST(CsvTrials, OfAnExportAreTheEndedOnes) {
  const StudyRecord study = testing::sample_record();
  const ImportedTrials imported = read(trials_csv(study));
  ASSERT_EQ(imported.trials.size(), 2U);
  const Trial& trial = imported.trials[0];
  EXPECT_EQ(trial.parameters, study.trials[0].parameters);
  EXPECT_EQ(trial.state, TrialState::kComplete);
  EXPECT_EQ(trial.measurement->metrics.at("loss"), 1.0 / 3.0);
  EXPECT_EQ(trial.measurement->energy.high, study.trials[0].measurement->energy.high);
  EXPECT_EQ(trial.measurement->energy.source, energy::Source::kEstimated);
  EXPECT_EQ(imported.trials[1].reason, "a \"quoted\"\nreason");
  EXPECT_THAT(imported.notes, ElementsAre(HasSubstr("2 rows")));
}

TEST(CsvTrials, KnowChoicesByHowTheyAreWritten) {
  const ImportedTrials imported =
      read("rate,layers,mode,momentum,loss\n0.1,1,\"a, b\",,1\n0.2,2,7,0.5,2\n");
  EXPECT_EQ(*imported.trials[0].parameters.find("mode"), "a, b");
  // The first of the choices that are written so.
  EXPECT_EQ(*imported.trials[1].parameters.find("mode"), "7");
}

TEST(CsvTrials, WithoutStateAreCompleteWhereTheyHaveTheMetric) {
  const ImportedTrials imported =
      read("rate,layers,mode,loss\n0.1,1,\"a, b\",1\n0.2,2,\"a, b\",\n");
  EXPECT_EQ(imported.trials[0].state, TrialState::kComplete);
  EXPECT_EQ(imported.trials[1].state, TrialState::kFailed);
  EXPECT_EQ(imported.trials[1].measurement, std::nullopt);
}

TEST(CsvTrials, WithoutJoulesHaveNone) {
  const ImportedTrials imported = read("rate,layers,mode,loss\n0.1,1,\"a, b\",1\n");
  EXPECT_EQ(imported.trials[0].measurement->energy.source, energy::Source::kUnknown);
  EXPECT_EQ(imported.trials[0].measurement->metrics.count("train_joules"), 0U);
}

TEST(CsvTrials, StandOneAfterAnother) {
  const ImportedTrials imported =
      read("rate,layers,mode,loss,joules,seconds\n0.1,1,\"a, b\",1,5,2\n0.2,1,\"a, b\",2,6,3\n");
  EXPECT_EQ(imported.trials[1].started_at, Seconds(2));
  EXPECT_EQ(imported.trials[1].ended_at, Seconds(5));
  EXPECT_EQ(imported.trials[1].measurement->metrics.at("train_joules"), 6.0);
  EXPECT_EQ(imported.trials[1].measurement->energy.source, energy::Source::kReplayed);
}

TEST(CsvTrials, NameColumnsThatMeanNothing) {
  const ImportedTrials imported =
      read("rate,layers,mode,loss,seconds,colour\n0.1,1,\"a, b\",1,1,red\n");
  EXPECT_THAT(imported.notes, ElementsAre(HasSubstr("colour")));
}

TEST(CsvTrials, TellEveryBadCell) {
  const auto faults = faults_of(
      "rate,layers,mode,momentum,loss,state,joules\n"
      "2,1,\"a, b\",,1,complete,1\n"
      "0.1,x,\"a, b\",0.5,y,done,-\n"
      "0.1,1,\"a, b\",,,complete,\n");
  ASSERT_EQ(faults.size(), 7U) << ::testing::PrintToString(faults);
  EXPECT_THAT(faults[0],
              HasSubstr("line 2, column rate: \"2\" - expected a number from 0.0001 to 1"));
  EXPECT_THAT(faults[1], HasSubstr("line 3, column layers: \"x\""));
  EXPECT_THAT(faults[2], HasSubstr("line 3, column momentum"));
  EXPECT_THAT(faults[3], HasSubstr("line 3, column loss: \"y\" - expected a finite number"));
  EXPECT_THAT(faults[4], HasSubstr("line 3, column joules: \"-\""));
  EXPECT_THAT(faults[5], HasSubstr("line 3, column state: \"done\" - expected one of complete"));
  EXPECT_THAT(faults[6], HasSubstr("line 4, column state"));
}

TEST(CsvTrials, NeedTheParametersAndTheGoalsMetric) {
  const auto faults = faults_of("rat,layers,mode\n0.1,1,7\n");
  ASSERT_EQ(faults.size(), 2U);
  EXPECT_THAT(faults[0], HasSubstr("param:rate"));
  EXPECT_THAT(faults[0], HasSubstr("rat"));
  EXPECT_THAT(faults[1], HasSubstr("metric:loss"));
}

TEST(CsvTrials, BeginAStudyThatItsStrategyGoesOnWith) {
  const Scenario scenario = testing::sample_scenario({{"strategy", {{"kind", "sobol"}}}});
  ImportedTrials imported =
      *read_csv_trials("rate,layers,mode,loss,joules\n0.1,1,\"a, b\",1,5\n", scenario);
  const auto record = imported_record(scenario, std::move(imported.trials), json::object());
  ASSERT_TRUE(record);
  EXPECT_EQ(record->strategy_state.at("next"), 0);
  EXPECT_EQ(record->ledger.total, Joules(5));
  EXPECT_EQ(record->name, "moved");
}

}  // namespace
}  // namespace wattle::search

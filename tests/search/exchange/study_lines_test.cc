// SPDX-License-Identifier: MIT
#include "search/exchange/study_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/search/exchange/sample.h"
#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

/// The first fault's place and words; empty when the text is read.
std::string fault_of(const std::string& text) {
  const auto read = read_study_lines(text, {});
  return read ? std::string() : to_text(read.error().front());
}

/// The lines of the sample, `pointer` in line `line` (from 0) replaced.
std::string changed(std::size_t line, const std::string& pointer, const json& value) {
  std::istringstream lines(study_lines(testing::sample_record()));
  std::string text;
  std::string each;
  for (std::size_t i = 0; std::getline(lines, each); ++i) {
    json object = json::parse(each);
    if (i == line) object[json::json_pointer(pointer)] = value;
    text += object.dump() + "\n";
  }
  return text;
}

TEST(StudyLines, ReadBackAreTheSameBytes) {
  const std::string text = study_lines(testing::sample_record());
  const auto read = read_study_lines(text, {});
  ASSERT_TRUE(read) << to_text(read.error().front());
  EXPECT_EQ(study_lines(*read), text);
}

TEST(StudyLines, PassAStoreWithRunningTrialsWaiting) {
  StudyRecord record = testing::sample_record();
  const test::TemporaryDirectory directory;
  const std::string file = (directory.path() / "study.db").string();
  ASSERT_TRUE((*open_sqlite_store(file))->create(*read_study_lines(study_lines(record), {})));
  for (Trial& trial : record.trials) {
    if (trial.state == TrialState::kRunning) trial.state = TrialState::kWaiting;
  }
  EXPECT_EQ(study_lines(read_sqlite_store(file)->record), study_lines(record));
}

TEST(StudyLines, HoldWhatATrialHas) {
  const auto read = read_study_lines(study_lines(testing::sample_record()), {});
  ASSERT_TRUE(read);
  const Trial& trial = read->trials.front();
  EXPECT_EQ(trial.attempts, 2);
  EXPECT_EQ(trial.resumed_step, 1);
  ASSERT_EQ(trial.steps.size(), 2U);
  EXPECT_EQ(trial.steps[0].high, Joules(0.3));
  EXPECT_TRUE(trial.steps[0].shared);
  EXPECT_EQ(trial.measurement->energy, testing::sample_measurement(1.0 / 3.0).energy);
  EXPECT_EQ(read->trials[1].reason, "a \"quoted\"\nreason");
  EXPECT_EQ(read->trials[3].state, TrialState::kWaiting);
  ASSERT_EQ(read->finalists.size(), 1U);
  EXPECT_EQ(read->finalists[0].layers, test::sample_layers());
  EXPECT_EQ(read->strategy_state, testing::sample_record().strategy_state);
}

struct BadLine {
  const char* name;
  std::size_t line;
  const char* pointer;
  json value;
  const char* expected;  ///< part of the fault
};

class BadLines : public ::testing::TestWithParam<BadLine> {};

TEST_P(BadLines, AreToldByTheirPlace) {
  const BadLine& bad = GetParam();
  const std::string fault = fault_of(changed(bad.line, bad.pointer, bad.value));
  EXPECT_THAT(fault, HasSubstr("line " + std::to_string(bad.line + 1)));
  EXPECT_THAT(fault, HasSubstr(bad.expected));
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, BadLines,
    ::testing::Values(
        BadLine{"NewerFormat", 0, "/study/schema_version", 99, "a newer Wattle"},
        BadLine{"BadScenario", 0, "/study/scenario/budget", json::object(), "scenario/budget"},
        BadLine{"MissingTrials", 0, "/study/trials", 5, "as many lines as there are: 4"},
        BadLine{"UnknownState", 1, "/trial/state", "complet", "complete"},
        BadLine{"WrongNumber", 2, "/trial/number", 7, "1, the next trial's"},
        BadLine{"TextForANumber", 1, "/trial/energy/low", "0", "a number, or null"},
        BadLine{"OutsideTheSpace", 1, "/trial/parameters/layers", 9,
                "a point of the study's space"},
        BadLine{"StepsInDisorder", 1, "/trial/steps/1/step", 1, "a step after the one before"},
        BadLine{"LayersOfNothing", 5, "/finalist/layer_energy", json::object(), "model's layers"},
        BadLine{"FinalistOfNothing", 5, "/finalist/trial", 4, "one of the study's trials"},
        BadLine{"EndWithoutTime", 2, "/trial/ended_at", nullptr, "the time at which it ended"}),
    [](const auto& instance) { return instance.param.name; });

TEST(StudyLines, OfATextThatIsNoExportAreFaults) {
  EXPECT_THAT(fault_of(""), HasSubstr("the line of the study"));
  EXPECT_THAT(fault_of("{\n"), HasSubstr("line 1"));
  EXPECT_THAT(fault_of("{\"trial\": {}}\n"), HasSubstr("{\"study\": ..}"));
}

}  // namespace
}  // namespace wattle::search

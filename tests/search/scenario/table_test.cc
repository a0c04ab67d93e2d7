// SPDX-License-Identifier: MIT
// Tables of recorded runs, as a scenario names them: what is read, and what is refused.
#include <gtest/gtest.h>

#include "search/scenario/recorded_table.h"
#include "tests/search/scenario/table_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using test::curve_sample;
using test::table_sample;
using test::TableFolder;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr const char* kTable = "x,acc,J,s\n1,0.5,10,1\n2,0.75,20,2\n1,0.625,12,1.5\n";

Parameters at(const Value& x) { return Parameters(nlohmann::json{{"x", x}}); }

TEST(Table, EqualParametersAreRepetitions) {
  const TableFolder folder(kTable);
  const auto scenario = folder.load(table_sample());
  ASSERT_TRUE(scenario) << to_text(scenario.error().front());
  const RecordedRuns& runs = *scenario->recorded_runs;
  ASSERT_THAT(runs.configurations(), SizeIs(2));
  const auto& twice = runs.find(at(1))->runs;
  ASSERT_THAT(twice, SizeIs(2));
  EXPECT_EQ(twice[1].joules, Joules(12.0));
  EXPECT_EQ(twice[1].seconds, Seconds(1.5));
  EXPECT_EQ(twice[1].metrics, (Metrics{{"acc", 0.625}}));
}

TEST(Table, ItsConfigurationsAreTheSpace) {
  const TableFolder folder(kTable);
  const auto scenario = folder.load(table_sample());
  ASSERT_TRUE(scenario);
  ASSERT_NE(scenario->space.rows(), nullptr);
  EXPECT_THAT(*scenario->space.rows(), SizeIs(2));
  EXPECT_EQ(scenario->document.at("finalists"), 0);
  // What was inferred is written out, and read again it means the same.
  const auto again = folder.load(scenario->document);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->space.fingerprint(), scenario->space.fingerprint());
}

TEST(Table, ASpaceDescribesItsColumns) {
  const TableFolder folder(kTable);
  const json space = {{"x", {{"type", "float"}, {"low", 0.5}, {"high", 4}, {"scale", "log"}}}};
  const auto scenario = folder.load(with(table_sample(), "/space", space));
  ASSERT_TRUE(scenario) << to_text(scenario.error().front());
  EXPECT_EQ(scenario->space.find("x")->scale, Scale::kLog);
  for (const Parameters& row : *scenario->space.rows()) {
    EXPECT_NE(scenario->recorded_runs->find(row), nullptr);
  }
}

TEST(Table, ARowOutsideTheSpaceIsToldByItsLine) {
  const TableFolder folder(kTable);
  const json space = {{"x", {{"type", "int"}, {"low", 1}, {"high", 1}}}};
  EXPECT_THAT(folder.faults(with(table_sample(), "/space", space)),
              ElementsAre(IsFaultAt("/objective/file", "line 3 of t.csv")));
}

TEST(Table, RowsThatForbidLeavesOutAreNotTaken) {
  const TableFolder folder(kTable);
  const auto scenario = folder.load(with(table_sample(), "/forbid", json::array({{{"x", 1}}})));
  ASSERT_TRUE(scenario) << to_text(scenario.error().front());
  const RecordedRuns& runs = *scenario->recorded_runs;
  EXPECT_EQ(runs.find(at(1)), nullptr);
  EXPECT_THAT(runs.configurations(), SizeIs(1));
  EXPECT_EQ(runs.runs(), 1u);
  EXPECT_EQ(runs.info().rows, 1u);
}

TEST(Table, ItsSpaceCanBeBuiltAnewFromTheDocument) {
  const TableFolder folder(kTable);
  const auto scenario = folder.load(with(table_sample(), "/forbid", json::array({{{"x", 1}}})));
  ASSERT_TRUE(scenario);
  const auto again = space_of(scenario->document, folder.path());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->fingerprint(), scenario->space.fingerprint());
  EXPECT_TRUE(folder.load(table_sample())->space.widens(*again));
}

TEST(Table, AParameterWithoutAColumnIsRefused) {
  const TableFolder folder("batch_size,acc,J,s\n1,0.5,10,1\n");
  json document = with(table_sample(), "/objective/parameters", {"batch_size"});
  document["space"] = {{"batchsize", {{"type", "int"}, {"low", 1}, {"high", 2}}}};
  EXPECT_THAT(folder.faults(document),
              ElementsAre(AllOf(IsFaultAt("/space/batchsize"), Nearest("batch_size"))));
}

TEST(Table, PointsBesideItAreRefused) {
  const TableFolder folder(kTable);
  const json points = json::array({{{"x", 1}}});
  EXPECT_THAT(folder.faults(with(table_sample(), "/points", points)),
              ElementsAre(IsFaultAt("/points")));
}

TEST(Table, AParameterMayBeInactive) {
  const TableFolder folder("o,m,acc,J,s\nsgd,0.5,1,1,1\nadam,,2,1,1\n");
  const json named = with(table_sample(), "/objective/parameters", {"o", "m"});
  EXPECT_THAT(folder.faults(named), ElementsAre(IsFaultAt("/objective/file", "m is missing")));
  const json space = {
      {"m", {{"type", "float"}, {"low", 0}, {"high", 1}, {"when", {{"o", "sgd"}}}}}};
  EXPECT_TRUE(folder.load(with(named, "/space", space)));
}

TEST(Table, TakesTheRowsThatWhereNames) {
  const TableFolder folder("task,x,acc,J,s\na,1,0.5,1,1\nb,1,0.6,1,1\n7,2,0.7,1,1\n");
  const auto rows = [&](const json& where) {
    const auto scenario = folder.load(with(table_sample(), "/objective/where", where));
    return scenario ? scenario->recorded_runs->info().rows : 0;
  };
  EXPECT_EQ(rows({{"task", "a"}}), 1u);
  EXPECT_EQ(rows({{"task", 7}}), 1u);
  EXPECT_EQ(rows({{"task", {"a", "b"}}}), 2u);
  EXPECT_EQ(rows({{"task", "b"}, {"x", 1}}), 1u);
}

TEST(Table, AFilterThatNothingPassesIsRefused) {
  const TableFolder folder("task,x,acc,J,s\ncifar,1,0.5,1,1\nmnist,2,0.6,1,1\n");
  EXPECT_THAT(folder.faults(with(table_sample(), "/objective/where", {{"task", "cifr"}})),
              ElementsAre(IsFaultAt("/objective/where/task", "cifar, mnist")));
  EXPECT_THAT(
      folder.faults(with(table_sample(), "/objective/where", {{"task", "cifar"}, {"x", 2}})),
      ElementsAre(IsFaultAt("/objective/where")));
}

TEST(Table, ReadsWattlesOwnTrials) {
  const TableFolder folder("number,param:x,metric:acc,joules,seconds\r\n0,1,0.5,3,1\r\n");
  json document = with(table_sample(), "/objective/joules", "joules");
  document = with(document, "/objective/seconds", "seconds");
  const auto scenario = folder.load(document);
  ASSERT_TRUE(scenario) << to_text(scenario.error().front());
  EXPECT_NE(scenario->recorded_runs->find(at(1)), nullptr);
}

TEST(Table, AParameterMayBeCalledAsAColumnOfWattlesOwn) {
  const TableFolder folder(
      "number,state,joules,source,seconds,param:source,metric:state\n"
      "0,complete,3,estimated,1,7,0.5\n");
  json document = with(table_sample(), "/objective/parameters", {"source"});
  document["objective"].update({{"joules", "joules"}, {"seconds", "seconds"}, {"metric", "state"}});
  document["goal"]["metric"] = "state";
  const auto scenario = folder.load(document);
  ASSERT_TRUE(scenario) << to_text(scenario.error().front());
  const auto* const found = scenario->recorded_runs->find(Parameters(json{{"source", 7}}));
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->runs[0].metrics, (Metrics{{"state", 0.5}}));
}

TEST(Table, ReportsFurtherMetricsWhereTheyWereRecorded) {
  const TableFolder folder("x,acc,loss,J,s\n1,0.5,0.25,1,1\n2,0.5,,1,1\n");
  const auto scenario = folder.load(with(table_sample(), "/objective/metrics", {"loss"}));
  ASSERT_TRUE(scenario);
  const RecordedRuns& runs = *scenario->recorded_runs;
  EXPECT_EQ(runs.find(at(1))->runs[0].metrics.at("loss"), 0.25);
  EXPECT_FALSE(runs.find(at(2))->runs[0].metrics.contains("loss"));
}

TEST(Table, RowsOfARunAreACurve) {
  const TableFolder folder(
      "x,r,epoch,acc,J,s\n1,a,2,0.6,5,2\n1,a,1,0.5,3,1\n1,b,1,0.4,2,1\n1,b,2,0.5,4,3\n1,b,4,0.7,9,"
      "5\n");
  const auto scenario = folder.load(with(curve_sample(), "/objective/run", "r"));
  ASSERT_TRUE(scenario) << to_text(scenario.error().front());
  const auto& runs = scenario->recorded_runs->find(at(1))->runs;
  ASSERT_THAT(runs, SizeIs(2));
  EXPECT_THAT(runs[0].steps, ElementsAre(Field(&Step::step, 1), Field(&Step::step, 2)));
  EXPECT_EQ(runs[0].steps[0].joules, Joules(3.0));
  EXPECT_EQ(runs[1].steps[2].step, 4);
  EXPECT_EQ(runs[1].joules, Joules(9.0));
  EXPECT_EQ(runs[1].seconds, Seconds(5.0));
}

TEST(Table, WithoutNamesTheKthRowOfAStepIsOfTheKthRun) {
  const TableFolder folder("x,epoch,acc,J,s\n1,1,0.5,1,1\n1,2,0.6,2,2\n1,1,0.4,3,1\n1,2,0.7,4,2\n");
  const auto scenario = folder.load(curve_sample());
  ASSERT_TRUE(scenario) << to_text(scenario.error().front());
  const auto& runs = scenario->recorded_runs->find(at(1))->runs;
  ASSERT_THAT(runs, SizeIs(2));
  EXPECT_EQ(runs[0].joules, Joules(2.0));
  EXPECT_EQ(runs[1].steps[0].joules, Joules(3.0));
}

TEST(Table, ARunThatNeverReachedItsTargetMayFail) {
  const TableFolder folder("x,acc,J,s\n1,,30,3\n2,0.75,20,2\n");
  EXPECT_THAT(folder.faults(table_sample()),
              ElementsAre(IsFaultAt("/objective/metric", "line 2 of t.csv")));
  const auto scenario = folder.load(with(table_sample(), "/objective/missing", "fail"));
  ASSERT_TRUE(scenario);
  const RecordedRun& run = scenario->recorded_runs->find(at(1))->runs[0];
  EXPECT_EQ(run.failure, "line 2 of t.csv records no acc");
  EXPECT_EQ(run.joules, Joules(30.0));
  EXPECT_EQ(run.seconds, Seconds(3.0));
}

TEST(Table, ACurveFailsAtTheFirstStepWithoutAMetric) {
  const TableFolder folder("x,epoch,acc,J,s\n1,1,0.5,1,1\n1,2,nan,2,2\n1,3,0.9,3,3\n");
  const auto scenario = folder.load(with(curve_sample(), "/objective/missing", "fail"));
  ASSERT_TRUE(scenario);
  const RecordedRun& run = scenario->recorded_runs->find(at(1))->runs[0];
  EXPECT_THAT(run.steps, SizeIs(1));
  EXPECT_EQ(run.joules, Joules(2.0));
  EXPECT_FALSE(run.failure.empty());
}

TEST(Table, WithoutJoulesNothingMayAskForThem) {
  const TableFolder folder(kTable);
  const json document = without(table_sample(), "/objective/joules");
  EXPECT_TRUE(folder.load(document));
  for (const char* kind : {"pareto", "equal"}) {
    const json goal = {{"kind", kind}, {"metric", "acc"}, {"direction", "maximize"}};
    EXPECT_THAT(folder.faults(with(document, "/goal", goal)),
                ElementsAre(IsFaultAt("/objective/joules", kind)));
  }
  const json joules = {{"kind", "best"}, {"metric", "train_joules"}, {"direction", "minimize"}};
  EXPECT_THAT(folder.faults(with(document, "/goal", joules)),
              ElementsAre(IsFaultAt("/goal/metric", "acc, seconds")));
  EXPECT_THAT(folder.faults(with(document, "/budget/joules", 5)),
              ElementsAre(IsFaultAt("/budget/joules")));
  EXPECT_THAT(folder.faults(with(document, "/pruner", {{"kind", "energy"}})),
              ElementsAre(IsFaultAt("/pruner/kind")));
  const json per_joule = {{"kind", "bayesian"}, {"per_joule", true}};
  EXPECT_THAT(folder.faults(with(document, "/strategy", per_joule)),
              ElementsAre(IsFaultAt("/strategy/per_joule")));
}

TEST(Table, AGoalOfAnswersAloneNeedsNoJoulesOfTrainings) {
  const TableFolder folder("x,acc,inference_joules_per_1000,s\n1,0.5,2,1\n2,0.6,3,1\n");
  json document = without(table_sample(), "/objective/joules");
  document["objective"]["metrics"] = {"inference_joules_per_1000"};
  document["goal"] = {{"kind", "weighted"},
                      {"metric", "acc"},
                      {"direction", "maximize"},
                      {"points_per_decade", 0.1},
                      {"lifetime", {{"retrainings", 0}, {"requests", 1000}}}};
  EXPECT_THAT(folder.faults(document), SizeIs(0));
  document["goal"]["lifetime"]["retrainings"] = 1;
  EXPECT_THAT(folder.faults(document), ElementsAre(IsFaultAt("/objective/joules")));
}

TEST(Table, AColumnWithoutValuesIsNoParameter) {
  const TableFolder folder("x,y,acc,J,s\n1,,0.5,10,1\n2,,0.75,20,2\n");
  const json document = with(table_sample(), "/objective/parameters", {"x", "y"});
  EXPECT_THAT(folder.faults(document), ElementsAre(IsFaultAt("/objective/parameters/1")));
  // One that somebody describes may be inactive everywhere.
  const json y = {{"type", "int"}, {"low", 1}, {"high", 3}, {"when", {{"x", 1}}}};
  const json x = {{"type", "int"}, {"low", 1}, {"high", 2}};
  EXPECT_THAT(folder.faults(with(document, "/space", {{"x", x}, {"y", y}})),
              ElementsAre(IsFaultAt("/objective/file", "y is missing")));
}

TEST(Table, CoverageIsOfJoules) {
  const TableFolder folder(kTable);
  const json covered = with(table_sample(), "/objective/coverage", {"gpu", "dram", "gpu"});
  const auto scenario = folder.load(covered);
  ASSERT_TRUE(scenario);
  EXPECT_THAT(scenario->recorded_runs->info().domains, ElementsAre("dram", "gpu"));
  EXPECT_THAT(folder.faults(without(covered, "/objective/joules")),
              ElementsAre(IsFaultAt("/objective/coverage", "no energy is known")));
}

TEST(Table, NothingCanBeMeasuredAgain) {
  const TableFolder folder(kTable);
  EXPECT_THAT(folder.faults(with(table_sample(), "/finalists", 1)),
              ElementsAre(IsFaultAt("/finalists")));
}

TEST(Table, AFileThatIsNotThereIsTheOnlyFault) {
  const TableFolder folder(kTable);
  EXPECT_THAT(folder.faults(with(table_sample(), "/objective/file", "u.csv")),
              ElementsAre(IsFaultAt("/objective/file", "exists")));
  EXPECT_THAT(folder.faults(with(table_sample(), "/objective/file", ".")),
              ElementsAre(IsFaultAt("/objective/file", "folder")));
}

TEST(Table, AllUnknownColumnsAreToldAtOnce) {
  const TableFolder folder("learning_rate,accuracy,energy,time\n1,2,3,4\n");
  json document = with(table_sample(), "/objective/parameters", {"learning_rat"});
  document["objective"]["metric"] = "acuracy";
  document["objective"]["joules"] = "enrgy";
  document["goal"]["metric"] = "acuracy";
  EXPECT_THAT(folder.faults(document),
              UnorderedElementsAre(AllOf(IsFaultAt("/objective/parameters/0", "a column of t.csv"),
                                         Nearest("learning_rate")),
                                   AllOf(IsFaultAt("/objective/metric"), Nearest("accuracy")),
                                   AllOf(IsFaultAt("/objective/joules"), Nearest("energy")),
                                   IsFaultAt("/objective/seconds")));
}

struct BadTable {
  const char* name;
  const char* text;
  const char* pointer;
  const char* words;
};

class BadTables : public testing::TestWithParam<BadTable> {};

TEST_P(BadTables, AreRefusedWithTheirPlace) {
  const TableFolder folder(GetParam().text);
  const bool curve = std::string(GetParam().text).find("epoch") != std::string::npos;
  const auto faults = folder.faults(curve ? curve_sample() : table_sample());
  ASSERT_THAT(faults, SizeIs(1));
  EXPECT_EQ(faults[0].pointer, GetParam().pointer);
  EXPECT_THAT(to_text(faults[0]), HasSubstr(GetParam().words));
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadTables,
    testing::Values(
        BadTable{"Empty", "", "/objective/file", "heading"},
        BadTable{"NoRows", "x,acc,J,s\n", "/objective/file", "no rows"},
        BadTable{"Ragged", "x,acc,J,s\n1,2,3\n", "/objective/file", "line 2 of t.csv: 3 cells"},
        BadTable{"SameColumnTwice", "x,acc,J,s,J\n1,2,3,4,5\n", "/objective/file", "J twice"},
        BadTable{"TextForANumber", "x,acc,J,s\n1,good,3,4\n", "/objective/metric",
                 "\"good\" - expected a finite number in line 2 of t.csv, column acc"},
        BadTable{"NegativeJoules", "x,acc,J,s\n1,2,-3,4\n", "/objective/joules", "at least 0"},
        BadTable{"InfiniteSeconds", "x,acc,J,s\n1,2,3,inf\n", "/objective/seconds", "finite"},
        BadTable{"MoreJoulesThanCanBeSummed", "x,acc,J,s\n1,2,1e308,4\n", "/objective/joules",
                 "at most 1e15"},
        BadTable{"NoParameterHasAValue", "x,acc,J,s\n,2,3,4\nnan,2,3,4\n",
                 "/objective/parameters/0", "a column with a value"},
        BadTable{"NoSeconds", "x,acc,J,s\n1,2,3,\n", "/objective/seconds", "\"missing\": \"fail\""},
        BadTable{"NegativeStep", "x,epoch,acc,J,s\n1,-1,2,3,4\n", "/objective/step", "at least 0"},
        BadTable{"HalfAStep", "x,epoch,acc,J,s\n1,1.5,2,3,4\n", "/objective/step", "integer"},
        BadTable{"JoulesFall", "x,epoch,acc,J,s\n1,1,2,3,4\n1,2,2,2,5\n", "/objective/joules",
                 "at least the 3 of the step before in line 3 of t.csv, column J"},
        BadTable{"SecondsFall", "x,epoch,acc,J,s\n1,1,2,3,4\n1,2,2,3,3.5\n", "/objective/seconds",
                 "cumulative"},
        BadTable{"StepsUnequallyOften", "x,epoch,acc,J,s\n1,1,2,3,4\n1,1,2,3,4\n1,2,2,3,4\n",
                 "/objective/step", "equally often"}),
    [](const auto& instance) { return instance.param.name; });

struct AmountsCase {
  const char* amounts;
  std::vector<double> joules;  ///< up to each step
};

class TableAmounts : public testing::TestWithParam<AmountsCase> {};

TEST_P(TableAmounts, SayWhatARowCounts) {
  const TableFolder folder("x,epoch,acc,J,s\n1,0,2,3,4\n1,1,2,2,5\n1,2,2,6,4.5\n");
  const auto scenario = folder.load(with(curve_sample(), "/objective/amounts", GetParam().amounts));
  ASSERT_TRUE(scenario) << to_text(scenario.error().front());
  const RecordedRun& run = scenario->recorded_runs->find(at(1))->runs.front();
  ASSERT_THAT(run.steps, SizeIs(3));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(run.steps[i].joules, Joules(GetParam().joules[i])) << i;
    EXPECT_GE(run.seconds, run.steps[i].seconds);
  }
  EXPECT_EQ(run.joules, run.steps.back().joules);
}

INSTANTIATE_TEST_SUITE_P(Table, TableAmounts,
                         testing::Values(AmountsCase{"per_step", {3.0, 5.0, 11.0}},
                                         AmountsCase{"running_maximum", {3.0, 3.0, 6.0}}),
                         [](const auto& instance) { return instance.param.amounts; });

TEST(Table, ARunHasEachStepOnce) {
  const TableFolder folder("x,r,epoch,acc,J,s\n1,1,1,2,3,4\n1,1,1,2,3,4\n");
  EXPECT_THAT(folder.faults(with(curve_sample(), "/objective/run", "r")),
              ElementsAre(IsFaultAt("/objective/step", "line 3 of t.csv repeats line 2")));
  EXPECT_THAT(folder.faults(with(table_sample(), "/objective/run", "r")),
              ElementsAre(IsFaultAt("/objective/run", "one row in a run")));
}

TEST(Table, AParameterMeansOneThing) {
  const TableFolder folder(kTable);
  EXPECT_THAT(folder.faults(with(table_sample(), "/objective/parameters", {"x", "J"})),
              ElementsAre(IsFaultAt("/objective/parameters/1", "/objective/joules")));
  EXPECT_THAT(folder.faults(with(table_sample(), "/objective/parameters", {"x", "x"})),
              ElementsAre(IsFaultAt("/objective/parameters/1")));
}

TEST(Table, ManyBadCellsAreCounted) {
  std::string text = "x,acc,J,s\n";
  for (int row = 0; row < 50; ++row) text += std::to_string(row) + ",bad,1,1\n";
  const auto faults = TableFolder(text).faults(table_sample());
  EXPECT_THAT(faults, SizeIs(11));
  EXPECT_THAT(faults, Contains(Field(&Fault::value, HasSubstr("50 faults"))));
}

}  // namespace
}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/table/recorded_runs.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace wattle::search {
namespace {

Parameters at(const Value& x) { return Parameters(nlohmann::json{{"x", x}}); }

RecordedRun run_of(double joules, std::vector<int> steps = {}) {
  RecordedRun run;
  run.joules = Joules(joules);
  for (const int step : steps) run.steps.push_back({step, {}, Joules(joules), Seconds(step)});
  return run;
}

TEST(RecordedRuns, AreFoundByValue) {
  const RecordedRuns runs({}, {{at(8), {run_of(1.0)}}});
  EXPECT_NE(runs.find(at(8.0)), nullptr);
  EXPECT_EQ(runs.find(at(9)), nullptr);
  EXPECT_EQ(runs.draw(at(9), 1), nullptr);
}

TEST(RecordedRuns, DrawsEveryRepetitionAboutEquallyOften) {
  const Parameters x = at(1);
  const RecordedRuns runs({}, {{x, {run_of(0.0), run_of(1.0), run_of(2.0)}}});
  constexpr int kDraws = 3000;
  std::vector<int> counts(3);
  for (int seed = 0; seed < kDraws; ++seed) {
    const RecordedRun* const drawn = runs.draw(x, static_cast<std::uint64_t>(seed));
    EXPECT_EQ(drawn, runs.draw(x, static_cast<std::uint64_t>(seed)));
    ++counts[static_cast<std::size_t>(drawn->joules.value)];
  }
  // Five standard deviations of a binomial count; the seeds are fixed.
  const double tolerance = 5.0 * std::sqrt(kDraws * (1.0 / 3.0) * (2.0 / 3.0));
  for (const int count : counts) EXPECT_NEAR(count, kDraws / 3.0, tolerance);
}

TEST(RecordedRuns, PlanAsManyStepsAsTheLongestRun) {
  const Parameters x = at(1);
  const RecordedRuns runs({}, {{x, {run_of(1.0, {1, 2}), run_of(1.0, {1, 2, 5})}}});
  EXPECT_EQ(runs.planned_steps(x), 5);
  EXPECT_EQ(runs.planned_steps(at(2)), std::nullopt);
  EXPECT_EQ(RecordedRuns({}, {{x, {run_of(1.0)}}}).planned_steps(x), std::nullopt);
}

TEST(RecordedRuns, AreSpelledAsTheSpaceSpellsThem) {
  const nlohmann::json space = {
      {"x", {{"type", "float"}, {"low", 0.0}, {"high", 1.0}, {"step", 0.1}}}};
  const auto points = nlohmann::json::array({{{"x", 0.3}}, {{"x", 0.7}}});
  const auto built = SearchSpace::from_json(space, nullptr, points);
  ASSERT_TRUE(built);
  const RecordedRuns runs({}, {{at(0.3), {run_of(1.0)}}, {at(0.7), {run_of(2.0)}}}, &*built);
  for (const Parameters& row : *built->rows()) EXPECT_NE(runs.find(row), nullptr);
}

TEST(RecordedRuns, SayThatTheirJoulesAreReplayed) {
  const RecordedRuns known({"t.csv", true, {"gpu"}, 1, ""}, {});
  const energy::EnergyReading reading = known.reading(Joules(3.0), Seconds(2.0));
  EXPECT_EQ(reading.source, energy::Source::kReplayed);
  EXPECT_EQ(reading.low, reading.joules);
  EXPECT_EQ(reading.high, reading.joules);
  EXPECT_EQ(reading.domains, std::vector<std::string>{"gpu"});
  const RecordedRuns unknown({"t.csv", false, {}, 1, ""}, {});
  EXPECT_EQ(unknown.reading(Joules(), Seconds()).source, energy::Source::kUnknown);
  EXPECT_EQ(unknown.meter().source, energy::Source::kUnknown);
}

}  // namespace
}  // namespace wattle::search

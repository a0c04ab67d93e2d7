// SPDX-License-Identifier: MIT
// States that are not taken back, and those that are though the search has changed.
#include <gmock/gmock.h>

#include <functional>

#include "tests/search/study/ask_tell_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using test::ask_one;
using test::numeric_problem;
using test::open_search;
using test::with_member;
using testing::SizeIs;

/// Three trials: complete, failed, running.
json sample_state() {
  auto search = open_search(numeric_problem());
  if (!search || !search->ask(3)) return nullptr;
  EXPECT_TRUE(search->tell(0, {{"value", 1.0}}, Joules(4.0)));
  EXPECT_TRUE(search->fail(1, "out of memory"));
  return search->state();
}

struct BadState {
  const char* name;
  const char* pointer;
  std::function<void(json& state)> spoil;
};

void PrintTo(const BadState& bad, std::ostream* out) { *out << bad.name; }

class StateRefused : public testing::TestWithParam<BadState> {};

TEST_P(StateRefused, WithThePlaceOfTheFault) {
  json state = sample_state();
  GetParam().spoil(state);
  auto search = open_search(numeric_problem());
  ASSERT_TRUE(search);
  ask_one(*search);
  const json before = search->state();
  const auto refused = search->restore(state);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Refusal::Reason::kBadState);
  ASSERT_THAT(refused.error().faults, SizeIs(1)) << to_text(refused.error());
  EXPECT_EQ(refused.error().faults.front().pointer, GetParam().pointer);
  EXPECT_EQ(search->state(), before);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, StateRefused,
    testing::Values(BadState{"NoObject", "", [](json& state) { state = nullptr; }},
                    BadState{"OtherVersion", "/version", [](json& state) { state["version"] = 2; }},
                    BadState{"OtherSeed", "/seed", [](json& state) { state["seed"] = 6; }},
                    BadState{"OtherStrategy", "/strategy/kind",
                             [](json& state) { state["strategy"]["kind"] = "grid"; }},
                    BadState{"StrategysStateOfAnother", "/strategy/state",
                             [](json& state) {
                               state["strategy"]["state"] = {{"version", 9}};
                             }},
                    BadState{"NoTrials", "/trials", [](json& state) { state.erase("trials"); }},
                    BadState{"UnknownMember", "/trial", [](json& state) { state["trial"] = 1; }},
                    BadState{"PointOutside", "/trials/2/parameters/x",
                             [](json& state) { state["trials"][2]["parameters"]["x"] = 7; }},
                    BadState{"PointWithoutAValue", "/trials/1/parameters/n",
                             [](json& state) { state["trials"][1]["parameters"].erase("n"); }},
                    BadState{"MetricIsText", "/trials/0/metrics/value",
                             [](json& state) { state["trials"][0]["metrics"]["value"] = "1"; }},
                    BadState{"NoMetric", "/trials/0/metrics/value",
                             [](json& state) { state["trials"][0]["metrics"].erase("value"); }},
                    BadState{
                        "NegativeJoules", "/trials/0/metrics/train_joules",
                        [](json& state) { state["trials"][0]["metrics"]["train_joules"] = -1; }},
                    BadState{"CompleteAndFailed", "/trials/0",
                             [](json& state) { state["trials"][0]["failed"] = "both"; }}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(AskTellState, IsTakenInAGrownSpace) {
  json problem = numeric_problem();
  problem["space"]["x"]["high"] = 2.0;
  auto search = open_search(problem);
  ASSERT_TRUE(search);
  const auto restored = search->restore(sample_state());
  ASSERT_TRUE(restored) << to_text(restored.error());
  EXPECT_THAT(search->trials(), SizeIs(3));
}

TEST(AskTellState, IsJudgedAnewByAnotherGoal) {
  auto search = open_search(
      with_member(numeric_problem(), "goal",
                  {{"kind", "best"}, {"metric", "train_joules"}, {"direction", "minimize"}}));
  ASSERT_TRUE(search);
  ASSERT_TRUE(search->restore(sample_state()));
  EXPECT_EQ(search->best()->number, 0);
}

TEST(AskTellState, KeepsEveryBitOfNumbers) {
  auto search = open_search(numeric_problem());
  ASSERT_TRUE(search);
  const Metrics metrics = {
      {"value", 0.1 + 0.2}, {"small", 5e-324}, {"large", 1.7976931348623157e308}};
  const Trial told = *search->tell(ask_one(*search).number, metrics);
  auto restored = open_search(numeric_problem());
  ASSERT_TRUE(restored);
  ASSERT_TRUE(restored->restore(json::parse(search->state().dump())));
  EXPECT_EQ(restored->trials().front().measurement->metrics, metrics);
  EXPECT_EQ(restored->trials().front().parameters, told.parameters);
}

}  // namespace
}  // namespace wattle::search

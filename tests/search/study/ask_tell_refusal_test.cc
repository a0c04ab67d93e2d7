// SPDX-License-Identifier: MIT
// What AskTell does not take, and that nothing comes of it.
#include <gmock/gmock.h>

#include <functional>
#include <stdexcept>

#include "tests/search/study/ask_tell_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using test::ask_one;
using test::numeric_problem;
using test::open_search;
using test::weighted_problem;
using test::with_member;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using Reason = Refusal::Reason;

/// Something that must be refused, and where the fault is.
struct RefusedCall {
  const char* name;
  Reason reason;
  const char* pointer;
  std::function<std::optional<Refusal>(AskTell&)> call;
};

void PrintTo(const RefusedCall& refused, std::ostream* out) { *out << refused.name; }

template <class T>
std::optional<Refusal> refusal_of(const Answer<T>& answer) {
  return answer ? std::nullopt : std::optional<Refusal>(answer.error());
}

class Refused : public testing::TestWithParam<RefusedCall> {};

TEST_P(Refused, ChangesNothing) {
  auto search = open_search(weighted_problem());
  ASSERT_TRUE(search);
  ASSERT_THAT(search->ask(2)->trials, SizeIs(2));
  ASSERT_TRUE(search->tell(0, {{"value", 1.0}}, Joules(5.0)));
  const json before = search->state();
  const auto refusal = GetParam().call(*search);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(to_string(refusal->reason), to_string(GetParam().reason));
  ASSERT_THAT(refusal->faults, Not(IsEmpty()));
  EXPECT_EQ(refusal->faults.front().pointer, GetParam().pointer);
  EXPECT_THAT(refusal->faults.front().expected, Not(IsEmpty()));
  EXPECT_EQ(search->state(), before);
}

const json kPoint = {{"x", 0.5}, {"y", 0.5}, {"n", 2}};

INSTANTIATE_TEST_SUITE_P(
    Calls, Refused,
    testing::Values(
        RefusedCall{"NoTrials", Reason::kInvalid, "",
                    [](AskTell& s) { return refusal_of(s.ask(0)); }},
        RefusedCall{"TooManyTrials", Reason::kInvalid, "",
                    [](AskTell& s) { return refusal_of(s.ask(kMostSuggestions + 1)); }},
        RefusedCall{"TellUnknown", Reason::kUnknownId, "/id",
                    [](AskTell& s) {
                      return refusal_of(s.tell(2, {{"value", 1.0}}, Joules(1)));
                    }},
        RefusedCall{"TellNegativeId", Reason::kUnknownId, "/id",
                    [](AskTell& s) {
                      return refusal_of(s.tell(-1, {{"value", 1.0}}, Joules(1)));
                    }},
        RefusedCall{"FailUnknown", Reason::kUnknownId, "/id",
                    [](AskTell& s) { return refusal_of(s.fail(2, "no")); }},
        RefusedCall{"TellOtherwise", Reason::kToldAlready, "/id",
                    [](AskTell& s) {
                      return refusal_of(s.tell(0, {{"value", 2.0}}, Joules(5)));
                    }},
        RefusedCall{"FailAfterTell", Reason::kToldAlready, "/id",
                    [](AskTell& s) { return refusal_of(s.fail(0, "no")); }},
        RefusedCall{"NoMetric", Reason::kMissingMetric, "/metrics/value",
                    [](AskTell& s) {
                      return refusal_of(s.tell(1, {{"loss", 1.0}}, Joules(1)));
                    }},
        RefusedCall{"MisspeltMetric", Reason::kMissingMetric, "/metrics/valu",
                    [](AskTell& s) {
                      return refusal_of(s.tell(1, {{"valu", 1.0}}, Joules(1)));
                    }},
        RefusedCall{"NoJoules", Reason::kMissingJoules, "/joules",
                    [](AskTell& s) {
                      return refusal_of(s.tell(1, {{"value", 1.0}}));
                    }},
        RefusedCall{"NegativeJoules", Reason::kInvalid, "/joules",
                    [](AskTell& s) {
                      return refusal_of(s.tell(1, {{"value", 1.0}}, Joules(-1)));
                    }},
        RefusedCall{
            "JoulesTwice", Reason::kInvalid, "/metrics/train_joules",
            [](AskTell& s) {
              return refusal_of(s.tell(1, {{"value", 1.0}, {"train_joules", 2.0}}, Joules(1)));
            }},
        RefusedCall{
            "OutsideTheSpace", Reason::kOutsideSpace, "/parameters/x",
            [](AskTell& s) {
              return refusal_of(s.tell(with_member(kPoint, "x", 1.5), {{"value", 1.0}}, Joules(1)));
            }},
        RefusedCall{"OwnWithoutJoules", Reason::kMissingJoules, "/joules",
                    [](AskTell& s) {
                      return refusal_of(s.tell(kPoint, {{"value", 1.0}}));
                    }}),
    [](const auto& instance) { return std::string(instance.param.name); });

/// Draws at random, and breaks down when it is asked for one trial too many.
class Fragile final : public Strategy {
 public:
  Fragile(const SearchSpace& space, bool throws) : space_(space), throws_(throws) {}
  std::string_view kind() const override { return "fragile"; }
  Result<Parameters> suggest(const History& history, Rng& rng) override {
    ++asked_;
    if (history.size() < 3) return space_.sample(rng);
    if (throws_) throw std::runtime_error("broken");
    return wattle::fail(ErrorCode::kInternal, "broken");
  }
  json state() const override { return {{"version", 1}, {"asked", asked_}}; }
  Result<void> restore(const json& state) override {
    asked_ = state.at("asked").get<int>();
    return {};
  }

 private:
  const SearchSpace& space_;
  const bool throws_;
  int asked_ = 0;
};

class BrokenStrategy : public testing::TestWithParam<bool> {};

TEST_P(BrokenStrategy, LeavesNoTrialBehind) {
  const Scenario scenario = *validate_ask_tell(numeric_problem());
  auto search = AskTell::create(
      scenario.space, Goal::from_json(scenario.document.at("goal")),
      [throws = GetParam()](const SearchSpace& space, const Goal&, std::uint64_t) {
        return Result<std::unique_ptr<Strategy>>(std::make_unique<Fragile>(space, throws));
      },
      1);
  ASSERT_TRUE(search);
  ask_one(*search);
  const json before = search->state();
  const auto refused = search->ask(4);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kStrategyFailed);
  EXPECT_THAT(refused.error().message, HasSubstr("broken"));
  EXPECT_EQ(search->state(), before);
}

INSTANTIATE_TEST_SUITE_P(Ways, BrokenStrategy, testing::Bool(), [](const auto& instance) {
  return std::string(instance.param ? "Throwing" : "Failing");
});

}  // namespace
}  // namespace wattle::search

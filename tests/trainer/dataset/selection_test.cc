// SPDX-License-Identifier: MIT
#include "trainer/dataset/selection.h"

#include <gmock/gmock.h>

namespace wattle::trainer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Six tables of one feature: 0, 10, .. 50; classes a b c a b c; the last three are a test part.
Examples six() {
  Examples examples;
  Dataset& set = examples.dataset;
  set.name = "six";
  set.input.kind = InputKind::kTable;
  set.input.shape = {1};
  set.values = {0, 10, 20, 30, 40, 50};
  set.targets = {{"letter", {"a", "b", "c"}, {0, 1, 2, 0, 1, 2}},
                 {"half", {"low", "high"}, {0, 1, 1, 0, 1, 1}}};
  set.own_test_begin = 3;
  return examples;
}

DataOptions options() { return {}; }

TEST(Selection, KeepsTheFirstTargetByDefault) {
  const auto chosen = select_examples(six(), options());
  ASSERT_TRUE(chosen) << chosen.error().message;
  ASSERT_EQ(chosen->dataset.targets.size(), 1U);
  EXPECT_EQ(chosen->dataset.targets.front().name, "letter");
  EXPECT_EQ(chosen->dataset.size(), 6);
}

TEST(Selection, KeepsTheExamplesOfSomeClassesAndRenumbersThem) {
  DataOptions wanted = options();
  wanted.classes = {"c", "b"};
  const auto chosen = select_examples(six(), wanted);
  ASSERT_TRUE(chosen) << chosen.error().message;
  EXPECT_THAT(chosen->dataset.values, ElementsAre(10, 20, 40, 50));
  EXPECT_THAT(chosen->dataset.targets.front().classes, ElementsAre("b", "c"));
  EXPECT_THAT(chosen->dataset.targets.front().labels, ElementsAre(0, 1, 0, 1));
  EXPECT_EQ(chosen->dataset.own_test_begin, 2);
}

TEST(Selection, DropsClassesOfOtherTargetsThatNoExampleHas) {
  DataOptions wanted = options();
  wanted.classes = {"c", "b"};
  wanted.targets = {"half"};
  const auto chosen = select_examples(six(), wanted);
  ASSERT_TRUE(chosen) << chosen.error().message;
  EXPECT_THAT(chosen->dataset.targets.front().classes, ElementsAre("high"));
  EXPECT_THAT(chosen->dataset.targets.front().labels, ElementsAre(0, 0, 0, 0));
}

TEST(Selection, TakesNumbersWhereClassesHaveOtherNames) {
  DataOptions wanted = options();
  wanted.classes = {"0", "2"};
  const auto chosen = select_examples(six(), wanted);
  ASSERT_TRUE(chosen) << chosen.error().message;
  EXPECT_THAT(chosen->dataset.targets.front().classes, ElementsAre("a", "c"));
}

TEST(Selection, TakesNumbersAsNamesWhereClassesAreNumbers) {
  Examples examples = six();
  examples.dataset.targets.front().classes = {"1", "2", "3"};
  DataOptions wanted = options();
  wanted.classes = {"1", "3"};
  const auto chosen = select_examples(examples, wanted);
  ASSERT_TRUE(chosen) << chosen.error().message;
  EXPECT_THAT(chosen->dataset.values, ElementsAre(0, 20, 30, 50));
  wanted.classes = {"0", "1"};
  EXPECT_FALSE(select_examples(examples, wanted));
}

TEST(Selection, MapsClassesToGroups) {
  DataOptions wanted = options();
  wanted.groups = {{"vowel", {{"a"}, {"b", "c"}}}};
  const auto chosen = select_examples(six(), wanted);
  ASSERT_TRUE(chosen) << chosen.error().message;
  ASSERT_EQ(chosen->dataset.targets.size(), 2U);
  EXPECT_EQ(chosen->dataset.targets[0].name, "letter");
  EXPECT_EQ(chosen->dataset.targets[1].name, "vowel");
  EXPECT_THAT(chosen->dataset.targets[1].classes, ElementsAre("0", "1"));
  EXPECT_THAT(chosen->dataset.targets[1].labels, ElementsAre(0, 1, 1, 0, 1, 1));
}

TEST(Selection, TakesTargetsInTheOrderAskedFor) {
  DataOptions wanted = options();
  wanted.groups = {{"vowel", {{"a"}, {"b", "c"}}}};
  wanted.targets = {"vowel", "half"};
  const auto chosen = select_examples(six(), wanted);
  ASSERT_TRUE(chosen) << chosen.error().message;
  ASSERT_EQ(chosen->dataset.targets.size(), 2U);
  EXPECT_EQ(chosen->dataset.targets[0].name, "vowel");
  EXPECT_EQ(chosen->dataset.targets[1].name, "half");
}

TEST(Selection, KeepsTextsInStep) {
  Examples examples = six();
  examples.texts = {"p", "q", "r", "s", "t", "u"};
  DataOptions wanted = options();
  wanted.classes = {"a", "c"};
  const auto chosen = select_examples(examples, wanted);
  ASSERT_TRUE(chosen) << chosen.error().message;
  EXPECT_THAT(chosen->texts, ElementsAre("p", "r", "s", "u"));
}

struct Refused {
  std::string name;
  DataOptions options;
  ErrorCode code;
  std::string expected;

  friend void PrintTo(const Refused& shown, std::ostream* out) { *out << shown.name; }
};

DataOptions with_classes(const std::vector<std::string>& classes) {
  DataOptions made;
  made.classes = classes;
  return made;
}

DataOptions with_groups(const std::string& name,
                        const std::vector<std::vector<std::string>>& groups) {
  DataOptions made;
  made.groups = {{name, groups}};
  return made;
}

DataOptions with_targets(const std::vector<std::string>& targets) {
  DataOptions made;
  made.targets = targets;
  return made;
}

class BadSelection : public ::testing::TestWithParam<Refused> {};

TEST_P(BadSelection, IsRefused) {
  const auto chosen = select_examples(six(), GetParam().options);
  ASSERT_FALSE(chosen);
  EXPECT_EQ(chosen.error().code, GetParam().code);
  EXPECT_THAT(chosen.error().message, HasSubstr(GetParam().expected));
}

constexpr ErrorCode kNotThere = ErrorCode::kNotFound;
constexpr ErrorCode kWrong = ErrorCode::kInvalidArgument;

INSTANTIATE_TEST_SUITE_P(
    Options, BadSelection,
    ::testing::Values(
        Refused{"NoSuchClass", with_classes({"a", "z"}), kNotThere,
                "no class \"z\"; it has a, b, c"},
        Refused{"NoSuchNumber", with_classes({"0", "3"}), kNotThere, "no class \"3\""},
        Refused{"ClassTwice", with_classes({"a", "a"}), kWrong, "\"a\" stands twice"},
        Refused{"ClassTwiceByNumber", with_classes({"a", "0"}), kWrong, "stands twice"},
        Refused{"OneClass", with_classes({"a"}), kWrong, "at least two"},
        Refused{"ClassInNoGroup", with_groups("g", {{"a"}, {"b"}}), kWrong, "\"c\" is in no group"},
        Refused{"ClassInTwoGroups", with_groups("g", {{"a", "b"}, {"b", "c"}}), kWrong, "twice"},
        Refused{"GroupOfNoClass", with_groups("g", {{"a", "b"}, {"c", "d"}}), kNotThere, "\"d\""},
        Refused{"GroupsNamedAsATarget", with_groups("half", {{"a"}, {"b", "c"}}), kWrong,
                "already"},
        Refused{"NoSuchTarget", with_targets({"word"}), kNotThere, "there are letter, half"},
        Refused{"TargetTwice", with_targets({"half", "half"}), kWrong, "stands twice"}),
    [](const auto& tested) { return tested.param.name; });

TEST(Selection, RefusesAClassThatOnlyTheTestPartHas) {
  Examples examples = six();
  examples.dataset.targets.front().labels = {0, 1, 1, 0, 1, 2};
  const auto chosen = select_examples(examples, options());
  ASSERT_FALSE(chosen);
  EXPECT_EQ(chosen.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(chosen.error().message, HasSubstr("class \"c\" of target \"letter\""));
}

}  // namespace
}  // namespace wattle::trainer

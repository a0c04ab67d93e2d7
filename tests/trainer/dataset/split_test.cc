// SPDX-License-Identifier: MIT
#include "trainer/dataset/split.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

namespace wattle::trainer {
namespace {

using ::testing::HasSubstr;

/// Class c has 20 + 10 c examples, classes interleaved.
Dataset uneven_set() {
  Dataset set;
  set.targets = {{"class", numbered_classes(3), {}}};
  for (int i = 0; i < 40; ++i) {
    for (std::int64_t label = 0; label < 3; ++label) {
      if (i < 20 + 10 * label) {
        set.targets.front().labels.push_back(label);
      }
    }
  }
  set.own_test_begin = set.size();
  return set;
}

DataOptions options(double validation, double test) {
  DataOptions made;
  made.validation = validation;
  made.test = test;
  return made;
}

std::map<std::int64_t, int> classes(const Dataset& set, const std::vector<std::int64_t>& part) {
  std::map<std::int64_t, int> counts;
  for (const std::int64_t i : part) {
    ++counts[set.targets.front().labels[static_cast<std::size_t>(i)]];
  }
  return counts;
}

TEST(Split, HoldsEveryExampleExactlyOnce) {
  const Dataset set = uneven_set();
  const auto split = split_dataset(set, options(0.2, 0.3));
  ASSERT_TRUE(split);
  std::set<std::int64_t> seen;
  for (const auto* part : {&split->train, &split->validation, &split->test}) {
    seen.insert(part->begin(), part->end());
  }
  EXPECT_EQ(split->train.size() + split->validation.size() + split->test.size(), 90U);
  EXPECT_EQ(seen.size(), 90U);
}

TEST(Split, KeepsTheProportionOfClasses) {
  const Dataset set = uneven_set();
  const auto split = split_dataset(set, options(0.2, 0.3));
  ASSERT_TRUE(split);
  using Counts = std::map<std::int64_t, int>;
  EXPECT_EQ(classes(set, split->train), (Counts{{0, 10}, {1, 15}, {2, 20}}));
  EXPECT_EQ(classes(set, split->validation), (Counts{{0, 4}, {1, 6}, {2, 8}}));
  EXPECT_EQ(classes(set, split->test), (Counts{{0, 6}, {1, 9}, {2, 12}}));
}

TEST(Split, IsTheSameForTheSameSeed) {
  const Dataset set = uneven_set();
  const auto first = split_dataset(set, options(0.2, 0.2));
  const auto second = split_dataset(set, options(0.2, 0.2));
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->validation, second->validation);
  EXPECT_EQ(first->test, second->test);
}

TEST(Split, ChangesWithTheSeed) {
  const Dataset set = uneven_set();
  DataOptions other = options(0.2, 0.2);
  other.seed = 1;
  EXPECT_NE(split_dataset(set, options(0.2, 0.2))->validation,
            split_dataset(set, other)->validation);
}

TEST(Split, LimitThinsTheTrainingPartOnlyAndInProportion) {
  const Dataset set = uneven_set();
  const auto whole = split_dataset(set, options(0.2, 0.3));
  DataOptions limited = options(0.2, 0.3);
  limited.limit = 10;
  const auto thin = split_dataset(set, limited);
  ASSERT_TRUE(whole && thin);
  EXPECT_EQ(thin->validation, whole->validation);
  EXPECT_EQ(thin->test, whole->test);
  EXPECT_TRUE(std::includes(whole->train.begin(), whole->train.end(), thin->train.begin(),
                            thin->train.end()));
  // 10 of 10 : 15 : 20 is 2.2 : 3.3 : 4.4; the largest remainder is the third's.
  using Counts = std::map<std::int64_t, int>;
  EXPECT_EQ(classes(set, thin->train), (Counts{{0, 2}, {1, 3}, {2, 5}}));
}

TEST(Split, LimitAboveTheTrainingPartChangesNothing) {
  const Dataset set = uneven_set();
  DataOptions limited = options(0.2, 0.3);
  limited.limit = 1000;
  EXPECT_EQ(split_dataset(set, limited)->train, split_dataset(set, options(0.2, 0.3))->train);
}

TEST(Split, TakesTheSetsOwnTestPartAndIgnoresTheFraction) {
  Dataset set = uneven_set();
  set.own_test_begin = 60;
  const auto split = split_dataset(set, options(0.25, 0.5));
  ASSERT_TRUE(split);
  EXPECT_EQ(split->test.front(), 60);
  EXPECT_EQ(split->test.size(), 30U);
  EXPECT_EQ(split->train.size() + split->validation.size(), 60U);
  EXPECT_LT(split->train.back(), 60);
  EXPECT_LT(split->validation.back(), 60);
}

TEST(Split, WithoutATestPartIsAllowed) {
  const auto split = split_dataset(uneven_set(), options(0.2, 0.0));
  ASSERT_TRUE(split);
  EXPECT_TRUE(split->test.empty());
}

TEST(Split, RefusesToLeaveNothingToTrainOrValidate) {
  EXPECT_FALSE(split_dataset(uneven_set(), options(0.9, 0.9)));
  const auto none = split_dataset(uneven_set(), options(0.001, 0.2));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(none.error().message, HasSubstr("0 to validate"));
}

}  // namespace
}  // namespace wattle::trainer

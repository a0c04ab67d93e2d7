// SPDX-License-Identifier: MIT
// Trials of different width side by side.
#include "search/study/resource_slots.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/search/study/replay_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using test::Bench;
using test::InOrder;
using test::study_of;
using test::table_sample;
using test::TableFolder;
using test::with_jobs;
using testing::ElementsAre;
using testing::HasSubstr;

TrialEnvironment threads(int count) { return {.threads = count}; }

TEST(ResourceSlots, CountTrialsAloneWhereNothingElseIsCounted) {
  ResourceSlots slots(2, {});
  slots.take(0, threads(64));
  EXPECT_TRUE(slots.has_room_for(threads(64)));
  slots.take(1, threads(64));
  EXPECT_FALSE(slots.has_room_for(threads(1)));
  slots.give_back(0);
  slots.give_back(0);
  EXPECT_TRUE(slots.has_room_for(threads(1)));
}

TEST(ResourceSlots, HoldThreadsAndMemoryWithinTheCapacity) {
  ResourceSlots slots(9, {.threads = 4, .memory_mb = 1000});
  slots.take(0, {.threads = 3, .memory_mb = 100});
  EXPECT_TRUE(slots.has_room_for({.threads = 1, .memory_mb = 900}));
  EXPECT_FALSE(slots.has_room_for({.threads = 2, .memory_mb = 0}));
  EXPECT_FALSE(slots.has_room_for({.threads = 1, .memory_mb = 901}));
}

TEST(ResourceSlots, GiveEachTrialGpusOfItsOwn) {
  ResourceSlots slots(9, {.gpus = std::vector{2, 5, 7}});
  EXPECT_THAT(slots.take(0, {.gpus = 1}), ElementsAre(2));
  EXPECT_THAT(slots.take(1, {.gpus = 1}), ElementsAre(5));
  EXPECT_FALSE(slots.has_room_for({.gpus = 2}));
  EXPECT_TRUE(slots.has_room_for({.gpus = 0}));
  slots.give_back(0);
  EXPECT_THAT(slots.take(2, {.gpus = 2}), ElementsAre(2, 7));
}

TEST(Capacity, CountsThreadsOnceATrialTakesMoreThanOne) {
  const Machine machine{.processors = 8, .gpus = 2};
  EXPECT_EQ(capacity_of({{"trial_threads", 1}}, machine, false).threads, std::nullopt);
  EXPECT_EQ(capacity_of({{"trial_threads", 2}}, machine, false).threads, 8);
  EXPECT_EQ(capacity_of({{"trial_threads", "$t"}}, machine, false).threads, 8);
  EXPECT_EQ(capacity_of({{"trial_threads", "$t"}}, machine, true).threads, std::nullopt);
  const json stated = {{"trial_threads", 1}, {"capacity", {{"threads", 3}}}};
  EXPECT_EQ(capacity_of(stated, machine, false).threads, 3);
}

TEST(Capacity, CountsGpusOnceTrialsHaveThem) {
  const Machine machine{.processors = 8, .gpus = 2};
  EXPECT_EQ(capacity_of({{"trial_threads", 1}}, machine, false).gpus, std::nullopt);
  const json trials = {{"trial_threads", 1}, {"trial_gpus", 1}};
  EXPECT_EQ(capacity_of(trials, machine, false).gpus, (std::vector{0, 1}));
}

TEST(Capacity, ASpaceOfTooWideTrialsIsRefused) {
  const auto refusal = check_capacity({.threads = 4}, {.threads = 2});
  ASSERT_FALSE(refusal);
  EXPECT_THAT(refusal.error().message, HasSubstr("every trial needs 4 threads; the study has 2"));
  EXPECT_TRUE(check_capacity({.threads = "$t"}, {.threads = 2}));
  EXPECT_FALSE(check_capacity({.gpus = 1}, {.gpus = std::vector<int>()}));
}

/// Trials in the order of the table; x is what each is wide.
StudyRecord replayed_in_order(const std::string& table, json capacity, int jobs) {
  const TableFolder folder(table);
  json document = table_sample();
  document["trial_threads"] = "$x";
  document["capacity"] = std::move(capacity);
  const auto study = study_of(folder, document, jobs);
  study->strategy = std::make_unique<InOrder>(study->space);
  Bench bench;
  EXPECT_TRUE(bench.run(*study, with_jobs(jobs)));
  return bench.record();
}

TEST(TrialsSideBySide, StayWithinTheThreads) {
  const auto record = replayed_in_order("x,acc,J,s\n1,0.5,1,5\n2,0.5,1,3\n3,0.5,1,4\n4,0.5,1,1\n",
                                        {{"threads", 4}}, 9);
  // 1 and 2 together; 3 with the 1 that is left at 3 s; 4 alone.
  EXPECT_EQ(record.trials[0].started_at, Seconds(0));
  EXPECT_EQ(record.trials[1].started_at, Seconds(0));
  EXPECT_EQ(record.trials[2].started_at, Seconds(3));
  EXPECT_EQ(record.trials[3].started_at, Seconds(7));
}

TEST(TrialsSideBySide, ANarrowOneDoesNotOvertakeAWideOne) {
  const auto record = replayed_in_order("x,acc,J,s\n3,0.5,1,5\n4,0.5,1,1\n1,0.5,1,1\n2,0.5,1,1\n",
                                        {{"threads", 4}}, 9);
  EXPECT_EQ(record.trials[1].started_at, Seconds(5));
  EXPECT_EQ(record.trials[2].started_at, Seconds(6)) << "though it had room at 0 s";
}

TEST(TrialsSideBySide, OneThatNeedsMoreThanThereIsCannotBeTried) {
  const auto record =
      replayed_in_order("x,acc,J,s\n3,0.5,1,5\n9,0.5,1,1\n1,0.5,1,1\n", {{"threads", 4}}, 9);
  EXPECT_EQ(record.trials[0].state, TrialState::kComplete);
  EXPECT_EQ(record.trials[1].state, TrialState::kInfeasible);
  EXPECT_EQ(record.trials[1].reason,
            "the trial needs 9 threads; the study has 4 (capacity.threads)");
  EXPECT_EQ(record.trials[2].state, TrialState::kComplete);
}

TEST(TrialsSideBySide, ASuggestionSeesAllResultsWhereTheNeedIsKnown) {
  // The strategy of the fixture shows by its suggestions what it has seen.
  const auto suggestions = [](json threads) {
    const auto study = test::make_study(test::identity, 12);
    study->environment.threads = std::move(threads);
    study->capacity.threads = 3;
    Bench bench;
    EXPECT_TRUE(bench.run(*study, with_jobs(9)));
    std::vector<Parameters> parameters;
    for (const Trial& trial : bench.record().trials) parameters.push_back(trial.parameters);
    return parameters;
  };
  EXPECT_EQ(suggestions(3), suggestions(2)) << "either way one after another";
}

}  // namespace
}  // namespace wattle::search

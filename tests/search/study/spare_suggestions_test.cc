// SPDX-License-Identifier: MIT
#include "search/study/spare_suggestions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <utility>
#include <vector>

#include "energy/replayed_books.h"
#include "search/study/run_study_with.h"
#include "tests/search/study/study_fixture.h"

namespace wattle::search {
namespace {

using test::identity;
using test::make_study;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Le;

constexpr int kBurst = 8;

Parameters point(double x) { return Parameters(nlohmann::json{{"x", x}}); }

std::vector<double> points(const SpareSuggestions& spares) {
  std::vector<double> xs;
  for (const Parameters& each : spares.points()) xs.push_back(each.find("x")->get<double>());
  return xs;
}

TEST(SpareSuggestions, OneMayBeMadeForEachTrialThatIsStarted) {
  SpareSuggestions spares;
  EXPECT_FALSE(spares.are_due(4));
  spares.allow_another();
  EXPECT_TRUE(spares.are_due(4));
  EXPECT_FALSE(spares.are_due(0));
  spares.add(point(1), 4);
  EXPECT_FALSE(spares.are_due(4));
  spares.allow_another();
  EXPECT_FALSE(spares.are_due(1)) << "there is one";
  spares.give_up();
  EXPECT_FALSE(spares.are_due(4));
}

TEST(SpareSuggestions, NewOnesComeFirstInTheOrderTheyWereMadeAndReplaceTheOldest) {
  SpareSuggestions spares;
  for (int i = 0; i < 5; ++i) spares.allow_another();
  for (const double x : {1.0, 2.0, 3.0}) spares.add(point(x), 3);
  spares.age();
  EXPECT_EQ(spares.current(), 0U);
  spares.add(point(4), 3);
  spares.add(point(5), 3);
  EXPECT_THAT(points(spares), ElementsAre(4.0, 5.0, 1.0));
  EXPECT_EQ(spares.current(), 2U);
  EXPECT_EQ(spares.take()->find("x")->get<double>(), 4.0);
  EXPECT_EQ(spares.current(), 1U);
  spares.clear();
  EXPECT_EQ(spares.take(), std::nullopt);
}

/// Draws points; each takes `suggesting` of the clock.
class SlowStrategy final : public Strategy {
 public:
  SlowStrategy(const SearchSpace& space, energy::ManualClock& clock, Seconds suggesting,
               bool by_model)
      : space_(space), clock_(clock), suggesting_(suggesting), by_model_(by_model) {}
  std::string_view kind() const override { return "slow"; }
  Result<Parameters> suggest(const History& /*history*/, Rng& rng) override {
    clock_.advance(suggesting_);
    ++suggestions;
    last_by_model_ = by_model_;
    return space_.sample(rng);
  }
  Result<void> restore(const nlohmann::json& /*state*/) override {
    last_by_model_ = false;  // a restored strategy has not suggested anything
    return {};
  }
  bool came_from_model() const override { return last_by_model_; }

  int suggestions = 0;

 private:
  const SearchSpace& space_;
  energy::ManualClock& clock_;
  const Seconds suggesting_;
  const bool by_model_;
  bool last_by_model_ = false;
};

/// Whenever the study has nothing left to do, all end what they have, and all ask again at once.
class Bursts final : public TrialWorkers {
 public:
  Bursts(const SlowStrategy& strategy, energy::ManualClock& clock, Seconds trying)
      : strategy_(strategy), clock_(clock), trying_(trying) {}

  bool wants(const Lease& /*lease*/) const override { return wanted_ > 0; }
  int wanted() const override { return wanted_; }
  void start(TrialJob job, TrialEnded ended) override {
    held_.emplace_back(std::move(job), std::move(ended));
    if (--wanted_ == 0) suggested.push_back(strategy_.suggestions - suggestions_before_);
  }
  void wait(std::unique_lock<std::mutex>& lock) override {
    lock.unlock();
    clock_.advance(trying_);
    finish();
    wanted_ = kBurst;
    suggestions_before_ = strategy_.suggestions;
    lock.lock();
  }
  void finish() override {
    for (auto& [job, ended] : std::exchange(held_, {})) {
      const double x = job.parameters.find("x")->get<double>();
      ended(TrialEnd{TrialState::kComplete, Measurement{{{"value", x}}, {}, {}, {}}, {}});
    }
  }

  std::vector<int> suggested;  ///< by burst: suggestions while somebody waited

 private:
  const SlowStrategy& strategy_;
  energy::ManualClock& clock_;
  const Seconds trying_;
  int wanted_ = 0;
  int suggestions_before_ = 0;
  std::vector<std::pair<TrialJob, TrialEnded>> held_;
};

struct Outcome {
  std::vector<int> suggested;  ///< by burst
  int suggestions = 0;
  std::vector<Trial> trials;
};

Outcome run_bursts(int bursts, Seconds suggesting, bool by_model, Seconds trying = Seconds(1)) {
  energy::ManualClock clock;
  const auto study = make_study(identity, bursts * kBurst);
  auto own = std::make_unique<SlowStrategy>(study->space, clock, suggesting, by_model);
  const SlowStrategy& strategy = *own;
  study->strategy = std::move(own);
  const auto store = make_memory_store();
  energy::ReplayedBooks books({});
  StudyObserver observer;
  Bursts workers(strategy, clock, trying);
  RunOptions options;
  options.jobs = 10 * kBurst;  // all that ask get a trial
  const auto summary = run_study_with(workers, *study, {*store, books, clock, observer}, options);
  EXPECT_TRUE(summary) << summary.error().message;
  return {workers.suggested, strategy.suggestions, store->load()->trials};
}

void expect_each_point_once(const std::vector<Trial>& trials) {
  std::set<std::string> tried;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    EXPECT_EQ(trials[i].number, static_cast<int>(i));
    EXPECT_TRUE(tried.insert(trials[i].parameters.json().dump()).second) << i;
  }
}

TEST(Suggesting, IsAheadOfManyWorkersThatAskAtOnce) {
  const Outcome run = run_bursts(6, Seconds(0.03), true);
  EXPECT_EQ(run.trials.size(), 6U * kBurst);
  expect_each_point_once(run.trials);
  ASSERT_EQ(run.suggested.size(), 6U);
  EXPECT_EQ(run.suggested.front(), kBurst - 1) << "nobody knew yet how many would ask";
  const std::vector<int> later(run.suggested.begin() + 1, run.suggested.end());
  EXPECT_THAT(later, Each(Le(2))) << "the last to wait get one with all results";
  EXPECT_LE(run.suggestions, 2 * 6 * kBurst + 6) << "spares at most double what it costs";
}

TEST(Suggesting, UsesAllResultsWhereNobodyWaitsLong) {
  const Outcome run = run_bursts(4, Seconds(0.001), true);
  EXPECT_THAT(run.suggested, ElementsAre(kBurst - 1, kBurst, kBurst, kBurst)) << "one was ready";
  expect_each_point_once(run.trials);
}

TEST(Suggesting, UsesAllResultsWhereTrialsTakeLong) {
  const Outcome run = run_bursts(6, Seconds(0.03), true, Seconds(600));
  ASSERT_EQ(run.suggested.size(), 6U);
  const std::vector<int> later(run.suggested.begin() + 2, run.suggested.end());
  EXPECT_THAT(later, Each(kBurst)) << "since it is known how long they take";
}

TEST(Suggesting, MakesNoSparesOfWhatComesOnce) {
  const Outcome run = run_bursts(4, Seconds(0.03), false);
  EXPECT_EQ(run.suggestions, 4 * kBurst);
}

}  // namespace
}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// What the layers of the winner's model cost, measured at a study's end.
#include "search/study/winner_profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <ctime>
#include <stdexcept>

#include "energy/thread_group.h"
#include "search/objective/layer_kinds.h"
#include "tests/search/study/study_fixture.h"

namespace wattle::search {
namespace {

using test::Bench;
using ::testing::HasSubstr;

/// CPU time of the calling thread.
Seconds thread_time() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return Seconds(static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec));
}

/// Two layers of a kind and one of another; the step has 1 J beside them.
trainer::ModelProfile sample_profile() {
  trainer::ModelProfile profile;
  profile.batch = 32;
  profile.layers = {{"a", "linear", "8", 1, 1, 1, {2.0, 0.3, 1.0}, {3.0, 0.4, 1.0}},
                    {"b", "activation", "8", 0, 0, 1, {0.5, 0.0, 1.0}, {}},
                    {"c", "linear", "2", 1, 1, 1, {1.0, 0.0, 1.0}, {1.5, 1.2, 1.0}}};
  profile.step = {9.0, 0.5, 1.0};
  return profile;
}

/// Whose value is x, and whose layers cost what `sample_profile` says.
class Layered final : public Objective {
 public:
  Result<Evaluation> evaluate(const Parameters& parameters, TrialContext& context) override {
    return test::identity(parameters, context);
  }
  Result<trainer::ModelProfile> profile(const Parameters& parameters,
                                        const ProfileConditions& conditions,
                                        energy::Account& account) override {
    ++profiles;
    profiled = parameters;
    last = conditions;
    const energy::ThreadMembership member(account.threads());
    for (const Seconds begin = thread_time(); thread_time() - begin < burn;) {
    }
    if (on_profile) return on_profile(conditions);
    return sample_profile();
  }

  int profiles = 0;
  Parameters profiled;
  ProfileConditions last;
  Seconds burn;
  std::function<Result<trainer::ModelProfile>(const ProfileConditions&)> on_profile;
};

struct Outcome {
  Result<RunSummary> summary;
  StudyRecord record;
};

class WinnerProfile : public testing::Test {
 protected:
  /// Six trials; the store goes on from one run to the next.
  Outcome run(
      const std::function<void(Study&)>& change = [](Study&) {}, RunOptions options = {}) {
    const auto study = test::make_study(test::identity, 6);
    study->objective = objective_;
    study->finalists = 2;
    study->profile_winner = true;
    change(*study);
    auto summary = bench_.run(*study, options);
    return {std::move(summary), bench_.record()};
  }

  std::shared_ptr<Layered> objective_ = std::make_shared<Layered>();
  Bench bench_;
};

TEST_F(WinnerProfile, IsStoredWithTheWinnersSecondRun) {
  const Outcome done = run();
  ASSERT_TRUE(done.summary) << done.summary.error().message;
  EXPECT_EQ(objective_->profiles, 1);
  ASSERT_EQ(done.record.finalists.size(), 2U);
  const Finalist& winner = done.record.finalists[0];
  EXPECT_EQ(winner.trial, done.summary->best);
  ASSERT_TRUE(winner.layers);
  EXPECT_FALSE(done.record.finalists[1].layers);
  EXPECT_EQ(objective_->profiled,
            done.record.trials[static_cast<std::size_t>(winner.trial)].parameters);
  EXPECT_EQ(winner.layers->kinds, layer_kinds(sample_profile()));
  EXPECT_EQ(winner.layers->meter, "constant");
  EXPECT_EQ(winner.layers->batch, 32);
  EXPECT_EQ(winner.layers->failure, "");
}

TEST_F(WinnerProfile, PartsAddUpToTheStep) {
  const Outcome done = run();
  const LayerEnergy& layers = *done.record.finalists[0].layers;
  double parts = layers.rest().joules;
  for (const KindEnergy& kind : layers.kinds) parts += kind.forward.joules + kind.backward.joules;
  EXPECT_DOUBLE_EQ(parts, sample_profile().step.joules);
  EXPECT_DOUBLE_EQ(layers.rest().joules, 1.0);
}

TEST_F(WinnerProfile, IsMadeAsTheCommandMakesIt) {
  run();
  EXPECT_EQ(objective_->last.seed, 11U) << "the study's";
  EXPECT_EQ(objective_->last.threads, 1);
  EXPECT_EQ(objective_->last.window, profile_window(Seconds(0.0)));
  EXPECT_EQ(objective_->last.repeats, ProfileConditions().repeats);
  EXPECT_FALSE(objective_->last.gpus);
}

TEST_F(WinnerProfile, ItsJoulesAreOverhead) {
  objective_->burn = Seconds(0.05);
  const Outcome done = run();
  const Joules spent = done.record.finalists[0].layers->all.joules;
  // One watt of the machine, on which others may compute: the more they do, the less is ours.
  EXPECT_GT(spent, Joules(0.0));
  EXPECT_GE(done.record.ledger.overhead, spent);
  Joules of_trials;
  for (const Trial& trial : done.record.trials) of_trials += trial.measurement->energy.joules;
  const double rounding = 1e-9 * done.record.ledger.total.value;
  EXPECT_NEAR(done.record.ledger.trials.value, of_trials.value, rounding);
}

TEST_F(WinnerProfile, ThatFailsLosesNothing) {
  objective_->on_profile = [](const ProfileConditions&) -> Result<trainer::ModelProfile> {
    return fail(ErrorCode::kUnavailable, "this trainer measures no layers");
  };
  const Outcome done = run();
  ASSERT_TRUE(done.summary) << done.summary.error().message;
  EXPECT_EQ(done.record.stopped_because, "6 trials");
  EXPECT_EQ(done.record.finalists[0].state, TrialState::kComplete);
  ASSERT_TRUE(done.record.finalists[0].layers);
  EXPECT_EQ(done.record.finalists[0].layers->failure, "this trainer measures no layers");
}

TEST_F(WinnerProfile, ThatThrowsLosesNothing) {
  objective_->on_profile = [](const ProfileConditions&) -> Result<trainer::ModelProfile> {
    throw std::runtime_error("no memory for a graph");
  };
  const Outcome done = run();
  ASSERT_TRUE(done.summary) << done.summary.error().message;
  EXPECT_THAT(done.record.finalists[0].layers->failure, HasSubstr("no memory for a graph"));
}

TEST_F(WinnerProfile, IsTriedOnce) {
  objective_->on_profile = [](const ProfileConditions&) -> Result<trainer::ModelProfile> {
    return fail(ErrorCode::kInternal, "why");
  };
  run();
  run();
  EXPECT_EQ(objective_->profiles, 1);
}

TEST_F(WinnerProfile, ThatIsCancelledIsMadeByTheNextRun) {
  std::atomic<bool> cancel{false};
  RunOptions options;
  options.cancel = &cancel;
  objective_->on_profile =
      [&](const ProfileConditions& conditions) -> Result<trainer::ModelProfile> {
    cancel = true;
    EXPECT_TRUE(conditions.cancelled());
    return fail(ErrorCode::kCancelled, "the profile was cancelled");
  };
  const Outcome cut = run([](Study&) {}, options);
  ASSERT_TRUE(cut.summary);
  EXPECT_TRUE(cut.summary->interrupted);
  EXPECT_EQ(cut.record.finalists.size(), 2U);
  EXPECT_FALSE(cut.record.finalists[0].layers);

  cancel = false;
  objective_->on_profile = nullptr;
  const Outcome whole = run([](Study&) {}, options);
  EXPECT_FALSE(whole.summary->interrupted);
  EXPECT_TRUE(whole.record.finalists[0].layers);
}

TEST_F(WinnerProfile, CanBeAskedForLater) {
  run([](Study& study) { study.profile_winner = false; });
  EXPECT_EQ(objective_->profiles, 0);
  const Outcome later = run();
  EXPECT_EQ(objective_->profiles, 1);
  EXPECT_TRUE(later.record.finalists[0].layers);
}

TEST_F(WinnerProfile, OfAStudyWithoutACompleteTrialIsNone) {
  const Outcome done = run([](Study& study) {
    study.objective = std::make_shared<CallableObjective>(
        [](const Parameters&, TrialContext&) -> Result<Evaluation> {
          return fail(ErrorCode::kDiverged, "the loss is not finite");
        });
  });
  ASSERT_TRUE(done.summary);
  EXPECT_TRUE(done.record.finalists.empty());
}

}  // namespace
}  // namespace wattle::search

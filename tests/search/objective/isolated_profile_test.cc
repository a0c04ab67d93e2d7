// SPDX-License-Identifier: MIT
// Layers measured in a worker process, by the meter of this one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <limits>
#include <vector>

#include "energy/metering.h"
#include "search/objective/isolated_trainer.h"
#include "search/objective/train_objective.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// Counts a joule more at every reading, and remembers what it was told.
class Counting final : public energy::Account {
 public:
  energy::ThreadGroup& threads() override { return threads_; }
  void carry(const energy::AccountReading& /*earlier*/) override {}
  void uses_device(bool uses) override { device = uses; }
  energy::AccountReading reading() override {
    seen.push_back(threads_.cpu_time());
    energy::AccountReading reading;
    reading.net.joules = Joules(1.0 / 3.0 + static_cast<double>(seen.size()));
    return reading;
  }
  energy::AccountReading close(bool /*as_overhead*/) override { return reading(); }

  bool device = false;
  std::vector<Seconds> seen;  ///< CPU time of its members at each reading

 private:
  energy::ThreadGroup threads_;
};

IsolationOptions faulty_options() {
  IsolationOptions options;
  options.worker_program = WATTLE_PROGRAM;
  options.trainer.files = {FAULTY_TRAINER};
  return options;
}

class IsolatedProfile : public testing::Test {
 protected:
  void SetUp() override {
    auto made = IsolatedTrainer::make(faulty_options());
    ASSERT_TRUE(made) << made.error().message;
    trainer_ = std::move(*made);
  }

  Result<trainer::ModelProfile> profile(const json& model,
                                        const ProfileConditions& conditions = {}) {
    return TrainObjective(trainer_, {{"kind", "train"}, {"model", model}})
        .profile(Parameters(), conditions, account_);
  }

  std::shared_ptr<IsolatedTrainer> trainer_;
  Counting account_;
};

TEST_F(IsolatedProfile, EverythingArrivesAsItWas) {
  ProfileConditions conditions;
  conditions.seed = 12345;
  conditions.threads = 3;
  conditions.window = Seconds(1.0 / 3.0);
  conditions.repeats = 9;
  const auto found = profile(json::object(), conditions);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->batch, 12345);
  ASSERT_EQ(found->layers.size(), 1U);
  const trainer::LayerProfile& layer = found->layers[0];
  EXPECT_EQ(layer.name, "linear1");
  EXPECT_EQ(layer.kind, "linear");
  EXPECT_EQ(layer.output_shape, "10");
  EXPECT_EQ(layer.parameters, 650);
  EXPECT_EQ(layer.macs, 640);
  EXPECT_EQ(layer.bytes, 7);
  EXPECT_EQ(layer.forward.joules, (1.0 / 3.0 + 2.0) - (1.0 / 3.0 + 1.0)) << "of two readings";
  EXPECT_EQ(layer.forward.half_width, 1.0 / 3.0);
  EXPECT_EQ(layer.backward.seconds, 0.0);
  EXPECT_EQ(found->step.joules, 1.0 / 3.0);
  EXPECT_EQ(found->step.half_width, std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(found->step.seconds, 9.0);
  ASSERT_EQ(found->inference.size(), 1U);
  EXPECT_EQ(found->inference[0].batch, 3);
  EXPECT_EQ(found->inference[0].cost.seconds, 4.0);
  EXPECT_TRUE(account_.device);
}

TEST_F(IsolatedProfile, AReadingHasWhatTheWorkerUsedUpToIt) {
  constexpr double kBurned = 0.05;
  ASSERT_TRUE(profile({{"cpu_seconds", kBurned}}));
  ASSERT_EQ(account_.seen.size(), 2U);
  // Looks that are 20 ms old would miss up to two fifths of it.
  EXPECT_GE((account_.seen[1] - account_.seen[0]).value, 0.99 * kBurned);
}

TEST_F(IsolatedProfile, AnErrorIsAnAnswerAndACrashTellsItsCause) {
  const auto refused = profile({{"fault", "refuse"}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kDiverged);
  EXPECT_EQ(trainer_->started(), 1);
  const auto crashed = profile({{"fault", "segfault"}});
  ASSERT_FALSE(crashed);
  EXPECT_THAT(crashed.error().message, HasSubstr("signal 11"));
  EXPECT_TRUE(profile(json::object())) << "the pool refills";
  EXPECT_EQ(trainer_->started(), 2);
}

TEST_F(IsolatedProfile, IsCancelled) {
  std::atomic<int> asked{0};
  ProfileConditions conditions;
  conditions.cancelled = [&] { return ++asked > 2; };
  const auto cut = profile({{"fault", "wait"}}, conditions);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, ErrorCode::kCancelled);
  EXPECT_TRUE(profile(json::object())) << "the worker takes the next";
  EXPECT_EQ(trainer_->started(), 1);
}

}  // namespace
}  // namespace wattle::search

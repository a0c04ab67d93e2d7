// SPDX-License-Identifier: MIT
#include "trainer/training/specification.h"

#include <gmock/gmock.h>

namespace wattle::trainer {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

TEST(TrainingSpecification, OfNothingIsTheDefault) {
  const auto parsed = parse_training(json());
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->optimizer, Optimizer::kAdam);
  EXPECT_EQ(parsed->learning_rate, 1e-3);
  EXPECT_EQ(parsed->batch_size, 32);
  EXPECT_EQ(parsed->epochs, 10);
  EXPECT_EQ(parsed->schedule.kind, ScheduleKind::kConstant);
  EXPECT_TRUE(parsed->shuffle);
  EXPECT_EQ(parsed->evaluation, EvaluationMode::kEvaluation);
}

TEST(TrainingSpecification, TakesEveryMember) {
  const auto parsed = parse_training(json{{"optimizer", "sgd"},
                                          {"learning_rate", 0.5},
                                          {"momentum", 0.9},
                                          {"nesterov", true},
                                          {"beta1", 0.8},
                                          {"beta2", 0.99},
                                          {"epsilon", 1e-7},
                                          {"weight_decay", 0.01},
                                          {"batch_size", 32},
                                          {"epochs", 4},
                                          {"schedule", {{"kind", "step"}, {"every", 2}}},
                                          {"warmup_epochs", 0.5},
                                          {"label_smoothing", 0.1},
                                          {"clip_norm", 1.0},
                                          {"shuffle", false},
                                          {"evaluation", "training_mode"}});
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->optimizer, Optimizer::kSgd);
  EXPECT_EQ(parsed->momentum, 0.9);
  EXPECT_TRUE(parsed->nesterov);
  EXPECT_EQ(parsed->beta1, 0.8);
  EXPECT_EQ(parsed->beta2, 0.99);
  EXPECT_EQ(parsed->schedule.kind, ScheduleKind::kStep);
  EXPECT_EQ(parsed->schedule.every, 2);
  EXPECT_EQ(parsed->warmup_epochs, 0.5);
  EXPECT_EQ(parsed->label_smoothing, 0.1);
  EXPECT_EQ(parsed->clip_norm, 1.0);
  EXPECT_FALSE(parsed->shuffle);
  EXPECT_EQ(parsed->evaluation, EvaluationMode::kTraining);
}

TEST(TrainingSpecification, TakesAScheduleByItsKindAlone) {
  const auto parsed = parse_training(json{{"schedule", "cosine"}});
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->schedule.kind, ScheduleKind::kCosine);
}

TEST(TrainingSpecification, IgnoresWhatTheOptimizerDoesNotUse) {
  EXPECT_TRUE(parse_training(json{{"optimizer", "adam"}, {"momentum", 0.9}, {"nesterov", true}}));
}

TEST(DefaultTraining, ParsesToTheDefaultsAndNamesEveryMember) {
  const json defaults = default_training();
  const auto written = parse_training(defaults);
  ASSERT_TRUE(written);
  const TrainingSpecification absent;
  EXPECT_EQ(written->optimizer, absent.optimizer);
  EXPECT_EQ(written->learning_rate, absent.learning_rate);
  EXPECT_EQ(written->beta2, absent.beta2);
  EXPECT_EQ(written->epsilon, absent.epsilon);
  EXPECT_EQ(written->batch_size, absent.batch_size);
  EXPECT_EQ(written->epochs, absent.epochs);
  EXPECT_EQ(written->shuffle, absent.shuffle);
  // The error about an unknown member lists every member there is.
  const auto refused = parse_training(json{{"zzz", 1}});
  ASSERT_FALSE(refused);
  for (const auto& [name, value] : defaults.items()) {
    EXPECT_THAT(refused.error().message, HasSubstr(name));
  }
}

struct Fault {
  std::string name;
  json training;
  std::string expected;

  friend void PrintTo(const Fault& shown, std::ostream* out) { *out << shown.name; }
};

class FaultyTraining : public ::testing::TestWithParam<Fault> {};

TEST_P(FaultyTraining, IsRefusedByName) {
  const auto parsed = parse_training(GetParam().training);
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(parsed.error().message, HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    Faults, FaultyTraining,
    ::testing::Values(
        Fault{"Optimizer", {{"optimizer", "lion"}}, "training.optimizer"},
        Fault{"Rate", {{"learning_rate", 0.0}}, "training.learning_rate"},
        Fault{"Momentum", {{"momentum", 1.0}}, "training.momentum"},
        Fault{"Beta", {{"beta1", 1.0}}, "training.beta1"},
        Fault{"Batch", {{"batch_size", 0}}, "training.batch_size"},
        Fault{"Epochs", {{"epochs", 2.5}}, "training.epochs"},
        Fault{"Shuffle", {{"shuffle", 1}}, "training.shuffle"},
        Fault{"Evaluation", {{"evaluation", "train"}}, "training.evaluation"},
        Fault{"Schedule", {{"schedule", "zigzag"}}, "training.schedule.kind"},
        Fault{"ScheduleMember", {{"schedule", {{"kind", "step"}, {"ever", 3}}}}, "schedule.ever"},
        Fault{"ScheduleType", {{"schedule", 3}}, "training.schedule"},
        Fault{"Nesterov", {{"optimizer", "sgd"}, {"nesterov", true}}, "training.nesterov"},
        Fault{"Warmup", {{"epochs", 3}, {"warmup_epochs", 4}}, "training.warmup_epochs"},
        Fault{"TwoRises",
              {{"warmup_epochs", 1}, {"schedule", "one_cycle"}},
              "training.warmup_epochs"}),
    [](const ::testing::TestParamInfo<Fault>& named) { return named.param.name; });

}  // namespace
}  // namespace wattle::trainer

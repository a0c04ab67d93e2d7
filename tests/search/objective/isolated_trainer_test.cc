// SPDX-License-Identifier: MIT
#include "search/objective/isolated_trainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <bit>
#include <cmath>
#include <thread>

#include "search/objective/make_objective.h"
#include "search/objective/train_objective.h"
#include "tests/contract/trial_context.h"

namespace wattle::search {
namespace {

using contract::LooseContext;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

#ifdef __SANITIZE_ADDRESS__
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

IsolationOptions faulty_options() {
  IsolationOptions options;
  options.worker_program = WATTLE_PROGRAM;
  options.trainer.files = {FAULTY_TRAINER};
  return options;
}

std::shared_ptr<IsolatedTrainer> faulty_trainer(
    const IsolationOptions& options = faulty_options()) {
  auto trainer = IsolatedTrainer::make(options);
  if (!trainer) ADD_FAILURE() << trainer.error().message;
  return trainer ? *trainer : nullptr;
}

/// As a study evaluates it.
Result<Evaluation> evaluate(const std::shared_ptr<trainer::Trainer>& trainer, const json& model,
                            LooseContext& context) {
  return TrainObjective(trainer, {{"kind", "train"}, {"model", model}})
      .evaluate(Parameters(), context);
}

Result<Evaluation> evaluate(const std::shared_ptr<trainer::Trainer>& trainer, const json& model) {
  LooseContext context;
  return evaluate(trainer, model, context);
}

std::string cause(const json& model, const IsolationOptions& options = faulty_options()) {
  const auto trainer = faulty_trainer(options);
  const auto evaluation = evaluate(trainer, model);
  EXPECT_FALSE(evaluation);
  // The pool refills.
  EXPECT_TRUE(evaluate(trainer, json::object()));
  EXPECT_EQ(trainer->started(), 2);
  return evaluation ? "" : evaluation.error().message;
}

TEST(IsolatedTrainer, ReportsEpochsAndResult) {
  LooseContext context;
  const auto evaluation = evaluate(faulty_trainer(), json::object(), context);
  ASSERT_TRUE(evaluation) << evaluation.error().message;
  const auto steps = context.steps();
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps.back().first, 3);
  EXPECT_EQ(steps.back().second, (Metrics{{"val_loss", 0.1 * 3}, {"third", 1.0 / 3.0}}));
}

TEST(IsolatedTrainer, EveryNumberArrivesAsItWas) {
  LooseContext context;
  context.seed_value = 0xFEDC'BA98'7654'3210;
  const auto evaluation = evaluate(faulty_trainer(), json::object(), context);
  ASSERT_TRUE(evaluation) << evaluation.error().message;
  const Metrics& metrics = evaluation->metrics;
  EXPECT_TRUE(std::isnan(metrics.at("nan")));
  EXPECT_EQ(metrics.at("infinity"), -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::signbit(metrics.at("zero")));
  EXPECT_EQ(metrics.at("tiny"), std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(metrics.at("seed"), static_cast<double>(context.seed_value >> 11));
}

TEST(IsolatedTrainer, SummarisesInAWorkerToo) {
  const auto trainer = faulty_trainer();
  const auto summary = trainer->summarise({{"model", json::object()}});
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->layers.front().output_shape, "10");
  EXPECT_EQ(summary->layers.front().macs, 640);
  EXPECT_EQ(summary->train_examples, 7);
  EXPECT_EQ(summary->classes, 10);
  EXPECT_THAT(trainer->summarise({{"model", {{"summary_fault", "segfault"}}}}).error().message,
              HasSubstr("signal 11"));
}

TEST(IsolatedTrainer, AWorkerServesManyTrainings) {
  const auto trainer = faulty_trainer();
  const double process = evaluate(trainer, json::object())->metrics.at("process");
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(evaluate(trainer, json::object())->metrics.at("process"), process);
  }
  EXPECT_EQ(trainer->started(), 1);
}

TEST(IsolatedTrainer, AnErrorOfTheTrainersIsAnAnswerAndNoCrash) {
  const auto trainer = faulty_trainer();
  const auto refused = evaluate(trainer, {{"fault", "refuse"}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kDiverged);
  EXPECT_EQ(refused.error().message, "the loss is not finite");
  EXPECT_EQ(refused.error().hint, "a hint");
  EXPECT_TRUE(evaluate(trainer, json::object()));
  EXPECT_EQ(trainer->started(), 1);
}

TEST(IsolatedTrainer, ACrashCostsOneTrainingAndTellsItsCause) {
  EXPECT_THAT(cause({{"fault", "segfault"}}),
              AllOf(HasSubstr("signal 11 (Segmentation fault)"), HasSubstr("about to segfault")));
  EXPECT_THAT(cause({{"fault", "exit"}}), HasSubstr("exit status 3"));
  EXPECT_THAT(cause({{"fault", "throw"}}), HasSubstr("boom"));
  EXPECT_THAT(cause({{"fault", "kill"}}), HasSubstr("was killed, probably out of memory"));
}

TEST(IsolatedTrainer, AHangCostsOneTrainingAndTellsItsCause) {
  IsolationOptions options = faulty_options();
  options.longest_silence = Seconds(2);
  EXPECT_THAT(cause({{"fault", "hang"}}, options), HasSubstr("no sign of life for 2 s"));
}

TEST(IsolatedTrainer, TooMuchMemoryCostsOneTrainingAndTellsItsCause) {
  if (kSanitized) GTEST_SKIP() << "skipped: the sanitizer itself takes more than the limit";
  IsolationOptions options = faulty_options();
  options.memory_bytes = 150'000'000;
  EXPECT_THAT(cause({{"fault", "allocate"}}, options), HasSubstr("its limit is 150 MB"));
}

// Each epoch is a message, so that the study is never idle.
TEST(IsolatedTrainer, MemoryIsWatchedBetweenShortEpochsToo) {
  if (kSanitized) GTEST_SKIP() << "skipped: the sanitizer itself takes more than the limit";
  IsolationOptions options = faulty_options();
  options.memory_bytes = 150'000'000;
  EXPECT_THAT(cause({{"fault", "grow"}}, options), HasSubstr("its limit is 150 MB"));
}

TEST(IsolatedTrainer, AFloodOfOutputCostsOneTrainingAndTellsItsCause) {
  IsolationOptions options = faulty_options();
  options.longest_silence = Seconds(1);
  EXPECT_THAT(cause({{"fault", "flood"}}, options), HasSubstr("no sign of life for 1 s"));
}

TEST(IsolatedTrainer, AWorkerThatClosesItsMouthIsReplaced) {
  EXPECT_THAT(cause({{"fault", "close"}}),
              AllOf(HasSubstr("closed its end of the conversation"),
                    Not(HasSubstr("out of memory")), HasSubstr("about to close")));
}

TEST(IsolatedTrainer, AWorkerThatDiedWhileIdleCostsNothing) {
  const auto trainer = faulty_trainer();
  const auto process = static_cast<pid_t>(evaluate(trainer, json::object())->metrics.at("process"));
  ASSERT_EQ(::kill(process, SIGKILL), 0);
  for (int i = 0; i < 1000 && ::kill(process, 0) == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_TRUE(evaluate(trainer, json::object()));
  EXPECT_EQ(trainer->started(), 2);
}

TEST(IsolatedTrainer, StopsWhenTheStudySaysSo) {
  LooseContext context;
  context.stop_at = 2;
  const auto trainer = faulty_trainer();
  const auto evaluation = evaluate(trainer, {{"fault", "hang"}}, context);
  ASSERT_TRUE(evaluation) << evaluation.error().message;
  EXPECT_EQ(evaluation->metrics.at("val_loss"), 0.1 * 2);
  EXPECT_EQ(trainer->started(), 1);
}

TEST(IsolatedTrainer, ACancelledTrainingEndsAndItsWorkerGoesOn) {
  const auto trainer = faulty_trainer();
  LooseContext context;
  std::jthread canceller([&] {
    while (context.steps().empty()) std::this_thread::yield();
    context.cancel = true;
  });
  const auto evaluation = evaluate(trainer, {{"fault", "wait"}}, context);
  ASSERT_FALSE(evaluation);
  EXPECT_EQ(evaluation.error().code, ErrorCode::kCancelled);
  EXPECT_TRUE(evaluate(trainer, json::object()));
  EXPECT_EQ(trainer->started(), 1);
}

TEST(IsolatedTrainer, ACancellationIsHeardWhileAWorkerReadsItsData) {
  const auto trainer = faulty_trainer();
  LooseContext context;
  std::jthread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    context.cancel = true;
  });
  const auto evaluation = evaluate(trainer, {{"summary_fault", "hang"}}, context);
  ASSERT_FALSE(evaluation);
  EXPECT_EQ(evaluation.error().code, ErrorCode::kCancelled);
}

TEST(IsolatedTrainer, ThePoolIsAsLargeAsTheTrainingsAtOnce) {
  const auto trainer = faulty_trainer();
  for (int round = 0; round < 3; ++round) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 3; ++i) {
      threads.emplace_back([&, i] {
        const auto evaluation = evaluate(trainer, {{"fault", i == 1 ? "refuse" : ""}});
        EXPECT_EQ(evaluation.has_value(), i != 1);
      });
    }
  }
  EXPECT_LE(trainer->started(), 3);
}

TEST(IsolatedTrainer, AWorkersTimeIsTheTrials) {
  const auto trainer = faulty_trainer();
  LooseContext context;
  ASSERT_TRUE(evaluate(trainer, {{"cpu_seconds", 0.2}}, context));
  const Seconds used = context.thread_group().time().processes;
  EXPECT_GT(used, Seconds(0.19));  // the processes' clock is another than the thread's
  LooseContext next;
  ASSERT_TRUE(evaluate(trainer, json::object(), next));
  EXPECT_LT(next.thread_group().time().processes, Seconds(0.1));
}

TEST(IsolatedTrainer, ReadingTheDataIsNoTrials) {
  const auto trainer = faulty_trainer();
  LooseContext context;
  ASSERT_TRUE(evaluate(trainer, {{"load_seconds", 0.3}}, context));
  EXPECT_LT(context.thread_group().time().processes, Seconds(0.1));
}

TEST(IsolatedTrainer, WhatWouldFailEveryWorkerFailsAtOnce) {
  IsolationOptions options = faulty_options();
  options.trainer.files = {"/nowhere/trainer.so"};
  const auto no_trainer = IsolatedTrainer::make(options);
  ASSERT_FALSE(no_trainer);
  EXPECT_EQ(no_trainer.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(no_trainer.error().message, HasSubstr("/nowhere/trainer.so"));
  options.worker_program = "/nowhere/wattle";
  EXPECT_EQ(IsolatedTrainer::make(options).error().code, ErrorCode::kNotFound);
}

TEST(MakeObjective, IsolationNeedsAWorkerProgram) {
  const auto objective = make_objective({{"kind", "train"}, {"isolate", true}}, {});
  ASSERT_FALSE(objective);
  EXPECT_EQ(objective.error().code, ErrorCode::kUnavailable);
}

#ifdef WATTLE_TRAINER_LIBRARY
constexpr const char* kDigits = R"({
  "kind": "train",
  "data": {"name": "digits", "validation": 0.2, "test": 0.2},
  "model": {"family": "mlp", "hidden": [32], "dropout": 0.25},
  "training": {"learning_rate": 0.0031, "batch_size": 48, "epochs": 3}})";

TEST(IsolatedTrainer, TrainsToTheSameBitsAsThisProcess) {
  const TrainerLocations locations{{WATTLE_TRAINER_LIBRARY}};
  const std::filesystem::path data = std::filesystem::path(WATTLE_SOURCE_DIR) / "scenarios/data";
  IsolationOptions options = faulty_options();
  options.trainer = locations;
  options.trainer_options.data_directories = {data};
  const std::shared_ptr<trainer::Trainer> isolated = faulty_trainer(options);
  const auto here = load_trainer(locations, {{data}});
  ASSERT_TRUE(here) << here.error().message;
  std::vector<std::vector<std::pair<int, Metrics>>> steps;
  std::vector<Metrics> ends;
  for (const auto& trainer : {isolated, *here, isolated}) {
    LooseContext context;
    context.seed_value = 77;
    const auto evaluation =
        TrainObjective(trainer, json::parse(kDigits)).evaluate(Parameters(), context);
    ASSERT_TRUE(evaluation) << evaluation.error().message;
    ends.push_back(evaluation->metrics);
    steps.push_back(context.steps());
  }
  EXPECT_EQ(ends[0], ends[1]);
  EXPECT_EQ(ends[2], ends[1]);
  EXPECT_EQ(steps[0], steps[1]);
  EXPECT_EQ(steps[2], steps[1]);
  EXPECT_EQ(isolated->summarise(json::parse(kDigits))->parameters,
            (*here)->summarise(json::parse(kDigits))->parameters);
}
#endif

}  // namespace
}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// The shared object as the command meets it: opened at run time by a program without libtorch.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <memory>

#include "tests/trainer/training/silent_observer.h"
#include "trainer/trainer.h"

namespace wattle::trainer {
namespace {

using Create = Trainer* (*)(const TrainerOptions&);

TEST(TrainerLibrary, TrainsThroughItsOneSymbol) {
  // Left open: libtorch does not survive being closed.
  void* library = dlopen(WATTLE_TRAINER_LIBRARY, RTLD_NOW | RTLD_LOCAL);
  ASSERT_NE(library, nullptr) << dlerror();
  const auto create = reinterpret_cast<Create>(dlsym(library, "wattle_create_trainer"));
  ASSERT_NE(create, nullptr);
  const std::unique_ptr<Trainer> trainer(
      create({{std::filesystem::path(WATTLE_SOURCE_DIR) / "scenarios" / "data"}}));
  ASSERT_NE(trainer, nullptr);
  TrainingRequest request;
  request.objective = {{"data", {{"name", "digits"}}},
                       {"model", {{"family", "mlp"}}},
                       {"training", {{"epochs", 2}, {"learning_rate", 0.01}}}};
  request.threads = 2;
  SilentObserver observer;
  const auto result = trainer->train(request, observer);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_GT(result->metrics.at("val_accuracy"), 0.5);
}

TEST(TrainerLibrary, KeepsItsOtherSymbolsToItself) {
  void* library = dlopen(WATTLE_TRAINER_LIBRARY, RTLD_NOW | RTLD_LOCAL);
  ASSERT_NE(library, nullptr) << dlerror();
  EXPECT_EQ(dlsym(library, "_ZN6wattle7trainer12make_trainerERKNS0_14TrainerOptionsE"), nullptr);
}

}  // namespace
}  // namespace wattle::trainer

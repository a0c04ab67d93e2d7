// SPDX-License-Identifier: MIT
// Trainings on the digits that ship with Wattle, and an observer that keeps what they tell.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "tests/trainer/training/silent_observer.h"
#include "trainer/make_trainer.h"
#include "trainer/trainer.h"

namespace wattle::trainer {

inline const std::filesystem::path kShippedData =
    std::filesystem::path(WATTLE_SOURCE_DIR) / "scenarios" / "data";

/// Keeps what each epoch reports; stops or cancels after as many epochs as asked.
class Recorder : public SilentObserver {
 public:
  bool on_epoch(int epoch, const Metrics& metrics) override {
    EXPECT_EQ(epoch, static_cast<int>(epochs.size()) + 1);
    epochs.push_back(metrics);
    return epoch != stop_after;
  }
  bool cancelled() const override { return static_cast<int>(epochs.size()) == cancel_after; }

  std::vector<Metrics> epochs;
  int stop_after = -1;
  int cancel_after = -1;
};

inline std::unique_ptr<Trainer> digits_trainer() { return make_trainer({{kShippedData}}); }

inline TrainingRequest request(nlohmann::json training,
                               nlohmann::json model = {{"family", "mlp"}}) {
  TrainingRequest made;
  made.objective = {{"kind", "train"},
                    {"data", {{"name", "digits"}}},
                    {"model", std::move(model)},
                    {"training", std::move(training)}};
  made.seed = 11;
  return made;
}

}  // namespace wattle::trainer

// SPDX-License-Identifier: MIT
// Trainings, here and in worker processes, are held against the contract of objectives.
#include <gtest/gtest.h>

#include "search/objective/isolated_trainer.h"
#include "search/objective/train_objective.h"
#include "tests/contract/objective_contract.h"

namespace wattle::test {
namespace {

using namespace contract;

using nlohmann::json;

struct Subject {
  std::string name;
  std::filesystem::path library;
  json objective;
  json parameters;
  json impossible;
};

Subject faulty() {
  return {"faulty_trainer",
          FAULTY_TRAINER,
          {{"kind", "train"}, {"model", {{"fault", "$fault"}}}, {"training", {{"epochs", 3}}}},
          {{"fault", "none"}},
          {{"fault", "impossible"}}};
}

#ifdef WATTLE_TRAINER_LIBRARY
Subject digits() {
  return {"trainer",
          WATTLE_TRAINER_LIBRARY,
          {{"kind", "train"},
           {"data", {{"name", "digits"}, {"validation", 0.2}, {"test", 0.2}}},
           {"model", {{"family", "mlp"}, {"hidden", {"$width"}}}},
           {"training", {{"epochs", 2}}}},
          {{"width", 8}},
          {{"width", -8}}};
}
#endif

ObjectiveCase held(const Subject& subject, bool isolated) {
  const auto make = [subject, isolated] {
    search::IsolationOptions options;
    options.worker_program = WATTLE_PROGRAM;
    options.trainer.files = {subject.library};
    options.trainer_options.data_directories = {std::filesystem::path(WATTLE_SOURCE_DIR) /
                                                "scenarios/data"};
    std::shared_ptr<trainer::Trainer> trainer;
    if (isolated) {
      trainer = search::IsolatedTrainer::make(options).value();
    } else {
      trainer = search::load_trainer(options.trainer, options.trainer_options).value();
    }
    return std::make_shared<search::TrainObjective>(trainer, subject.objective);
  };
  return {subject.name + (isolated ? "_isolated" : "_here"), make, subject.parameters,
          subject.impossible, "val_loss"};
}

INSTANTIATE_TEST_SUITE_P(Faulty, ObjectiveContract,
                         testing::Values(held(faulty(), false), held(faulty(), true)),
                         objective_case_name);
#ifdef WATTLE_TRAINER_LIBRARY
INSTANTIATE_TEST_SUITE_P(Digits, ObjectiveContract,
                         testing::Values(held(digits(), false), held(digits(), true)),
                         objective_case_name);
#endif

}  // namespace
}  // namespace wattle::test

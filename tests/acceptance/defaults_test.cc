// SPDX-License-Identifier: MIT
// The table of fields says what an absent member means, and the trainer acts on it: they must
// agree.
#include <gtest/gtest.h>

#include "search/scenario/scenario.h"
#include "trainer/training/specification.h"

namespace wattle {
namespace {

nlohmann::json documented_training() {
  const nlohmann::json scenario = {
      {"name", "defaults"},
      {"objective",
       {{"kind", "train"},
        {"data", {{"name", "digits"}}},
        {"model", {{"family", "mlp"}, {"hidden", {"$width"}}}},
        {"training", nlohmann::json::object()}}},
      {"space", {{"width", {{"type", "int"}, {"low", 4}, {"high", 8}}}}},
      {"goal", {{"kind", "best"}, {"metric", "val_accuracy"}}},
      {"strategy", {{"kind", "random"}}},
      {"budget", {{"trials", 1}}},
  };
  const auto valid = search::validate_scenario(scenario);
  EXPECT_TRUE(valid) << (valid ? "" : search::to_text(valid.error().front()));
  return valid ? valid->document.at("objective").at("training") : nlohmann::json::object();
}

TEST(Defaults, OfTheTrainingAreTheTrainersOwn) {
  const nlohmann::json documented = documented_training();
  const nlohmann::json actual = trainer::default_training();
  for (const auto& [member, value] : actual.items()) {
    ASSERT_TRUE(documented.contains(member)) << member << " is not in the table of fields";
    EXPECT_EQ(documented[member], value) << member;
  }
}

TEST(Defaults, EveryTrainingFieldIsKnownToTheTrainer) {
  const auto parsed = trainer::parse_training(documented_training());
  EXPECT_TRUE(parsed) << parsed.error().message;
}

}  // namespace
}  // namespace wattle

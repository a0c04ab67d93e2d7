// SPDX-License-Identifier: MIT
// Studies that replay a table on disk.
#pragma once

#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <string>

#include "search/study/build_study.h"
#include "tests/search/scenario/table_fixture.h"
#include "tests/search/study/study_fixture.h"

namespace wattle::test {

inline search::RunOptions with_jobs(int jobs) {
  search::RunOptions options;
  options.jobs = jobs;
  return options;
}

/// The study of a document on a table; the scenario holds what it replays.
inline std::unique_ptr<search::Study> study_of(const TableFolder& folder,
                                               const nlohmann::json& document, int jobs = 1) {
  const auto scenario = folder.load(document);
  if (!scenario) {
    ADD_FAILURE() << search::to_text(scenario.error().front());
    return nullptr;
  }
  auto study = search::build_study(*scenario, {}, jobs);
  EXPECT_TRUE(study) << study.error().message;
  return study ? std::move(*study) : nullptr;
}

inline search::StudyRecord replayed(const TableFolder& folder, const nlohmann::json& document,
                                    int jobs = 1) {
  const auto study = study_of(folder, document, jobs);
  Bench bench;
  const auto summary = bench.run(*study, with_jobs(jobs));
  EXPECT_TRUE(summary) << summary.error().message;
  return bench.record();
}

/// What tells one replay from another.
inline nlohmann::json told(const search::StudyRecord& record) {
  nlohmann::json trials = nlohmann::json::array();
  for (const search::Trial& trial : record.trials) {
    trials.push_back({trial.parameters.json(), search::to_string(trial.state),
                      trial.measurement->metrics, trial.started_at.value, trial.ended_at.value,
                      trial.reason});
  }
  return {trials, record.elapsed.value, record.ledger.total.value};
}

/// Rounding of a sum of `count` numbers of this size, added in any order.
inline double rounding(std::size_t count, double sum) {
  return static_cast<double>(count) * std::numeric_limits<double>::epsilon() * sum;
}

inline void expect_books_add_up(const search::StudyRecord& record) {
  double joules = 0.0;
  for (const search::Trial& trial : record.trials) joules += trial.measurement->energy.joules.value;
  EXPECT_NEAR(record.ledger.total.value, joules, rounding(record.trials.size(), joules));
  EXPECT_EQ(record.ledger.trials, record.ledger.total);
  EXPECT_EQ(record.ledger.overhead, Joules(0.0));
  EXPECT_EQ(record.ledger.idle, Joules(0.0));
}

/// 60 configurations with three runs of six steps each, all different.
inline std::string many_curves() {
  std::string text = "x,y,r,epoch,acc,J,s\n";
  search::Rng rng(3);
  for (int configuration = 0; configuration < 60; ++configuration) {
    for (int run = 0; run < 3; ++run) {
      double joules = 0.0;
      double seconds = 0.0;
      for (int epoch = 1; epoch <= 6; ++epoch) {
        joules += rng.uniform(1.0, 9.0);
        seconds += rng.uniform(0.5, 2.5);
        const double accuracy = 1.0 - rng.uniform(0.5, 1.0) / (epoch + configuration % 7);
        text += std::to_string(configuration % 10) + "," + std::to_string(configuration / 10) +
                "," + std::to_string(run) + "," + std::to_string(epoch) + "," +
                std::to_string(accuracy) + "," + std::to_string(joules) + "," +
                std::to_string(seconds) + "\n";
      }
    }
  }
  return text;
}

inline nlohmann::json many_sample() {
  nlohmann::json document = search::with(curve_sample(), "/objective/parameters", {"x", "y"});
  document["objective"]["run"] = "r";
  document["strategy"] = {{"kind", "bayesian"}};
  document["pruner"] = {{"kind", "asha"}, {"min_steps", 2}};
  document["budget"] = {{"trials", 30}};
  return document;
}

/// Suggests the rows of its space in their order.
class InOrder final : public search::Strategy {
 public:
  explicit InOrder(const search::SearchSpace& space) : space_(space) {}
  std::string_view kind() const override { return "in_order"; }
  Result<search::Parameters> suggest(const search::History& history,
                                     search::Rng& /*rng*/) override {
    if (history.size() >= space_.rows()->size()) return fail(ErrorCode::kExhausted, "no more");
    return (*space_.rows())[history.size()];
  }
  nlohmann::json state() const override { return nlohmann::json::object(); }
  Result<void> restore(const nlohmann::json& /*state*/) override { return {}; }

 private:
  const search::SearchSpace& space_;
};

}  // namespace wattle::test

// SPDX-License-Identifier: MIT
// The contract of Store, run over every kind of store.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "search/store/store.h"
#include "tests/search/store/sample.h"
#include "tests/search/store/shared_places.h"
#include "tests/search/store/store_contract.h"
#include "tests/support/layer_energy.h"

namespace wattle::search {
namespace {

using test::ended_trial;
using test::running_trial;
using test::sample_layers;
using test::sample_study;
using test::step;
using test::StoreContract;
using test::StoreKind;

TEST_P(StoreContract, LoadFailsBeforeAStudyIsCreated) {
  const auto study = store_->load();
  ASSERT_FALSE(study);
  EXPECT_EQ(study.error().code, ErrorCode::kNotFound);
}

TEST_P(StoreContract, CreateIsRefusedWhenThereIsAStudy) {
  ASSERT_TRUE(store_->create(sample_study()));
  const auto again = store_->create(sample_study());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kInvalidArgument);
}

TEST_P(StoreContract, ABegunTrialIsThereAsRunningWithTheStrategyState) {
  start();
  ASSERT_TRUE(store_->begin_trial(running_trial(0), {{"version", 1}, {"next", 1}}));
  const StudyRecord study = loaded();
  ASSERT_EQ(study.trials.size(), 1u);
  EXPECT_EQ(study.trials[0].state, TrialState::kRunning);
  EXPECT_EQ(study.trials[0].parameters, running_trial(0).parameters);
  EXPECT_EQ(study.strategy_state.at("next"), 1);
}

TEST_P(StoreContract, AnEndedTrialComesBackBitByBit) {
  start();
  ASSERT_TRUE(store_->begin_trial(running_trial(0), {}));
  ASSERT_TRUE(store_->end_trial(ended_trial(0), {Joules(1), Joules(2), Joules(3), Joules(6)},
                                Seconds(9.0)));
  const Trial stored = loaded().trials.at(0);
  const Trial written = ended_trial(0);
  ASSERT_TRUE(stored.measurement);
  EXPECT_EQ(stored.state, TrialState::kComplete);
  EXPECT_EQ(stored.ended_at, written.ended_at);
  EXPECT_EQ(stored.measurement->energy, written.measurement->energy);
  EXPECT_EQ(stored.measurement->metrics.at("val_accuracy"), 1.0 / 7.0);
  EXPECT_TRUE(std::isnan(stored.measurement->metrics.at("val_loss")));
  EXPECT_EQ(stored.measurement->seconds, written.measurement->seconds);
  EXPECT_EQ(stored.measurement->gross_joules, written.measurement->gross_joules);
}

TEST_P(StoreContract, EndingATrialSavesTheTotals) {
  start();
  ASSERT_TRUE(store_->begin_trial(running_trial(0), {}));
  ASSERT_TRUE(store_->end_trial(ended_trial(0), {Joules(1), Joules(2), Joules(3), Joules(6)},
                                Seconds(9.0)));
  EXPECT_EQ(loaded().ledger.overhead, Joules(2));
  EXPECT_EQ(loaded().ledger.total, Joules(6));
  EXPECT_EQ(loaded().elapsed, Seconds(9.0));
}

TEST_P(StoreContract, AFailedTrialKeepsItsReasonAndNoMeasurement) {
  start();
  ASSERT_TRUE(store_->begin_trial(running_trial(0), {}));
  Trial failed = running_trial(0);
  failed.state = TrialState::kFailed;
  failed.reason = "the loss is 'NaN'; \"epoch\" 3";
  ASSERT_TRUE(store_->end_trial(failed, {}, Seconds(1.0)));
  EXPECT_EQ(loaded().trials.at(0).reason, failed.reason);
  EXPECT_FALSE(loaded().trials.at(0).measurement);
}

TEST_P(StoreContract, StepsComeBackInOrderWithTheirTrial) {
  start();
  ASSERT_TRUE(store_->begin_trial(running_trial(0), {}));
  ASSERT_TRUE(store_->begin_trial(running_trial(1), {}));
  for (int number = 1; number <= 3; ++number) {
    ASSERT_TRUE(store_->add_step(1, step(number, 0.1 * number), {}, Seconds(number)));
  }
  const StudyRecord study = loaded();
  EXPECT_TRUE(study.trials[0].steps.empty());
  ASSERT_EQ(study.trials[1].steps.size(), 3u);
  const Step& last = study.trials[1].steps[2];
  EXPECT_EQ(last.step, 3);
  EXPECT_EQ(last.metrics.at("val_accuracy"), 0.1 * 3);
  EXPECT_EQ(last.joules, Joules(6));
  EXPECT_EQ(last.low, Joules(3));
  EXPECT_EQ(last.high, Joules(12));
  EXPECT_EQ(last.gross_joules, Joules(9));
  EXPECT_EQ(last.seconds, Seconds(30));
  EXPECT_TRUE(last.shared);
}

// So that after a crash the joules of unfinished trials are in the ledger.
TEST_P(StoreContract, AStepKeepsTheStudysTotals) {
  start();
  ASSERT_TRUE(store_->begin_trial(running_trial(0), {}));
  const energy::LedgerTotals totals{Joules(3), Joules(1), Joules(2), Joules(6)};
  ASSERT_TRUE(store_->add_step(0, step(1, 0.5), totals, Seconds(4)));
  EXPECT_EQ(loaded().ledger.trials, Joules(3));
  EXPECT_EQ(loaded().ledger.total, Joules(6));
  EXPECT_EQ(loaded().elapsed, Seconds(4));
}

TEST_P(StoreContract, APauseIsKeptUntilItIsOver) {
  start();
  EXPECT_FALSE(store_->paused().value());
  ASSERT_TRUE(store_->set_paused(true));
  start_anew();
  EXPECT_TRUE(store_->paused().value());
  EXPECT_TRUE(loaded().paused);
  ASSERT_TRUE(store_->set_paused(false));
  EXPECT_FALSE(loaded().paused);
}

TEST_P(StoreContract, FinalistsComeBackInTheOrderTheyWereAdded) {
  start();
  for (int number = 0; number < 2; ++number)
    ASSERT_TRUE(store_->begin_trial(running_trial(number), {}));
  const Measurement measurement = *ended_trial(0).measurement;
  ASSERT_TRUE(store_->add_finalist({1, TrialState::kComplete, measurement, ""}));
  ASSERT_TRUE(store_->add_finalist({0, TrialState::kFailed, measurement, "why"}));
  const auto finalists = loaded().finalists;
  ASSERT_EQ(finalists.size(), 2u);
  EXPECT_EQ(finalists[0].trial, 1);
  EXPECT_EQ(finalists[1].reason, "why");
  EXPECT_EQ(finalists[0].measurement.energy, measurement.energy);
}

TEST_P(StoreContract, AFinalistIsToldWhatItsLayersCost) {
  start();
  for (int number = 0; number < 2; ++number)
    ASSERT_TRUE(store_->begin_trial(running_trial(number), {}));
  const Measurement measurement = *ended_trial(0).measurement;
  ASSERT_TRUE(store_->add_finalist({1, TrialState::kComplete, measurement, ""}));
  ASSERT_TRUE(store_->add_finalist({0, TrialState::kComplete, measurement, ""}));
  ASSERT_TRUE(store_->set_layers(0, sample_layers()));
  const auto finalists = loaded().finalists;
  ASSERT_EQ(finalists.size(), 2u);
  EXPECT_FALSE(finalists[0].layers) << "another trial's";
  EXPECT_EQ(finalists[1].layers, sample_layers());
  EXPECT_EQ(finalists[1].measurement.energy, measurement.energy) << "stays";
}

TEST_P(StoreContract, AFinalistIsToldWhyItsLayersCouldNotBeMeasured) {
  start();
  ASSERT_TRUE(store_->begin_trial(running_trial(0), {}));
  ASSERT_TRUE(store_->add_finalist({0, TrialState::kFailed, *ended_trial(0).measurement, "why"}));
  LayerEnergy nothing;
  nothing.failure = "out of memory";
  ASSERT_TRUE(store_->set_layers(0, nothing));
  EXPECT_EQ(loaded().finalists[0].layers, nothing);
}

TEST_P(StoreContract, OnlyAFinalistHasLayers) {
  start();
  ASSERT_TRUE(store_->begin_trial(running_trial(0), {}));
  const auto set = store_->set_layers(0, sample_layers());
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kNotFound);
}

TEST_P(StoreContract, AStudyThatGoesOnHasANewContextAndNoReasonToHaveStopped) {
  start();
  ASSERT_TRUE(store_->leave("24 trials"));
  EXPECT_EQ(loaded().stopped_because, "24 trials");
  ASSERT_TRUE(store_->join({{{"name", "sample"}}, {{"machine", "other"}}}));
  EXPECT_EQ(loaded().stopped_because, "");
  EXPECT_EQ(loaded().scenario, nlohmann::json({{"name", "sample"}}));
  EXPECT_EQ(loaded().context.at("machine"), "other");
}

TEST_P(StoreContract, SessionsAddUp) {
  start();
  ASSERT_TRUE(store_->check_in({Joules(1), Joules(2), Joules(3), Joules(6)}, Seconds(9)));
  start_anew();
  ASSERT_TRUE(store_->check_in({Joules(4), Joules(0), Joules(1), Joules(5)}, Seconds(12)));
  EXPECT_EQ(loaded().ledger.trials, Joules(5));
  EXPECT_EQ(loaded().ledger.total, Joules(11));
  EXPECT_EQ(loaded().elapsed, Seconds(12));
}

TEST_P(StoreContract, SessionsThatAreOverAreToldFromThatOfNow) {
  start();
  start_anew();
  const auto sessions = loaded().sessions;
  ASSERT_EQ(sessions.size(), 2u);
  EXPECT_TRUE(sessions[0].ended);
  EXPECT_FALSE(sessions[1].ended);
  EXPECT_EQ(sessions[1].context, sample_study().context);
}

TEST_P(StoreContract, WhatEarlierSessionsSpentCanBeTakenBack) {
  start();
  ASSERT_TRUE(store_->check_in({Joules(5), Joules(0), Joules(0), Joules(5)}, Seconds(9)));
  ASSERT_TRUE(store_->leave(""));
  Joining joining{sample_study().scenario, sample_study().context};
  joining.spent = energy::LedgerTotals{Joules(2), Joules(0), Joules(0), Joules(2)};
  joining.elapsed = Seconds(4);
  const auto joined = store_->join(joining);
  ASSERT_TRUE(joined) << joined.error().message;
  EXPECT_EQ(joined->ledger.total, Joules(2));
  EXPECT_EQ(joined->elapsed, Seconds(4));
  EXPECT_EQ(loaded().ledger.total, Joules(2));
}

TEST_P(StoreContract, AWholeStudyIsCreatedWithItsTrials) {
  StudyRecord study = sample_study();
  study.ledger.trials = study.ledger.total = Joules(3);
  study.elapsed = Seconds(8);
  study.trials = {ended_trial(0), running_trial(1)};
  study.trials[0].steps = {step(1, 0.25), step(2, 0.5)};
  study.trials[0].origin = Origin{"elsewhere", 17};
  study.finalists = {{0, TrialState::kComplete, *ended_trial(0).measurement, "", sample_layers()}};
  ASSERT_TRUE(store_->create(study));
  const StudyRecord stored = loaded();
  ASSERT_EQ(stored.trials.size(), 2u);
  EXPECT_EQ(stored.trials[0].steps.size(), 2u);
  ASSERT_TRUE(stored.trials[0].origin);
  EXPECT_EQ(stored.trials[0].origin->study, "elsewhere");
  EXPECT_EQ(stored.trials[0].origin->trial, 17);
  EXPECT_EQ(stored.trials[1].state, TrialState::kWaiting) << "nobody runs it";
  EXPECT_FALSE(stored.trials[1].origin);
  ASSERT_EQ(stored.finalists.size(), 1u);
  EXPECT_EQ(stored.finalists[0].layers, sample_layers());
  EXPECT_EQ(stored.ledger.trials, Joules(3));
  EXPECT_EQ(stored.elapsed, Seconds(8));
}

TEST_P(StoreContract, TheOnlyOneThereHasNoNewsAndIsTheLast) {
  start();
  ASSERT_TRUE(store_->begin_trial(running_trial(0), {}));
  const auto news = store_->news();
  ASSERT_TRUE(news) << news.error().message;
  EXPECT_TRUE(news->trials.empty());
  EXPECT_EQ(news->others, 0);
  EXPECT_EQ(store_->retire(), true);
}

TEST_P(StoreContract, ARequestToStopIsHeardAndForgottenWhenTheStudyGoesOn) {
  start();
  EXPECT_EQ(store_->stop_requested(), false);
  ASSERT_TRUE(store_->request_stop());
  EXPECT_EQ(store_->stop_requested(), true);
  start_anew();
  EXPECT_EQ(store_->stop_requested(), false);
}

Result<std::unique_ptr<Store>> open_memory(const std::filesystem::path& /*folder*/) {
  return make_memory_store();
}

Result<std::unique_ptr<Store>> open_sqlite(const std::filesystem::path& folder) {
  return open_sqlite_store(folder / "study.db");
}

/// Each time a database of its own, for as long as the program runs.
Result<std::unique_ptr<Store>> open_postgresql(const std::filesystem::path& /*folder*/) {
  static std::vector<std::unique_ptr<test::SharedPlace>> places;
  places.push_back(test::shared_place("postgresql"));
  if (const auto reason = places.back()->missing()) return fail(ErrorCode::kUnavailable, *reason);
  return places.back()->open();
}

INSTANTIATE_TEST_SUITE_P(Every, StoreContract,
                         testing::Values(StoreKind{"memory", open_memory},
                                         StoreKind{"sqlite", open_sqlite},
                                         StoreKind{"postgresql", open_postgresql}),
                         [](const auto& kind) { return kind.param.name; });

}  // namespace
}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// Parts of an embedder's own under the contract suites that Wattle ships, and in a study together.
#include "own_parts.h"

#include <gtest/gtest.h>

#include "tests/contract/meter_contract.h"
#include "tests/contract/objective_contract.h"
#include "tests/contract/pruner_contract.h"
#include "tests/contract/strategy_contract.h"

namespace own {
namespace {

using namespace wattle::contract;

class TenWattsRig final : public MeterRig {
 public:
  energy::EnergyMeter& meter() override { return meter_; }
  void advance(Seconds by) override { clock_->advance(by); }

 private:
  std::shared_ptr<energy::ManualClock> clock_ = std::make_shared<energy::ManualClock>();
  TenWatts meter_{clock_};
};

std::unique_ptr<Pruner> make_rising(const Goal& goal, double /*unit*/) {
  return std::make_unique<RisingPruner>(goal);
}

INSTANTIATE_TEST_SUITE_P(Own, StrategyContract,
                         testing::Values(StrategyCase{"hill_climber", HillClimber::create, 5000}),
                         strategy_case_name);
INSTANTIATE_TEST_SUITE_P(
    Own, PrunerContract,
    testing::Values(PrunerCase{
        .name = "rising", .make = make_rising, .stops_some = true, .stops_alone = true}),
    pruner_case_name);
INSTANTIATE_TEST_SUITE_P(Own, MeterContract,
                         testing::Values(MeterCase{"ten_watts",
                                                   [] { return std::make_unique<TenWattsRig>(); }}),
                         meter_case_name);
INSTANTIATE_TEST_SUITE_P(Own, ObjectiveContract,
                         testing::Values(ObjectiveCase{"descent",
                                                       [] { return std::make_shared<Descent>(); },
                                                       {{"rate", 0.1}},
                                                       {{"rate", -1.0}},
                                                       "value"}),
                         objective_case_name);

TEST(OwnParts, WorkTogetherInAStudy) {
  const auto problem = validate_ask_tell(
      {{"space", {{"rate", {{"type", "float"}, {"low", 0.01}, {"high", 2.0}}}}},
       {"goal", {{"kind", "best"}, {"metric", "value"}, {"direction", "minimize"}}},
       {"budget", {{"trials", 20}}}});
  ASSERT_TRUE(problem.has_value());
  const auto study = build_study_with(std::make_shared<Descent>(), *problem);
  ASSERT_TRUE(study.has_value());
  (*study)->strategy = *HillClimber::create((*study)->space, (*study)->goal, 1);
  (*study)->pruner = std::make_unique<RisingPruner>((*study)->goal);
  const auto clock = std::make_shared<energy::SteadyClock>();
  const auto metering =
      energy::start_metering(std::make_unique<TenWatts>(clock), *clock, {.idle = Watts(0)});
  ASSERT_TRUE(metering.has_value());
  const auto store = make_memory_store();
  StudyObserver nobody_listens;
  const auto summary = run_study(**study, {*store, **metering, *clock, nobody_listens}, {});
  ASSERT_TRUE(summary.has_value());
  EXPECT_EQ(summary->complete + summary->pruned, 20);
  EXPECT_GT(summary->pruned, 0) << "rates above 1 diverge";
  EXPECT_GT(store->load()->ledger.total, Joules(0));
}

}  // namespace
}  // namespace own

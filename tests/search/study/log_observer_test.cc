// SPDX-License-Identifier: MIT
#include "search/study/log_observer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tests/search/study/study_fixture.h"

namespace wattle::search {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

using Lines = std::vector<std::pair<LogLevel, std::string>>;

Logger into(Lines& lines) {
  return [&lines](LogLevel level, std::string_view line) { lines.emplace_back(level, line); };
}

int count(const Lines& lines, LogLevel level) {
  return static_cast<int>(std::count_if(lines.begin(), lines.end(),
                                        [&](const auto& line) { return line.first == level; }));
}

/// Runs a study of three trials with a log.
Lines log_of(CallableObjective::Function function) {
  Lines lines;
  energy::SteadyClock clock;
  const auto metering = energy::no_metering();
  const auto store = make_memory_store();
  LogObserver log(into(lines), metering.get());
  const auto study = test::make_study(std::move(function), 3);
  EXPECT_TRUE(run_study(*study, {*store, *metering, clock, log}, {}));
  return lines;
}

TEST(LogObserver, WarnsOfLayersThatCouldNotBeMeasured) {
  Lines lines;
  LogObserver log(into(lines), nullptr);
  log.profile_started(3);
  LayerEnergy layers;
  log.profile_ended(3, layers);
  EXPECT_EQ(count(lines, LogLevel::kWarning), 0);
  layers.failure = "no memory";
  log.profile_ended(3, layers);
  EXPECT_EQ(lines.back().first, LogLevel::kWarning);
  EXPECT_THAT(lines.back().second, AllOf(HasSubstr("trial 3"), HasSubstr("no memory")));
}

TEST(LogObserver, TellsStartAndEndOfEveryTrialWithItsNumbers) {
  const Lines lines = log_of(test::identity);
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_EQ(count(lines, LogLevel::kWarning), 0);
  EXPECT_THAT(lines[0].second, AllOf(HasSubstr("trial 0"), HasSubstr("{\"x\":")));
  EXPECT_THAT(lines[1].second, AllOf(HasSubstr("trial 0"), HasSubstr("\"value\":")));
  for (const auto& [level, line] : lines) EXPECT_THAT(line, Not(HasSubstr("\n")));
}

TEST(LogObserver, WarnsOfFailedTrialsWithTheirReason) {
  const Lines lines = log_of([](const Parameters&, TrialContext&) -> Result<Evaluation> {
    return fail(ErrorCode::kDiverged, "the loss is no number");
  });
  EXPECT_EQ(count(lines, LogLevel::kWarning), 3);
  EXPECT_THAT(lines[1].second, HasSubstr("the loss is no number"));
}

/// A metering whose meter fails as the test wants.
class FailingMetering final : public energy::Metering {
 public:
  std::optional<Error> failure;

  std::unique_ptr<energy::Account> open() override { return inner_->open(); }
  energy::LedgerTotals totals() override { return inner_->totals(); }
  const energy::MeterInfo& meter() const override { return inner_->meter(); }
  energy::IdlePower idle() const override { return inner_->idle(); }
  std::optional<Error> last_failure() const override { return failure; }
  energy::MeteringCost cost() const override { return inner_->cost(); }

 private:
  std::unique_ptr<energy::Metering> inner_ = energy::no_metering();
};

TEST(LogObserver, WarnsOnceOfAMeterThatCannotBeRead) {
  Lines lines;
  FailingMetering metering;
  LogObserver log(into(lines), &metering);
  Trial trial;
  trial.state = TrialState::kComplete;
  log.trial_ended(trial, {});
  EXPECT_EQ(count(lines, LogLevel::kWarning), 0);
  metering.failure = Error{ErrorCode::kIo, "the sensor is gone", ""};
  log.trial_ended(trial, {});
  log.trial_ended(trial, {});
  ASSERT_EQ(count(lines, LogLevel::kWarning), 1);
  EXPECT_THAT(lines[1].second, HasSubstr("the sensor is gone"));
}

}  // namespace
}  // namespace wattle::search

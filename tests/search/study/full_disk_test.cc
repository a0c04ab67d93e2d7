// SPDX-License-Identifier: MIT
// A store that cannot write any more.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>

#include "tests/search/study/study_fixture.h"

namespace wattle::search {
namespace {

using test::Bench;
using test::identity;
using test::make_study;

/// Fails every write from the `allowed`-th on, as a full disk does.
class FullDisk final : public Store {
 public:
  FullDisk(Store& below, int allowed) : below_(below), left_(allowed) {}
  Result<void> create(const StudyRecord& study) override { return below_.create(study); }
  Result<StudyRecord> load() const override { return below_.load(); }
  Result<void> begin_trial(const Trial& trial, const nlohmann::json& state) override {
    return write([&] { return below_.begin_trial(trial, state); });
  }
  Result<void> restart_trial(const Trial& trial) override {
    return write([&] { return below_.restart_trial(trial); });
  }
  Result<void> release_trial(int number) override {
    return write([&] { return below_.release_trial(number); });
  }
  Result<void> add_step(int number, const Step& step, const energy::LedgerTotals& ledger,
                        Seconds elapsed) override {
    return write([&] { return below_.add_step(number, step, ledger, elapsed); });
  }
  Result<void> end_trial(const Trial& trial, const energy::LedgerTotals& ledger,
                         Seconds elapsed) override {
    return write([&] { return below_.end_trial(trial, ledger, elapsed); });
  }
  Result<void> add_finalist(const Finalist& finalist) override {
    return below_.add_finalist(finalist);
  }
  Result<void> set_layers(int trial, const LayerEnergy& layers) override {
    return below_.set_layers(trial, layers);
  }
  Result<StudyRecord> join(const Joining& joining) override { return below_.join(joining); }
  Result<News> news() override { return below_.news(); }
  Result<void> check_in(const energy::LedgerTotals& ledger, Seconds elapsed) override {
    return below_.check_in(ledger, elapsed);
  }
  Result<bool> retire() override { return below_.retire(); }
  Result<void> leave(const std::string& because) override { return below_.leave(because); }
  Result<void> request_stop() override { return below_.request_stop(); }
  Result<bool> stop_requested() const override { return below_.stop_requested(); }
  Result<void> set_paused(bool paused) override { return below_.set_paused(paused); }
  Result<bool> paused() const override { return below_.paused(); }

 private:
  template <class Write>
  Result<void> write(const Write& go) {
    if (left_-- <= 0) return fail(ErrorCode::kIo, "no space left on device");
    return go();
  }
  Store& below_;
  std::atomic<int> left_;
};

TEST(RunStudy, AFullDiskEndsTheStudyAndLosesNothingThatWasStored) {
  Bench bench;
  FullDisk full(*bench.store, 7);
  const auto study = make_study(identity, 12);
  auto metering = energy::start_metering(
      std::make_unique<test::ConstantPowerMeter>(bench.clock, Watts(1.0)), bench.clock);
  ASSERT_TRUE(metering);
  const auto summary = run_study(*study, {full, **metering, bench.clock, bench.observer}, {});
  ASSERT_FALSE(summary);
  EXPECT_EQ(summary.error().code, ErrorCode::kIo);
  int complete = 0;
  for (const Trial& trial : bench.record().trials) complete += trial.state == TrialState::kComplete;
  EXPECT_EQ(complete, 3);
  const auto resumed = bench.run(*make_study(identity, 12));
  ASSERT_TRUE(resumed);
  EXPECT_EQ(resumed->complete, 12);
}

}  // namespace
}  // namespace wattle::search

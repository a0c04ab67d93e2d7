// SPDX-License-Identifier: MIT
// Windows of milliseconds: what is tested is what is recorded, not how good it is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/perf_event.h>

#include <thread>

#include "energy/calibration/calibration.h"
#include "tests/energy/fake_perf.h"
#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using testing::FakePerf;
using ::testing::HasSubstr;
using testing::TemporaryFolder;
using testing::write_file;
using testing::write_stat;

/// A reference of any kind that moves by a joule a read.
class Reference final : public EnergyMeter {
 public:
  explicit Reference(MeterInfo info) : info_(std::move(info)) {}
  const MeterInfo& info() const override { return info_; }
  Result<CumulativeEnergy> read() override {
    if (reads_left == 0) return fail(ErrorCode::kIo, "torn");
    --reads_left;
    joules_ += step;
    return CumulativeEnergy{joules_, joules_, joules_};
  }
  int reads_left = 1000;
  Joules step{1};

 private:
  MeterInfo info_;
  Joules joules_;
};

MeterInfo info(Source source, std::vector<std::string> domains) {
  return {.name = "reference",
          .source = source,
          .domains = std::move(domains),
          .resolution = Seconds(1e-3),
          .longest_gap = Seconds(0),
          .explanation = "test"};
}

class CalibrationWindows : public ::testing::Test {
 protected:
  CalibrationWindows() { write_stat(folder_.path(), 2, Seconds(100)); }
  TemporaryFolder folder_;
  std::shared_ptr<FakePerf> perf_ = std::make_shared<FakePerf>();
  System system_{.sys = folder_.path(), .proc = folder_.path(), .perf = perf_};
  CalibrationPlan plan_{.window = Seconds(0.01), .memory_bytes = 1 << 20};
  Reference reference_{info(Source::kCounter, {"package"})};
};

TEST_F(CalibrationWindows, RecordIdleThenMoreAndMoreThreadsThenMemory) {
  const auto windows = collect_calibration(reference_, system_, plan_).value();
  ASSERT_EQ(windows.size(), 5U);  // idle; one and two busy; one and two reading memory
  for (const CalibrationWindow& window : windows) {
    EXPECT_GT(window.duration, Seconds(0));
    EXPECT_EQ(window.joules, Joules(1));
    EXPECT_GE(window.busy_threads, 0.0);
    EXPECT_FALSE(window.counters.has_value());
  }
  for (std::size_t i = 1; i < windows.size(); ++i) EXPECT_GT(windows[i].busy_threads, 0.0);
}

TEST_F(CalibrationWindows, CountTheWholeMachineWhereItMayBeCounted) {
  for (const int cpu : {0, 1}) {
    perf_->set({PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, cpu}, 5);
    perf_->set({PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS, cpu}, 5);
  }
  const auto windows = collect_calibration(reference_, system_, plan_).value();
  for (const CalibrationWindow& window : windows) EXPECT_TRUE(window.counters.has_value());
}

TEST_F(CalibrationWindows, KeepToTheNumberOfThreads) {
  plan_.threads = 1;
  EXPECT_EQ(collect_calibration(reference_, system_, plan_)->size(), 3U);
  plan_.threads = 99;
  EXPECT_EQ(collect_calibration(reference_, system_, plan_)->size(), 5U);
}

TEST_F(CalibrationWindows, EndWhenCancelled) {
  std::stop_source source;
  plan_.stop = source.get_token();
  plan_.window = Seconds(3600);
  std::jthread canceller([&] { source.request_stop(); });
  EXPECT_EQ(collect_calibration(reference_, system_, plan_).error().code, ErrorCode::kCancelled);
}

TEST_F(CalibrationWindows, PassOnTheReferencesError) {
  reference_.reads_left = 3;
  EXPECT_EQ(collect_calibration(reference_, system_, plan_).error().code, ErrorCode::kIo);
  reference_.reads_left = 0;
  EXPECT_EQ(collect_calibration(reference_, system_, plan_).error().code, ErrorCode::kIo);
}

TEST_F(CalibrationWindows, NeedAReferenceThatMoves) {
  reference_.step = Joules(0);
  const auto windows = collect_calibration(reference_, system_, plan_);
  EXPECT_EQ(windows.error().code, ErrorCode::kUnavailable);
  EXPECT_FALSE(windows.error().hint.empty());
}

TEST_F(CalibrationWindows, NeedAReferenceThatMeasuresTheProcessor) {
  for (const auto& [unfit, why] : {std::pair{info(Source::kEstimated, {"package"}), "estimate"},
                                   std::pair{info(Source::kCounter, {"gpu", "package"}), "gpu"},
                                   std::pair{info(Source::kCounter, {"dram"}), "neither"}}) {
    Reference reference(unfit);
    const auto windows = collect_calibration(reference, system_, plan_);
    EXPECT_EQ(windows.error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(windows.error().message, HasSubstr(why));
  }
}

TEST_F(CalibrationWindows, NeedAPositiveLength) {
  plan_.window = Seconds(0);
  EXPECT_EQ(collect_calibration(reference_, system_, plan_).error().code,
            ErrorCode::kInvalidArgument);
}

TEST_F(CalibrationWindows, NeedTheMachinesCpuTimes) {
  system_.proc = folder_.path() / "nowhere";
  EXPECT_EQ(collect_calibration(reference_, system_, plan_).error().code, ErrorCode::kUnavailable);
  EXPECT_FALSE(calibration_subject(reference_.info(), system_, "2026"));
}

TEST_F(CalibrationWindows, AreOfThisProcessorAndThatMeter) {
  write_file(folder_.path() / "cpuinfo", "model name\t: A CPU @ 1.00GHz\n");
  const auto subject = calibration_subject(reference_.info(), system_, "2026-03-01").value();
  EXPECT_EQ(subject.processor, "A CPU @ 1.00GHz");
  EXPECT_EQ(subject.threads, 2);
  EXPECT_EQ(subject.meter, "reference");
  EXPECT_EQ(subject.domains, reference_.info().domains);
  EXPECT_EQ(subject.date, "2026-03-01");
  EXPECT_EQ(subject.base_hertz, 1e9);
}

// From windows to a curve; how good it is, is no matter here.
TEST_F(CalibrationWindows, FitToACurve) {
  plan_.window = Seconds(0.02);
  const auto windows = collect_calibration(reference_, system_, plan_).value();
  const auto subject = calibration_subject(reference_.info(), system_, "2026-03-01").value();
  const auto fitted = fit_calibration(windows, subject);
  if (!fitted) GTEST_SKIP() << "skipped: the machine is too busy: " << fitted.error().message;
  EXPECT_GE(fitted->curve.full_watts_per_thread, fitted->curve.idle_watts_per_thread);
}

}  // namespace
}  // namespace wattle::energy

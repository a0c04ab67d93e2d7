// SPDX-License-Identifier: MIT
#include "energy/calibration/calibration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <random>

#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryFolder;
using testing::write_file;

constexpr int kThreads = 8;
// Three unknowns, a dozen windows, a condition below 1e4.
constexpr double kRounding = 1e-9;

CalibrationSubject subject() {
  return {.processor = "A processor",
          .threads = kThreads,
          .meter = "rapl",
          .domains = {"package"},
          .date = "2026-03-01",
          .base_hertz = 1e9};
}

CalibrationWindow window(double busy, double watts) {
  return {.duration = Seconds(5), .busy_threads = busy, .joules = Joules(5 * watts)};
}

/// Windows of a machine that follows `curve` exactly.
std::vector<CalibrationWindow> windows_of(const PowerCurve& curve) {
  std::vector<CalibrationWindow> windows;
  for (int busy = 0; busy <= kThreads; ++busy) {
    windows.push_back(window(busy, curve.power(busy, kThreads).value));
  }
  return windows;
}

class Exponents : public ::testing::TestWithParam<double> {};

TEST_P(Exponents, AreRecoveredWithTheirCurve) {
  const PowerCurve curve{
      .idle_watts_per_thread = 1.5, .full_watts_per_thread = 6.0, .exponent = GetParam()};
  const Calibration fitted = fit_calibration(windows_of(curve), subject()).value();
  EXPECT_DOUBLE_EQ(fitted.curve.exponent, curve.exponent);
  EXPECT_NEAR(fitted.curve.idle_watts_per_thread, 1.5, kRounding);
  EXPECT_NEAR(fitted.curve.full_watts_per_thread, 6.0, kRounding);
  EXPECT_LT(fitted.residual_largest, Watts(kRounding * 48));
  EXPECT_EQ(fitted.windows, kThreads + 1);
  EXPECT_FALSE(fitted.counters);
}

INSTANTIATE_TEST_SUITE_P(OfTheGrid, Exponents, ::testing::Values(0.1, 0.2, 0.4, 0.76, 1.0));

TEST(Calibration, StaysWithinHalfAStepOfAnExponentBetweenTwo) {
  const PowerCurve curve{.idle_watts_per_thread = 1, .full_watts_per_thread = 5, .exponent = 0.53};
  const Calibration fitted = fit_calibration(windows_of(curve), subject()).value();
  EXPECT_NEAR(fitted.curve.exponent, 0.53, 0.01 + kRounding);
}

// A machine that draws less when busy: the best that a curve may do is a constant.
TEST(Calibration, HasNoNegativeCoefficient) {
  std::vector<CalibrationWindow> windows;
  for (int busy = 0; busy <= kThreads; ++busy) windows.push_back(window(busy, 40.0 - busy));
  const Calibration fitted = fit_calibration(windows, subject()).value();
  EXPECT_NEAR(fitted.curve.idle_watts_per_thread, 36.0 / kThreads, kRounding);
  EXPECT_NEAR(fitted.curve.full_watts_per_thread, 36.0 / kThreads, kRounding);
}

// A constant fitted to n - 1 values misses the nth by n / (n - 1) of its distance from the mean.
TEST(Calibration, LeavesEachWindowOutForItsResidual) {
  std::vector<CalibrationWindow> windows;
  for (int busy = 0; busy <= kThreads; ++busy) windows.push_back(window(busy, 40.0 - busy));
  const Calibration fitted = fit_calibration(windows, subject()).value();
  EXPECT_NEAR(fitted.residual_largest.value, 4.0 * 9.0 / 8.0, kRounding);
  EXPECT_NEAR(fitted.residual_rms.value, std::sqrt(60.0 / 9.0) * 9.0 / 8.0, kRounding);
}

TEST(Calibration, TakesTheLargerOfItsTwoMargins) {
  Calibration calibration;
  calibration.residual_rms = Watts(2);
  calibration.residual_largest = Watts(3);
  EXPECT_EQ(calibration.margin(), Watts(4));
  calibration.residual_largest = Watts(5);
  EXPECT_EQ(calibration.margin(), Watts(5));
}

/// Adds counters of one instruction a cycle at the base frequency, and their traffic's power.
void add_traffic(CalibrationWindow& window, double misses_per_second, double joules_per_byte) {
  const double cycles = 1e9 * window.busy_threads * window.duration.value;
  window.counters = CounterDelta{.cycles = cycles,
                                 .instructions = cycles,
                                 .misses = misses_per_second * window.duration.value};
  window.joules += Joules(joules_per_byte * 64.0 * window.counters->misses);
}

TEST(Calibration, SeparatesTrafficFromBusyThreads) {
  const PowerCurve curve{.idle_watts_per_thread = 1, .full_watts_per_thread = 4, .exponent = 0.5};
  auto windows = windows_of(curve);
  windows.push_back(windows.back());
  for (CalibrationWindow& each : windows) add_traffic(each, 1e6, 2e-10);
  windows.pop_back();
  windows.push_back(window(kThreads, curve.power(kThreads, kThreads).value));
  add_traffic(windows.back(), 5e8, 2e-10);
  const Calibration fitted = fit_calibration(windows, subject()).value();
  EXPECT_TRUE(fitted.counters);
  EXPECT_NEAR(fitted.joules_per_byte, 2e-10, 2e-10 * 1e-6);
  EXPECT_NEAR(fitted.curve.full_watts_per_thread, 4.0, 1e-6);
}

TEST(Calibration, DoesWithoutCountersThatAWindowLacks) {
  auto windows =
      windows_of({.idle_watts_per_thread = 1, .full_watts_per_thread = 4, .exponent = 0.5});
  add_traffic(windows.front(), 1e6, 0.0);
  const Calibration fitted = fit_calibration(windows, subject()).value();
  EXPECT_FALSE(fitted.counters);
  EXPECT_EQ(fitted.joules_per_byte, 0.0);
}

TEST(Calibration, GivesTheSameNumbersForTheSameWindows) {
  std::mt19937_64 random(3);
  std::uniform_real_distribution<> noise(-1.0, 1.0);
  auto windows =
      windows_of({.idle_watts_per_thread = 1, .full_watts_per_thread = 4, .exponent = 0.5});
  for (CalibrationWindow& each : windows) each.joules += Joules(noise(random));
  const Calibration one = fit_calibration(windows, subject()).value();
  const Calibration two = fit_calibration(windows, subject()).value();
  EXPECT_EQ(one.curve.full_watts_per_thread, two.curve.full_watts_per_thread);
  EXPECT_EQ(one.residual_rms, two.residual_rms);
  EXPECT_GT(one.residual_largest, one.residual_rms);
}

void expect_refused(const std::vector<CalibrationWindow>& windows, const std::string& why) {
  const auto fitted = fit_calibration(windows, subject());
  ASSERT_FALSE(fitted);
  EXPECT_EQ(fitted.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(fitted.error().message, HasSubstr(why));
}

TEST(Calibration, RefusesWindowsThatTellNothing) {
  const auto good =
      windows_of({.idle_watts_per_thread = 1, .full_watts_per_thread = 4, .exponent = 1});
  expect_refused({good[0], good[1], good[2]}, "too few");
  auto bad = good;
  bad[3].duration = Seconds(0);
  expect_refused(bad, "window 3");
  bad = good;
  bad[2].joules = Joules(std::numeric_limits<double>::quiet_NaN());
  expect_refused(bad, "window 2");
  expect_refused(std::vector<CalibrationWindow>(9, good[1]), "equally busy");
}

TEST(Calibration, RefusesAMachineWithoutThreads) {
  CalibrationSubject nobody = subject();
  nobody.threads = 0;
  EXPECT_FALSE(fit_calibration(
      windows_of({.idle_watts_per_thread = 1, .full_watts_per_thread = 4, .exponent = 1}), nobody));
}

class CalibrationFile : public ::testing::Test {
 protected:
  std::filesystem::path file() const { return folder_.path() / "calibration.json"; }
  void save() {
    auto windows =
        windows_of({.idle_watts_per_thread = 1, .full_watts_per_thread = 4, .exponent = 0.5});
    windows[2].joules += Joules(1);
    fitted_ = fit_calibration(windows, subject()).value();
    ASSERT_TRUE(save_calibration(file(), fitted_));
  }
  /// Replaces a piece of the file's text.
  void edit(const std::string& from, const std::string& to) {
    std::ifstream in(file());
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos);
    write_file(file(), text.replace(at, from.size(), to));
  }
  void expect_damaged(const std::string& why) {
    const auto loaded = load_calibration(file());
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, ErrorCode::kCorrupt);
    EXPECT_THAT(loaded.error().message, HasSubstr(why));
    EXPECT_FALSE(loaded.error().hint.empty());
  }
  TemporaryFolder folder_;
  Calibration fitted_;
};

TEST_F(CalibrationFile, ComesBackAsItWas) {
  save();
  const Calibration loaded = load_calibration(file()).value();
  EXPECT_EQ(loaded.subject.processor, "A processor");
  EXPECT_EQ(loaded.subject.threads, kThreads);
  EXPECT_EQ(loaded.subject.meter, "rapl");
  EXPECT_EQ(loaded.subject.domains, fitted_.subject.domains);
  EXPECT_EQ(loaded.subject.date, "2026-03-01");
  EXPECT_EQ(loaded.curve.idle_watts_per_thread, fitted_.curve.idle_watts_per_thread);
  EXPECT_EQ(loaded.curve.full_watts_per_thread, fitted_.curve.full_watts_per_thread);
  EXPECT_EQ(loaded.curve.exponent, fitted_.curve.exponent);
  EXPECT_EQ(loaded.residual_rms, fitted_.residual_rms);
  EXPECT_EQ(loaded.residual_largest, fitted_.residual_largest);
  EXPECT_EQ(loaded.windows, fitted_.windows);
}

TEST_F(CalibrationFile, SaysThatItIsNotThere) {
  EXPECT_EQ(load_calibration(file()).error().code, ErrorCode::kNotFound);
}

TEST_F(CalibrationFile, SaysWhatIsDamaged) {
  write_file(file(), "");
  expect_damaged("damaged");
  write_file(file(), "[1]");
  expect_damaged("damaged");
  save();
  edit("\"threads\": 8", "\"threads\": \"eight\"");
  expect_damaged("damaged");
  save();
  edit("\"exponent\": 0.5", "\"exponent\": 0.0");
  expect_damaged("exponent");
  save();
  edit("\"idle_watts_per_thread\": ", "\"idle_watts_per_thread\": -");
  expect_damaged("idle_watts_per_thread");
  save();
  edit("\"full_watts_per_thread\": ", "\"full_watts_per_thread\": -");
  expect_damaged("full_watts_per_thread");
  save();
  edit("\"residual_rms_watts\": ", "\"residual_rms_watts\": -");
  expect_damaged("residual");
  save();
  edit("\"joules_per_byte\": 0.0", "\"joules_per_byte\": -1.0");
  expect_damaged("joules_per_byte");
  save();
  edit("\"package\"", "");
  expect_damaged("domains");
  save();
  edit("\"version\": 1", "\"version\": 2");
  expect_damaged("another version");
}

}  // namespace
}  // namespace wattle::energy

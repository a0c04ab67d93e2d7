// SPDX-License-Identifier: MIT
#include "search/report/number_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace wattle::search {
namespace {

TEST(NumberText, KeepsTheDigitsAskedFor) {
  EXPECT_EQ(number_text(0.961134), "0.9611");
  EXPECT_EQ(number_text(12345.6), "12346");
  EXPECT_EQ(number_text(-2.50), "-2.5");
  EXPECT_EQ(number_text(0.0), "0");
}

TEST(NumberText, UsesPowersOfTenAtTheEnds) {
  EXPECT_EQ(number_text(1.2e-5), "1.2e-05");
  EXPECT_EQ(number_text(3e12), "3e+12");
}

TEST(NumberText, SaysWhenThereIsNoNumber) {
  EXPECT_EQ(number_text(std::nan("")), "n/a");
  EXPECT_EQ(number_text(-std::numeric_limits<double>::infinity()), "n/a");
  EXPECT_EQ(exact_text(std::nan("")), "");
}

TEST(NumberText, ExactTextReadsBackAsTheSameDouble) {
  for (const double value : {0.1, 1.0 / 3.0, 6.02e23, 1e-300, -7.25}) {
    EXPECT_EQ(std::stod(exact_text(value)), value);
  }
}

TEST(NumberText, JoulesGetAFittingPrefix) {
  EXPECT_EQ(joules_text(Joules(0.0)), "0 J");
  EXPECT_EQ(joules_text(Joules(7.4e-6)), "7.4 µJ");
  EXPECT_EQ(joules_text(Joules(0.0852)), "85.2 mJ");
  EXPECT_EQ(joules_text(Joules(412.3)), "412 J");
  EXPECT_EQ(joules_text(Joules(12400)), "12.4 kJ");
  EXPECT_EQ(joules_text(Joules(3.1e6)), "3.1 MJ");
}

TEST(NumberText, SmallPValuesAreABound) {
  EXPECT_EQ(p_value_text(0.0213), "p = 0.021");
  EXPECT_EQ(p_value_text(0.001), "p = 0.001");
  EXPECT_EQ(p_value_text(0.0009), "p < 0.001");
}

TEST(NumberText, DurationsAreReadable) {
  EXPECT_EQ(seconds_text(Seconds(0.0)), "0 s");
  EXPECT_EQ(seconds_text(Seconds(3.2e-5)), "32 µs");
  EXPECT_EQ(seconds_text(Seconds(0.012)), "12 ms");
  EXPECT_EQ(seconds_text(Seconds(0.25)), "0.25 s");
  EXPECT_EQ(seconds_text(Seconds(200)), "3 min 20 s");
  EXPECT_EQ(seconds_text(Seconds(7500)), "2 h 5 min");
}

TEST(NumberText, SmallSharesAreNotCalledNothing) {
  EXPECT_EQ(percent_text(0.0), "0 %");
  EXPECT_EQ(percent_text(0.004), "< 1 %");
  EXPECT_EQ(percent_text(0.254), "25 %");
}

TEST(NumberText, AnEstimateIsCalledAnEstimate) {
  energy::EnergyReading reading;
  reading.joules = Joules(412);
  reading.low = Joules(260);
  reading.high = Joules(650);
  reading.source = energy::Source::kEstimated;
  EXPECT_EQ(reading_text(reading), "412 J (an estimate, between 260 J and 650 J)");
}

TEST(NumberText, AnExactReadingHasNoInterval) {
  energy::EnergyReading reading;
  reading.joules = reading.low = reading.high = Joules(412);
  reading.source = energy::Source::kCounter;
  EXPECT_EQ(reading_text(reading), "412 J (measured by a hardware counter)");
}

}  // namespace
}  // namespace wattle::search

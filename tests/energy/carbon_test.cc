// SPDX-License-Identifier: MIT
#include "energy/carbon.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace wattle::energy {
namespace {

CarbonIntensity own(double grams) {
  return {.grams_per_kilowatt_hour = grams, .region = "", .year = 0};
}

TEST(Carbon, IsTheIntensityForOneKilowattHour) {
  EXPECT_DOUBLE_EQ(carbon(Joules(3.6e6), own(380)).value, 380.0);
}

TEST(Carbon, IsProportionalToTheEnergy) {
  EXPECT_DOUBLE_EQ(carbon(Joules(900), own(400)).value, 0.1);
}

TEST(Carbon, IsNothingForNothing) { EXPECT_EQ(carbon(Joules(0), own(400)), Grams(0)); }

TEST(Carbon, TurnsBackIntoJoules) {
  EXPECT_DOUBLE_EQ(joules_of(carbon(Joules(1234), own(400)), own(400)).value, 1234.0);
}

TEST(Carbon, SaysWhereItsNumberComesFrom) {
  EXPECT_EQ(in_words(*intensity_of("DE")), "381 g of CO2e per kWh (Germany, 2023)");
  EXPECT_EQ(in_words(own(52)), "52 g of CO2e per kWh (as given)");
}

TEST(Regions, AreSortedAndSound) {
  const auto& codes = region_codes();
  EXPECT_TRUE(std::is_sorted(codes.begin(), codes.end()));
  EXPECT_EQ(std::adjacent_find(codes.begin(), codes.end()), codes.end());
  for (const std::string& code : codes) {
    const auto intensity = intensity_of(code);
    ASSERT_TRUE(intensity) << code;
    // From a grid of water alone to one of nothing but lignite.
    EXPECT_GT(intensity->grams_per_kilowatt_hour, 10.0) << code;
    EXPECT_LT(intensity->grams_per_kilowatt_hour, 1200.0) << code;
    EXPECT_FALSE(intensity->region.empty()) << code;
  }
}

TEST(Regions, HaveNoOthers) { EXPECT_FALSE(intensity_of("de")); }

}  // namespace
}  // namespace wattle::energy

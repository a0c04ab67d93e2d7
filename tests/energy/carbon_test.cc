// SPDX-License-Identifier: MIT
#include "energy/carbon.h"

#include <gtest/gtest.h>

namespace wattle::energy {
namespace {

TEST(Carbon, IsTheIntensityForOneKilowattHour) {
  EXPECT_DOUBLE_EQ(carbon(Joules(3.6e6), {.grams_per_kilowatt_hour = 380}).value, 380.0);
}

TEST(Carbon, IsProportionalToTheEnergy) {
  EXPECT_DOUBLE_EQ(carbon(Joules(900), {.grams_per_kilowatt_hour = 400}).value, 0.1);
}

TEST(Carbon, IsNothingForNothing) {
  EXPECT_EQ(carbon(Joules(0), {.grams_per_kilowatt_hour = 400}), Grams(0));
}

}  // namespace
}  // namespace wattle::energy

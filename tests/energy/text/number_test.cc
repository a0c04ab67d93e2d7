// SPDX-License-Identifier: MIT
#include "energy/text/number.h"

#include <gtest/gtest.h>

namespace wattle {
namespace {

TEST(Number, IsReadInFull) {
  EXPECT_EQ(number_of("-3"), -3.0);
  EXPECT_EQ(number_of(".5"), 0.5);
  EXPECT_EQ(number_of("1e-3"), 0.001);
}

TEST(Number, MayHaveBlanksAround) { EXPECT_EQ(number_of(" 2.5\t"), 2.5); }

TEST(Number, IsNothingThatOnlyLooksLikeOne) {
  for (const char* text :
       {"", "007", "inf", "-inf", "nan", "1e999", "0x10", "1,5", "+1", "1 2", "-", "12a"}) {
    EXPECT_FALSE(number_of(text)) << text;
  }
}

TEST(Number, IsRoundedToSignificantDigitsWithoutExponents) {
  EXPECT_EQ(rounded_text(1234567.8), "1234568");
  EXPECT_EQ(rounded_text(99.6, 2), "100");
  EXPECT_EQ(rounded_text(127.0, 2), "127");
  EXPECT_EQ(rounded_text(12.34), "12.3");
  EXPECT_EQ(rounded_text(-0.012345), "-0.0123");
  EXPECT_EQ(rounded_text(0.0, 2), "0");
  EXPECT_EQ(rounded_text(60.02), "60");
  EXPECT_EQ(rounded_text(100.0), "100");
}

TEST(Number, TooSmallForADoubleIsZero) {
  for (const char* text : {"1e-400", "-1e-400", "1.5E-999"})
    EXPECT_EQ(number_of(text), 0.0) << text;
  EXPECT_FALSE(number_of("1e400"));
  EXPECT_FALSE(number_of("1e-400x"));
}

}  // namespace
}  // namespace wattle

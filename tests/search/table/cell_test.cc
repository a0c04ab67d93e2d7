// SPDX-License-Identifier: MIT
#include "search/table/cell.h"

#include <gtest/gtest.h>

namespace wattle::search {
namespace {

TEST(Cell, IsTheValueThatJsonWouldHave) {
  EXPECT_EQ(value_of("8").type(), Value::value_t::number_integer);
  EXPECT_EQ(value_of("8"), 8);
  EXPECT_EQ(value_of("-3"), -3);
  EXPECT_EQ(value_of("8.0").type(), Value::value_t::number_float);
  EXPECT_EQ(value_of("1e-3"), 0.001);
  EXPECT_EQ(value_of("true"), true);
  EXPECT_EQ(value_of("false"), false);
  EXPECT_EQ(value_of("adam"), "adam");
}

TEST(Cell, KeepsTextThatOnlyLooksLikeANumber) {
  for (const char* text :
       {"007", "inf", "-inf", "1e999", "0x10", "1,5", "+1", "True", "1 2", "-"}) {
    EXPECT_TRUE(value_of(text).is_string()) << text;
  }
}

TEST(Cell, IsMissingWhenEmptyOrNotANumber) {
  for (const char* text : {"", "  ", "nan", "NaN", "NAN"}) {
    EXPECT_TRUE(is_missing(text)) << text;
    EXPECT_TRUE(value_of(text).is_null()) << text;
  }
  for (const char* text : {"0", "nancy", "none"}) EXPECT_FALSE(is_missing(text)) << text;
}

}  // namespace
}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "energy/text/utf8.h"

#include <gtest/gtest.h>

namespace wattle {
namespace {

TEST(Utf8, KnowsTheLengthOfACharacter) {
  EXPECT_EQ(character_length("a"), 1u);
  EXPECT_EQ(character_length("\xC3\xA4x"), 2u);
  EXPECT_EQ(character_length("\xE2\x82\xAC"), 3u);
  EXPECT_EQ(character_length("\xF0\x9F\x98\x80"), 4u);
}

TEST(Utf8, TakesNoOverlongSurrogateOrHalfCharacter) {
  for (const char* text :
       {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80", "\xC3"}) {
    EXPECT_EQ(character_length(text), 0u);
  }
}

TEST(Utf8, EndsWhereItStopsToBeSo) {
  EXPECT_EQ(end_of_utf8("ab\xFFz"), 2u);
  EXPECT_EQ(end_of_utf8("ab"), 2u);
  EXPECT_EQ(end_of_utf8(""), 0u);
}

}  // namespace
}  // namespace wattle

// SPDX-License-Identifier: MIT
#include "search/command/terminal_text.h"

#include <gtest/gtest.h>

namespace wattle::search {
namespace {

TEST(TerminalText, CountsColumnsNotBytes) {
  EXPECT_EQ(visible_width("abc"), 3U);
  EXPECT_EQ(visible_width("größe"), 5U);
  EXPECT_EQ(visible_width("金合歡"), 6U);
  EXPECT_EQ(visible_width("e\xCC\x81"), 1U);
  EXPECT_EQ(visible_width("\x1b[31mred\x1b[0m"), 3U);
}

TEST(TerminalText, FitsAnyTextIntoAnyWidth) {
  for (const std::string text :
       {"", "abc", "größenordnung", "金合歡金合歡", "\xFF\xFE\x80", "a\x1b[2Jb"}) {
    for (std::size_t width = 0; width < 12; ++width) {
      EXPECT_LE(visible_width(fit(text, width)), width) << text;
      EXPECT_EQ(visible_width(left_aligned(text, width)), width) << text;
      EXPECT_EQ(visible_width(right_aligned(text, width)), width) << text;
    }
  }
}

TEST(TerminalText, KeepsWhatFitsAndMarksACut) {
  EXPECT_EQ(fit("momentum", 8), "momentum");
  EXPECT_EQ(fit("momentum", 5), "mome…");
}

TEST(TerminalText, WrapsAtSpacesWithAnIndent) {
  EXPECT_EQ(wrapped("one two three four", 10, 2),
            (std::vector<std::string>{"one two", "  three", "  four"}));
}

TEST(TerminalText, WrappedLinesAreNeverTooWide) {
  for (std::size_t width = 4; width < 30; ++width) {
    for (const std::string& line : wrapped("a bb ccc dddd eeeeeeeeeeeeeeeeeeee f", width, 3)) {
      EXPECT_LE(visible_width(line), width);
    }
  }
}

TEST(TerminalText, ShortNamesAreShort) {
  const auto names = abbreviations({"learning_rate", "batch_size", "width", "momentum"});
  EXPECT_EQ(names.at("learning_rate"), "lr");
  EXPECT_EQ(names.at("batch_size"), "bs");
  EXPECT_EQ(names.at("width"), "width");
  EXPECT_EQ(names.at("momentum"), "mom");
}

TEST(TerminalText, NamesThatWouldBeTheSameStayLong) {
  const auto names = abbreviations({"learning_rate", "local_rounds", "width"});
  EXPECT_EQ(names.at("learning_rate"), "learning_rate");
  EXPECT_EQ(names.at("local_rounds"), "local_rounds");
}

TEST(TerminalText, TimesTakeEightColumns) {
  EXPECT_EQ(short_time(Seconds(0.25)), "0.25 s");
  EXPECT_EQ(short_time(Seconds(200.0)), "3:20");
  EXPECT_EQ(short_time(Seconds(7509.0)), "2:05:09");
  for (double seconds = 1e-3; seconds < 3e5; seconds *= 1.3) {
    EXPECT_LE(short_time(Seconds(seconds)).size(), 8U) << seconds;
  }
}

}  // namespace
}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/process/line_splitter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace wattle::search {
namespace {

using testing::ElementsAre;

std::vector<std::string> lines_of(const std::string& text, std::size_t piece,
                                  std::size_t longest = 100) {
  std::vector<std::string> lines;
  const auto take = [&](const OutputLine& line) {
    lines.push_back(std::to_string(line.number) + ":" + std::string(line.text) +
                    (line.cut ? "~" : ""));
  };
  LineSplitter splitter(longest);
  for (std::size_t i = 0; i < text.size(); i += piece) splitter.add(text.substr(i, piece), take);
  splitter.end(take);
  return lines;
}

TEST(LineSplitter, CutsTheSameLinesOutOfAnyPieces) {
  for (const std::size_t piece : {1, 2, 3, 100}) {
    EXPECT_THAT(lines_of("ab\n\ncd\ne", piece), ElementsAre("1:ab", "2:", "3:cd", "4:e"));
  }
}

TEST(LineSplitter, ATextThatEndsInANewlineHasNoFurtherLine) {
  EXPECT_THAT(lines_of("ab\n", 1), ElementsAre("1:ab"));
  EXPECT_THAT(lines_of("", 1), ElementsAre());
}

TEST(LineSplitter, KeepsTheBeginningOfALongLineOnly) {
  EXPECT_THAT(lines_of("abcdef\nabc\n", 1, 3), ElementsAre("1:abc~", "2:abc"));
}

}  // namespace
}  // namespace wattle::search

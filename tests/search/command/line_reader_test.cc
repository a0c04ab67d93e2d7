// SPDX-License-Identifier: MIT
#include "search/command/line_reader.h"

#include <gmock/gmock.h>

#include <sstream>
#include <utility>
#include <vector>

namespace wattle::search {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::vector<std::pair<LineEnd, std::string>> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::pair<LineEnd, std::string>> lines;
  std::string line;
  for (LineEnd end = read_line(in, 4, line); end != LineEnd::kEnd; end = read_line(in, 4, line)) {
    lines.emplace_back(end, end == LineEnd::kLine ? line : "");
  }
  return lines;
}

auto is_line(const char* text) { return Pair(LineEnd::kLine, text); }

TEST(LineReader, ReadsLinesAndTheLastWithoutANewline) {
  EXPECT_THAT(lines_of("ab\n\ncd\r\nef"),
              ElementsAre(is_line("ab"), is_line(""), is_line("cd\r"), is_line("ef")));
}

TEST(LineReader, EndsWithTheStream) {
  EXPECT_THAT(lines_of(""), IsEmpty());
  EXPECT_THAT(lines_of("\n"), ElementsAre(is_line("")));
}

TEST(LineReader, SkipsLinesThatAreTooLong) {
  EXPECT_THAT(lines_of("1234\n12345\nab\n123456789"),
              ElementsAre(is_line("1234"), Pair(LineEnd::kTooLong, ""), is_line("ab"),
                          Pair(LineEnd::kTooLong, "")));
}

TEST(LineReader, KeepsNulCharactersAndBytesThatAreNoText) {
  const std::string bytes("\0\xff\n", 3);
  EXPECT_THAT(lines_of(bytes), ElementsAre(Pair(LineEnd::kLine, bytes.substr(0, 2))));
}

}  // namespace
}  // namespace wattle::search

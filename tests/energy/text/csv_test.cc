// SPDX-License-Identifier: MIT
#include "energy/text/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <type_traits>

namespace wattle {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::vector<std::string> cells(const CsvTable& table, std::size_t row) {
  std::vector<std::string> texts;
  for (std::size_t column = 0; column < table.heading().size(); ++column) {
    texts.emplace_back(table.cell(row, column));
  }
  return texts;
}

TEST(Csv, ReadsAHeadingAndRows) {
  const auto table = CsvTable::parse("a,b\n1,x\n2,y\n");
  ASSERT_TRUE(table);
  EXPECT_THAT(table->heading(), ElementsAre("a", "b"));
  ASSERT_EQ(table->rows(), 2u);
  EXPECT_THAT(cells(*table, 1), ElementsAre("2", "y"));
  EXPECT_EQ(table->line(1), 3u);
}

TEST(Csv, ReadsQuotedFields) {
  const auto table =
      CsvTable::parse("a,b\n\"one, two\",\"he said \"\"no\"\"\"\n\"two\nlines\",\n3,4\n");
  ASSERT_TRUE(table);
  EXPECT_THAT(cells(*table, 0), ElementsAre("one, two", "he said \"no\""));
  EXPECT_THAT(cells(*table, 1), ElementsAre("two\nlines", ""));
  EXPECT_EQ(table->line(2), 5u);
}

TEST(Csv, ReadsWindowsFiles) {
  const auto table = CsvTable::parse(
      "\xEF\xBB\xBF"
      "a,b\r\n1,\"x\"\r\n2,y");
  ASSERT_TRUE(table);
  EXPECT_THAT(table->heading(), ElementsAre("a", "b"));
  EXPECT_THAT(cells(*table, 0), ElementsAre("1", "x"));
  EXPECT_THAT(cells(*table, 1), ElementsAre("2", "y"));
}

TEST(Csv, SkipsEmptyLinesAndKeepsCounting) {
  const auto table = CsvTable::parse("a,b\n\n1,2\n\n");
  ASSERT_TRUE(table);
  ASSERT_EQ(table->rows(), 1u);
  EXPECT_EQ(table->line(0), 3u);
}

TEST(Csv, StaysReadableWhenMoved) {
  auto table = CsvTable::parse("a\nx\n");
  const CsvTable moved = std::move(*table);
  EXPECT_EQ(moved.cell(0, 0), "x");
}

static_assert(!std::is_copy_constructible_v<CsvTable> && !std::is_copy_assignable_v<CsvTable>,
              "the cells of a copy would be views into the original");

TEST(Csv, ColumnsWithoutANameMayBeSeveral) { EXPECT_TRUE(CsvTable::parse(",a,\n0,1,2\n")); }

/// The problem of a text that has one.
CsvProblem problem_of(std::string_view text) {
  const auto table = CsvTable::parse(text);
  if (table) return {};
  EXPECT_THAT(table.error(), SizeIs(1));
  return table.error().front();
}

struct BadCsv {
  const char* name;
  const char* text;
  std::size_t line;
  const char* words;
};

class BadCsvs : public testing::TestWithParam<BadCsv> {};

TEST_P(BadCsvs, AreToldWithTheirLine) {
  const CsvProblem problem = problem_of(GetParam().text);
  EXPECT_EQ(problem.line, GetParam().line);
  EXPECT_THAT(problem.problem, HasSubstr(GetParam().words));
}

INSTANTIATE_TEST_SUITE_P(
    Csv, BadCsvs,
    testing::Values(BadCsv{"Nothing", "", 0, "heading"}, BadCsv{"NoRows", "a,b\n", 0, "no rows"},
                    BadCsv{"ShortRow", "a,b\n1,2\n3\n", 3, "1 cell, where the heading has 2"},
                    BadCsv{"LongRow", "a,b\n1,2,3\n", 2, "3 cells"},
                    BadCsv{"SameColumnTwice", "a,b,a\n1,2,3\n", 1, "a twice"},
                    BadCsv{"OpenQuote", "a,b\n1,2\n\"3,4\n5,6\n", 3, "never closed"},
                    BadCsv{"TextBehindAQuote", "a,b\n\"1\"2,3\n", 2, "behind"},
                    BadCsv{"NoUtf8", "a,b\n1,2\n1,\xFF\n", 3, "UTF-8"}),
    [](const auto& instance) { return instance.param.name; });

TEST(Csv, TellsAllRaggedRowsUpToTen) {
  std::string text = "a,b\n";
  for (int row = 0; row < 30; ++row) text += "1\n";
  const auto table = CsvTable::parse(text);
  ASSERT_FALSE(table);
  EXPECT_THAT(table.error(), SizeIs(10));
}

}  // namespace
}  // namespace wattle

// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>

#include "search/report/report.h"
#include "tests/search/report/sample_study.h"

namespace wattle::search {
namespace {

using Table = std::vector<std::vector<std::string>>;

/// An independent reader of RFC 4180, one character at a time.
Table read_csv(const std::string& text) {
  Table table(1, std::vector<std::string>(1));
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& cell = table.back().back();
    if (quoted && text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      cell += text[++i];
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && text[i] == ',') {
      table.back().emplace_back();
    } else if (!quoted && text[i] == '\r') {
      ++i;
      table.emplace_back(1);
    } else {
      cell += text[i];
    }
  }
  table.pop_back();
  return table;
}

std::size_t column(const Table& table, const std::string& name) {
  const auto it = std::find(table[0].begin(), table[0].end(), name);
  EXPECT_NE(it, table[0].end()) << name;
  return static_cast<std::size_t>(it - table[0].begin());
}

TEST(TrialsCsv, HasARowForEachTrialAndACellForEachColumn) {
  const Table table = read_csv(trials_csv(testing::sample_study()));
  ASSERT_EQ(table.size(), 25U);
  for (const auto& row : table) EXPECT_EQ(row.size(), table[0].size());
}

TEST(TrialsCsv, NumbersReadBackExactly) {
  const StudyRecord study = testing::sample_study();
  const Table table = read_csv(trials_csv(study));
  const std::size_t rate = column(table, "param:learning_rate");
  const std::size_t joules = column(table, "joules");
  EXPECT_EQ(std::stod(table[3][rate]),
            study.trials[2].parameters.find("learning_rate")->get<double>());
  EXPECT_EQ(std::stod(table[3][joules]), study.trials[2].measurement->energy.joules.value);
}

TEST(TrialsCsv, InactiveParametersAndMissingMetricsAreEmpty) {
  const Table table = read_csv(trials_csv(testing::sample_study()));
  EXPECT_EQ(table[2][column(table, "param:momentum")], "");
  EXPECT_EQ(table[6][column(table, "metric:val_accuracy")], "");
  EXPECT_EQ(table[12][column(table, "joules")], "");
}

TEST(TrialsCsv, QuotesCommasQuotesAndLineBreaks) {
  StudyRecord study = testing::sample_study();
  const std::string reason = "a, \"b\"\r\nc";
  study.trials[5].reason = reason;
  const Table table = read_csv(trials_csv(study));
  ASSERT_EQ(table.size(), 25U);
  EXPECT_EQ(table[6][column(table, "reason")], reason);
}

TEST(TrialsCsv, JoulesThatNobodyCountedAreEmpty) {
  const Table table = read_csv(trials_csv(testing::sample_study_without_joules()));
  for (const char* name : {"joules", "low", "high", "gross_joules"}) {
    EXPECT_EQ(table[1][column(table, name)], "") << name;
  }
  EXPECT_EQ(table[1][column(table, "source")], "unknown");
}

}  // namespace
}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "tests/benchmarks/search/children.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>
#include <string>

namespace wattle::search::benchmarks {
namespace {

void ignore(const nlohmann::json&) {}

TEST(Children, GiveResultsInTheOrderOfTheTasks) {
  std::vector<Task> tasks;
  for (int i = 0; i < 20; ++i) {
    tasks.emplace_back([i] {
      ::usleep(static_cast<useconds_t>((20 - i) * 500));  // the last ones end first
      return nlohmann::json(i);
    });
  }
  int heard = 0;
  const auto results = run_in_children(tasks, 4, [&](const nlohmann::json&) { ++heard; });
  ASSERT_EQ(results.size(), tasks.size());
  for (int i = 0; i < 20; ++i) EXPECT_EQ(results[static_cast<std::size_t>(i)].get<int>(), i);
  EXPECT_EQ(heard, 20);
}

TEST(Children, CarryMoreThanAPipeHolds) {
  const std::string text(1'000'000, 'x');
  const auto results = run_in_children({[&] { return nlohmann::json(text); }}, 1, ignore);
  EXPECT_EQ(results.front().get<std::string>(), text);
}

TEST(Children, RaiseWhatATaskThrows) {
  const Task task = []() -> nlohmann::json { throw std::runtime_error("no such strategy"); };
  try {
    run_in_children({task}, 1, ignore);
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "no such strategy");
  }
}

TEST(Children, ReportADeath) {
  const Task task = []() -> nlohmann::json {
    ::raise(SIGKILL);
    return nullptr;
  };
  EXPECT_THROW(run_in_children({task}, 1, ignore), std::runtime_error);
}

TEST(Children, ReportAnEndWithoutAResult) {
  const Task task = []() -> nlohmann::json { ::_exit(3); };
  try {
    run_in_children({task}, 1, ignore);
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("exit code 3"), std::string::npos);
  }
}

}  // namespace
}  // namespace wattle::search::benchmarks

// SPDX-License-Identifier: MIT
#include "search/command/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/command/command_line.h"

namespace wattle::search {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Completion : public ::testing::Test {
 protected:
  Completion() { build_command_line(app_, code_); }

  const OptionWords& option(const std::string& path, const std::string& name) {
    words_ = words_of(app_);
    for (const CommandWords& command : words_) {
      if (command.path != path) continue;
      for (const OptionWords& option : command.options) {
        if (option.names.front() == name) return option;
      }
    }
    throw std::runtime_error("wattle " + path + " has no " + name);
  }

  /// Calls `check(command)` for each command that people see.
  static void walk(const CLI::App& app, const std::function<void(const CLI::App&)>& check) {
    check(app);
    for (const CLI::App* below : app.get_subcommands([](const CLI::App*) { return true; })) {
      if (!below->get_group().empty()) walk(*below, check);
    }
  }

  CLI::App app_;
  int code_ = 0;
  std::vector<CommandWords> words_;
};

TEST_F(Completion, KnowsEverySubcommandAndFlag) {
  for (const std::string& shell : completed_shells()) {
    const std::string script = completion_script(shell, app_);
    int flags = 0;
    walk(app_, [&](const CLI::App& command) {
      EXPECT_THAT(script, HasSubstr(command.get_name())) << shell;
      for (const CLI::Option* option : command.get_options()) {
        for (const std::string& name : option->get_lnames()) {
          EXPECT_THAT(script, HasSubstr(shell == "fish" ? "-l " + name : "--" + name)) << shell;
          ++flags;
        }
      }
    });
    EXPECT_GT(flags, 50) << "the walk no longer finds the flags";
  }
}

TEST_F(Completion, KnowsTheWorkersCommandIsNotForPeople) {
  EXPECT_THAT(completion_script("bash", app_), ::testing::Not(HasSubstr("trial-worker")));
}

TEST_F(Completion, TellsValuesByTheirType) {
  using Kind = ValueWords::Kind;
  EXPECT_THAT(option("export", "--format").value.choices, ElementsAre("csv", "jsonl"));
  EXPECT_THAT(option("import", "--format").value.choices, ElementsAre("jsonl", "csv", "optuna"));
  EXPECT_EQ(option("tune", "--strategy").value.kind, Kind::kChoices);
  EXPECT_EQ(option("tune", "--out").value.kind, Kind::kFolder);
  EXPECT_EQ(option("import", "--scenario").value.kind, Kind::kScenario);
  EXPECT_EQ(option("profile", "--study").value.kind, Kind::kStudy);
  EXPECT_EQ(option("tune", "--jobs").value.kind, Kind::kAny);
  EXPECT_TRUE(option("tune", "--jobs").takes_value);
  EXPECT_FALSE(option("tune", "--resume").takes_value);
}

TEST_F(Completion, TellsArgumentsByTheirName) {
  using Kind = ValueWords::Kind;
  for (const CommandWords& command : words_of(app_)) {
    if (command.path == "tune") {
      EXPECT_EQ(command.arguments[0].value.kind, Kind::kScenario);
    }
    if (command.path == "show") {
      EXPECT_EQ(command.arguments[0].value.kind, Kind::kStudy);
      EXPECT_EQ(command.arguments[1].value.kind, Kind::kAny);
    }
    if (command.path == "list") {
      EXPECT_EQ(command.arguments[0].value.kind, Kind::kFolder);
    }
  }
}

}  // namespace
}  // namespace wattle::search

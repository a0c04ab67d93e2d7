// SPDX-License-Identifier: MIT
#include "search/command/output_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <thread>
#include <vector>

#include "tests/search/report/sample_study.h"
#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

namespace fs = std::filesystem;

/// Runs each test in an empty working folder.
class OutputFolders : public ::testing::Test {
 protected:
  OutputFolders() : before_(fs::current_path()) { fs::current_path(directory_.path()); }
  ~OutputFolders() override { fs::current_path(before_); }

  static void put_study(const fs::path& root) {
    fs::create_directories(root);
    std::ofstream(root / "study.db") << "x";
  }

  test::TemporaryDirectory directory_;
  fs::path before_;
};

TEST_F(OutputFolders, ANewStudyTakesTheFirstFreeNumber) {
  EXPECT_EQ(new_output_folder("", "a")->root, "wattle-out/a");
  put_study("wattle-out/a");
  EXPECT_EQ(new_output_folder("", "a")->root, "wattle-out/a-2");
  put_study("wattle-out/a-2");
  EXPECT_EQ(new_output_folder("", "a")->root, "wattle-out/a-3");
}

TEST_F(OutputFolders, ResumingTakesTheLastOne) {
  put_study("wattle-out/a");
  put_study("wattle-out/a-2");
  EXPECT_EQ(existing_output_folder("", "a")->root, "wattle-out/a-2");
}

TEST_F(OutputFolders, ANamedFolderWithOtherFilesIsLeftAlone) {
  fs::create_directories("mine");
  std::ofstream("mine/thesis.tex") << "x";
  const auto folder = new_output_folder("mine", "a");
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().code, ErrorCode::kInvalidArgument);
}

TEST_F(OutputFolders, ResumingNeedsAStudy) {
  const auto folder = existing_output_folder("nothing", "a");
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().code, ErrorCode::kInvalidArgument);
}

TEST_F(OutputFolders, BestReplacesWhatWasThere) {
  const OutputFolder folder{"out"};
  fs::create_directories("out/artifacts/trial-3");
  std::ofstream("out/artifacts/trial-3/model.pt") << "weights";
  fs::create_directories("out/best");
  std::ofstream("out/best/old.pt") << "stale";
  ASSERT_TRUE(write_best(folder, 3, "{}"));
  EXPECT_TRUE(fs::exists("out/best/model.pt"));
  EXPECT_FALSE(fs::exists("out/best/old.pt"));
  std::ifstream in("out/best/parameters.json");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "{}\n");
}

TEST_F(OutputFolders, ThoseWhoEndAStudyTogetherTakeTurnsInWritingItsResults) {
  const OutputFolder folder{"out"};
  fs::create_directories(folder.root);
  const std::unique_ptr<Store> store = make_memory_store();
  ASSERT_TRUE(store->create(testing::sample_study()));
  std::vector<std::string> failures(8);
  {
    std::vector<std::jthread> writers;
    for (std::string& failure : failures) {
      writers.emplace_back([&] {
        const auto written = write_results(folder, *store);
        failure = written ? "" : written.error().message;
      });
    }
  }
  EXPECT_EQ(failures, std::vector<std::string>(8));
  EXPECT_TRUE(fs::exists("out/best/parameters.json"));
  EXPECT_FALSE(fs::exists("out/best.partial"));
}

}  // namespace
}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "energy/text/durable_file.h"
#include "search/report/report.h"
#include "tests/search/report/sample_study.h"

namespace wattle::search {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::map<std::string, std::string> read_folder(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    files[entry.path().filename().string()] = read(entry.path());
  }
  return files;
}

/// The system refuses to make a file longer than this, as a full disk would.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &old_limit_);
    rlimit limit = old_limit_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &old_limit_);
    std::signal(SIGXFSZ, old_handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  void (*old_handler_)(int);
  rlimit old_limit_{};
};

class WriteReport : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "wattle-report-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path folder_;
};

TEST_F(WriteReport, WritesFourFilesAndNothingElse) {
  ASSERT_TRUE(write_report(testing::sample_study(), folder_ / "new" / "folder"));
  std::vector<std::string> names;
  for (const auto& [name, text] : read_folder(folder_ / "new" / "folder")) names.push_back(name);
  EXPECT_THAT(names,
              ::testing::ElementsAre("report.html", "report.md", "result.json", "trials.csv"));
}

TEST_F(WriteReport, IsTheSameWhenWrittenTwice) {
  ASSERT_TRUE(write_report(testing::sample_study(), folder_));
  const auto first = read_folder(folder_);
  ASSERT_TRUE(write_report(testing::sample_study(), folder_));
  EXPECT_EQ(read_folder(folder_), first);
}

TEST_F(WriteReport, SaysWhereItCouldNotWrite) {
  std::ofstream(folder_ / "file") << "in the way";
  const auto written = write_report(testing::sample_study(), folder_ / "file" / "below");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::kIo);
  EXPECT_THAT(written.error().message, HasSubstr((folder_ / "file" / "below").string()));
}

TEST_F(WriteReport, RefusesARecordWithoutAGoal) {
  StudyRecord study = testing::sample_study();
  study.scenario.erase("goal");
  const auto written = write_report(study, folder_);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::kCorrupt);
}

TEST_F(WriteReport, KeepsTheOldFileWhenTheDiskIsFull) {
  const fs::path path = folder_ / "result.json";
  ASSERT_TRUE(write_file_durably(path, "old"));
  Result<void> written;
  {
    const FileSizeLimit limit(100);
    written = write_file_durably(path, std::string(1000, 'x'));
  }
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::kIo);
  EXPECT_THAT(written.error().message, HasSubstr(path.string()));
  EXPECT_EQ(read_folder(folder_), (std::map<std::string, std::string>{{"result.json", "old"}}));
}

TEST_F(WriteReport, LeavesNoTemporaryFileWhenItCannotReplace) {
  fs::create_directories(folder_ / "result.json" / "in the way");
  const auto written = write_file_durably(folder_ / "result.json", "text");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::kIo);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

}  // namespace
}  // namespace wattle::search

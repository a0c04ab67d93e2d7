// SPDX-License-Identifier: MIT
// What is particular to the SQLite file.
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <atomic>
#include <barrier>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "search/store/store.h"
#include "tests/search/store/sample.h"
#include "tests/support/file_text.h"
#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

using test::running_trial;
using test::sample_study;
using test::step;
using test::text_of;

TEST(SqliteStore, SurvivesBeingClosed) {
  const test::TemporaryDirectory directory;
  const std::string path = directory.path() / "study.db";
  {
    auto store = open_sqlite_store(path);
    ASSERT_TRUE(store) << store.error().message;
    ASSERT_TRUE((*store)->create(sample_study()));
  }
  auto store = open_sqlite_store(path);
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_EQ((*store)->load()->name, "sample");
}

TEST(SqliteStore, SeveralOpenANewFileAtOnce) {
  const test::TemporaryDirectory directory;
  for (int file = 0; file < 20; ++file) {
    const std::string path = directory.path() / (std::to_string(file) + ".db");
    std::barrier together(4);
    std::vector<std::jthread> openers;
    for (int i = 0; i < 4; ++i) {
      openers.emplace_back([&] {
        together.arrive_and_wait();
        const auto store = open_sqlite_store(path);
        EXPECT_TRUE(store) << store.error().message;
      });
    }
  }
}

TEST(SqliteStore, OpensAPathWithBlanksAndUnicode) {
  const test::TemporaryDirectory directory;
  const std::filesystem::path folder = directory.path() / "my studies é";
  std::filesystem::create_directory(folder);
  auto store = open_sqlite_store(folder / "study.db");
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_TRUE(std::filesystem::exists(folder / "study.db"));
}

TEST(SqliteStore, IsReadWhileAProcessWorksOnIt) {
  const test::TemporaryDirectory directory;
  const std::string path = directory.path() / "study.db";
  EXPECT_EQ(read_sqlite_store(path).error().code, ErrorCode::kNotFound);
  {
    auto store = open_sqlite_store(path);
    ASSERT_TRUE(store) << store.error().message;
    EXPECT_EQ(read_sqlite_store(path).error().code, ErrorCode::kNotFound) << "no study yet";
    ASSERT_TRUE((*store)->create(sample_study()));
    const auto seen = read_sqlite_store(path);
    ASSERT_TRUE(seen) << seen.error().message;
    EXPECT_FALSE(seen->running) << "nobody has joined it";
    ASSERT_TRUE((*store)->join({}));
    EXPECT_TRUE(read_sqlite_store(path)->running);
    EXPECT_EQ(seen->record.name, "sample");
    ASSERT_TRUE((*store)->leave("enough")) << "the reader is not in its way";
  }
  const auto seen = read_sqlite_store(path);
  ASSERT_TRUE(seen) << seen.error().message;
  EXPECT_FALSE(seen->running);
  EXPECT_EQ(seen->record.stopped_because, "enough");
}

TEST(SqliteStore, LeavesOneFileThatCanBeReadWhereNothingCanBeWritten) {
  const test::TemporaryDirectory directory;
  const std::filesystem::path folder = directory.path() / "study";
  std::filesystem::create_directory(folder);
  const std::string path = folder / "study.db";
  ASSERT_TRUE((*open_sqlite_store(path))->create(sample_study()));
  EXPECT_FALSE(std::filesystem::exists(path + "-wal"));
  EXPECT_FALSE(std::filesystem::exists(path + "-shm"));
  // As it was written: no log that has to be looked for. Bytes 18 and 19 tell (1: no log).
  EXPECT_EQ(text_of(path).substr(18, 2), "\1\1");
  EXPECT_TRUE(read_sqlite_store(path));
  EXPECT_TRUE(open_sqlite_store(path)) << "it goes on with a log";
}

/// Each is refused, whichever way it keeps its log, and left as it is.
void expect_refused_untouched(const std::string& version) {
  const test::TemporaryDirectory directory;
  const std::string path = directory.path() / "study.db";
  {
    soci::session other(soci::sqlite3, "dbname=\"" + path + "\"");
    other << "PRAGMA journal_mode = WAL";
    other << "CREATE TABLE other (x INTEGER)";
    other << "PRAGMA user_version = " + version;
  }
  const std::string before = text_of(path);
  EXPECT_FALSE(open_sqlite_store(path));
  EXPECT_FALSE(read_sqlite_store(path));
  EXPECT_EQ(text_of(path), before);
}

TEST(SqliteStore, LeavesAnotherProgramsDatabaseAsItIs) { expect_refused_untouched("0"); }
TEST(SqliteStore, LeavesANewerWattlesStudyAsItIs) { expect_refused_untouched("99"); }

TEST(SqliteStore, AReaderSeesOneMoment) {
  const test::TemporaryDirectory directory;
  const std::string path = directory.path() / "study.db";
  const auto store = open_sqlite_store(path, Durability::kProcessCrash);
  ASSERT_TRUE(store) << store.error().message;
  ASSERT_TRUE((*store)->create(sample_study()));
  ASSERT_TRUE((*store)->join({}));
  std::atomic<bool> done = false;
  const std::jthread writer([&] {
    for (int number = 0; number < 300; ++number) {
      EXPECT_TRUE((*store)->begin_trial(running_trial(number), {}));
      EXPECT_TRUE((*store)->add_step(number, step(1, 0.5), {}, Seconds(1)));
    }
    done = true;
  });
  while (!done) {
    const auto seen = read_sqlite_store(path);
    ASSERT_TRUE(seen) << seen.error().message;
  }
  EXPECT_EQ(read_sqlite_store(path)->record.trials.size(), 300u);
}

TEST(SqliteStore, RefusesAFileThatIsNoDatabaseAndLeavesItAlone) {
  const test::TemporaryDirectory directory;
  const std::filesystem::path file = directory.path() / "study.db";
  const std::string text(4096, 'x');
  std::ofstream(file) << text;
  auto store = open_sqlite_store(file);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(text_of(file), text);
}

TEST(SqliteStore, ReportsAFolderThatIsNotThere) {
  auto store = open_sqlite_store("/nonexistent/folder/study.db");
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, ErrorCode::kIo);
}

}  // namespace
}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// Files of version 1: as an early Wattle left them.
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <array>
#include <string>

#include "search/store/store.h"
#include "tests/search/store/sample.h"
#include "tests/support/file_text.h"
#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

/// Two trials, the second of which was running when its process died.
constexpr std::array kVersion1{
    "CREATE TABLE study (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL, scenario TEXT "
    "NOT NULL,"
    " context TEXT NOT NULL, strategy_state TEXT NOT NULL, stopped_because TEXT NOT NULL,"
    " trials_joules REAL NOT NULL, overhead_joules REAL NOT NULL, idle_joules REAL NOT NULL,"
    " total_joules REAL NOT NULL, elapsed_seconds REAL NOT NULL)",
    "CREATE TABLE trial (number INTEGER PRIMARY KEY, state TEXT NOT NULL, parameters TEXT NOT NULL,"
    " measurement TEXT, reason TEXT NOT NULL, started_at_seconds REAL NOT NULL,"
    " ended_at_seconds REAL NOT NULL, attempts INTEGER NOT NULL, resumed_step INTEGER NOT NULL)",
    "CREATE TABLE step (trial INTEGER NOT NULL REFERENCES trial (number), step INTEGER NOT NULL,"
    " metrics TEXT NOT NULL, joules REAL NOT NULL, seconds REAL NOT NULL, low_joules REAL NOT NULL,"
    " high_joules REAL NOT NULL, gross_joules REAL NOT NULL, shared INTEGER NOT NULL,"
    " PRIMARY KEY (trial, step)) WITHOUT ROWID",
    "CREATE TABLE finalist (position INTEGER PRIMARY KEY,"
    " trial INTEGER NOT NULL REFERENCES trial (number), state TEXT NOT NULL,"
    " measurement TEXT NOT NULL, reason TEXT NOT NULL)",
    "INSERT INTO study VALUES (1, 'old', '{\"name\":\"old\"}', '{\"jobs\":2}', '{\"next\":2}', '',"
    " 3.5, 0.5, 6.0, 10.0, 7.25)",
    "INSERT INTO trial VALUES (0, 'failed', '{\"x\":1}', NULL, 'why', 0.0, 1.5, 1, 0)",
    "INSERT INTO trial VALUES (1, 'running', '{\"x\":2}', NULL, '', 1.5, 1.5, 2, 1)",
    "INSERT INTO step VALUES (1, 1, '{\"loss\":0.25}', 2.0, 1.0, 1.0, 4.0, 3.0, 1)",
    "INSERT INTO finalist VALUES (1, 0, 'failed', '{\"metrics\":{},\"energy\":{\"joules\":1.0,"
    "\"low\":1.0,\"high\":1.0,\"domains\":[],\"source\":\"counter\",\"shared\":false,"
    "\"window_seconds\":1.0},\"gross_joules\":1.0,\"seconds\":1.0}', 'alone')",
    "PRAGMA user_version = 1",
};

/// What version 3 added.
constexpr std::array kBackTo2{
    "ALTER TABLE study DROP COLUMN paused",
    "ALTER TABLE trial DROP COLUMN lease",
    "ALTER TABLE trial DROP COLUMN worker",
    "PRAGMA user_version = 2",
};

class SqliteMigration : public testing::Test {
 protected:
  SqliteMigration() {
    soci::session session(soci::sqlite3, "dbname=\"" + path_ + "\"");
    for (const char* statement : kVersion1) session << statement;
  }

  static void expect_the_study(const StudyRecord& study) {
    EXPECT_EQ(study.name, "old");
    EXPECT_EQ(study.context.at("jobs"), 2);
    EXPECT_EQ(study.strategy_state.at("next"), 2);
    EXPECT_EQ(study.ledger.trials, Joules(3.5));
    EXPECT_EQ(study.ledger.total, Joules(10.0));
    EXPECT_EQ(study.elapsed, Seconds(7.25));
    ASSERT_EQ(study.trials.size(), 2u);
    EXPECT_EQ(study.trials[0].reason, "why");
    EXPECT_FALSE(study.trials[0].origin);
    ASSERT_EQ(study.trials[1].steps.size(), 1u);
    EXPECT_EQ(study.trials[1].steps[0].high, Joules(4.0));
    ASSERT_EQ(study.finalists.size(), 1u);
    EXPECT_EQ(study.finalists[0].reason, "alone");
  }

  test::TemporaryDirectory directory_;
  const std::string path_ = directory_.path() / "study.db";
};

TEST_F(SqliteMigration, AnOldFileIsReadAndStaysAsItIs) {
  const std::string before = test::text_of(path_);
  const auto study = read_sqlite_store(path_);
  ASSERT_TRUE(study) << study.error().message;
  expect_the_study(study->record);
  EXPECT_FALSE(study->running);
  EXPECT_EQ(test::text_of(path_), before);
}

TEST_F(SqliteMigration, AnOldStudyGoesOnWithWhatWasCutOffWaiting) {
  {
    const auto store = open_sqlite_store(path_);
    ASSERT_TRUE(store) << store.error().message;
    const auto joined = (*store)->join({{{"name", "old"}}, {{"jobs", 1}}});
    ASSERT_TRUE(joined) << joined.error().message;
    EXPECT_EQ(joined->trials[1].state, TrialState::kWaiting);
    EXPECT_EQ(joined->ledger.total, Joules(10.0));
    ASSERT_TRUE((*store)->restart_trial(test::attempt(1, 3, Seconds(8))));
    ASSERT_TRUE((*store)->leave("interrupted"));
  }
  const auto study = read_sqlite_store(path_);
  ASSERT_TRUE(study) << study.error().message;
  EXPECT_EQ(study->record.trials[1].attempts, 3);
  EXPECT_EQ(study->record.sessions.size(), 2u);
}

/// A file of version 2 with the same study.
class SqliteMigrationFrom2 : public SqliteMigration {
 protected:
  SqliteMigrationFrom2() {
    EXPECT_TRUE(open_sqlite_store(path_));
    soci::session session(soci::sqlite3, "dbname=\"" + path_ + "\"");
    for (const char* statement : kBackTo2) session << statement;
  }
};

TEST_F(SqliteMigrationFrom2, AnOldFileIsReadAndStaysAsItIs) {
  const std::string before = test::text_of(path_);
  const auto study = read_sqlite_store(path_);
  ASSERT_TRUE(study) << study.error().message;
  expect_the_study(study->record);
  EXPECT_FALSE(study->record.paused);
  EXPECT_EQ(study->record.trials[1].lease, Lease());
  EXPECT_EQ(test::text_of(path_), before);
}

TEST_F(SqliteMigrationFrom2, AnOldStudyGoesOn) {
  {
    const auto store = open_sqlite_store(path_);
    ASSERT_TRUE(store) << store.error().message;
    ASSERT_TRUE((*store)->join({{{"name", "old"}}, {{"jobs", 1}}}));
    Trial leased = test::attempt(1, 3, Seconds(8));
    leased.lease = {"a1", "heron"};
    ASSERT_TRUE((*store)->restart_trial(leased));
    ASSERT_TRUE((*store)->set_paused(true));
  }
  const auto study = read_sqlite_store(path_);
  ASSERT_TRUE(study) << study.error().message;
  EXPECT_TRUE(study->record.paused);
  EXPECT_EQ(study->record.trials[1].lease.worker, "heron");
}

}  // namespace
}  // namespace wattle::search

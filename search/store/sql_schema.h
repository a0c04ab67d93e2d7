// SPDX-License-Identifier: MIT
// The tables of a study, the same in every database. docs/store.md describes them for people.
#pragma once

#include <array>
#include <string>

#include "energy/error.h"

namespace wattle::search {

/// Higher ones come from a newer Wattle and are refused; version 1 had one study and no sessions,
/// version 2 no leases and no pause.
inline constexpr int kSchemaVersion = 3;

/// The version, unless it is one of the newer ones: kInvalidArgument, with `unchanged` to say what
/// was left alone: "the file was not changed".
Result<int> known_schema(int version, const std::string& place, const std::string& unchanged);

inline constexpr std::array kSchema{
    "CREATE TABLE study ("
    " id INTEGER PRIMARY KEY,"
    " name TEXT NOT NULL UNIQUE,"
    " scenario TEXT NOT NULL,"
    " context TEXT NOT NULL,"
    " strategy_state TEXT NOT NULL,"
    " stopped_because TEXT NOT NULL,"
    " stop_requested INTEGER NOT NULL,"
    " revision BIGINT NOT NULL,"
    " paused INTEGER NOT NULL DEFAULT 0)",

    "CREATE TABLE session ("
    " study INTEGER NOT NULL REFERENCES study (id),"
    " id INTEGER NOT NULL,"
    " worker TEXT NOT NULL,"
    " context TEXT NOT NULL,"
    " seen_at DOUBLE PRECISION NOT NULL,"
    " lease_seconds DOUBLE PRECISION NOT NULL,"
    " ended INTEGER NOT NULL,"
    " trials_joules DOUBLE PRECISION NOT NULL,"
    " overhead_joules DOUBLE PRECISION NOT NULL,"
    " idle_joules DOUBLE PRECISION NOT NULL,"
    " total_joules DOUBLE PRECISION NOT NULL,"
    " joined_at_seconds DOUBLE PRECISION NOT NULL,"
    " elapsed_seconds DOUBLE PRECISION NOT NULL,"
    " PRIMARY KEY (study, id))",

    "CREATE TABLE trial ("
    " study INTEGER NOT NULL REFERENCES study (id),"
    " number INTEGER NOT NULL,"
    " session INTEGER NOT NULL,"
    " revision BIGINT NOT NULL,"
    " state TEXT NOT NULL,"
    " parameters TEXT NOT NULL,"
    " measurement TEXT,"
    " reason TEXT NOT NULL,"
    " started_at_seconds DOUBLE PRECISION NOT NULL,"
    " ended_at_seconds DOUBLE PRECISION NOT NULL,"
    " attempts INTEGER NOT NULL,"
    " resumed_step INTEGER NOT NULL,"
    " origin_study TEXT,"
    " origin_trial INTEGER NOT NULL,"
    " lease TEXT NOT NULL DEFAULT '',"
    " worker TEXT NOT NULL DEFAULT '',"
    " PRIMARY KEY (study, number))",

    "CREATE INDEX trial_revision ON trial (study, revision)",

    "CREATE TABLE step ("
    " study INTEGER NOT NULL,"
    " trial INTEGER NOT NULL,"
    " step INTEGER NOT NULL,"
    " metrics TEXT NOT NULL,"
    " joules DOUBLE PRECISION NOT NULL,"
    " seconds DOUBLE PRECISION NOT NULL,"
    " low_joules DOUBLE PRECISION NOT NULL,"
    " high_joules DOUBLE PRECISION NOT NULL,"
    " gross_joules DOUBLE PRECISION NOT NULL,"
    " shared INTEGER NOT NULL,"
    " PRIMARY KEY (study, trial, step),"
    " FOREIGN KEY (study, trial) REFERENCES trial (study, number))",

    "CREATE TABLE finalist ("
    " study INTEGER NOT NULL,"
    " position INTEGER NOT NULL,"
    " trial INTEGER NOT NULL,"
    " state TEXT NOT NULL,"
    " measurement TEXT NOT NULL,"
    " reason TEXT NOT NULL,"
    " PRIMARY KEY (study, position),"
    " FOREIGN KEY (study, trial) REFERENCES trial (study, number))",
};

/// From version 2 to 3.
inline constexpr std::array kSchemaFrom2{
    "ALTER TABLE study ADD COLUMN paused INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE trial ADD COLUMN lease TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE trial ADD COLUMN worker TEXT NOT NULL DEFAULT ''",
};

/// Lets one connection read tables of version 2, which lie in `schema`, as if they had version 3:
/// both databases look for a name among a connection's temporary views first.
inline std::array<std::string, 2> views_of_2(const std::string& schema) {
  return {"CREATE TEMPORARY VIEW study AS SELECT *, 0 AS paused FROM " + schema + ".study",
          "CREATE TEMPORARY VIEW trial AS SELECT *, '' AS lease, '' AS worker FROM " + schema +
              ".trial"};
}

}  // namespace wattle::search

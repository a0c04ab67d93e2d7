// SPDX-License-Identifier: MIT
// The tables of a study's SQLite file. docs/store.md describes them for people.
#pragma once

#include <array>

namespace wattle::search {

/// Kept in `PRAGMA user_version`. A file with a higher one comes from a newer Wattle and is
/// refused.
inline constexpr int kSchemaVersion = 1;

inline constexpr std::array kSchema{
    "CREATE TABLE study ("
    " id INTEGER PRIMARY KEY CHECK (id = 1),"
    " name TEXT NOT NULL,"
    " scenario TEXT NOT NULL,"
    " context TEXT NOT NULL,"
    " strategy_state TEXT NOT NULL,"
    " stopped_because TEXT NOT NULL,"
    " trials_joules REAL NOT NULL,"
    " overhead_joules REAL NOT NULL,"
    " idle_joules REAL NOT NULL,"
    " total_joules REAL NOT NULL,"
    " elapsed_seconds REAL NOT NULL)",

    "CREATE TABLE trial ("
    " number INTEGER PRIMARY KEY,"
    " state TEXT NOT NULL,"
    " parameters TEXT NOT NULL,"
    " measurement TEXT,"
    " reason TEXT NOT NULL,"
    " started_at_seconds REAL NOT NULL,"
    " ended_at_seconds REAL NOT NULL,"
    " attempts INTEGER NOT NULL,"
    " resumed_step INTEGER NOT NULL)",

    "CREATE TABLE step ("
    " trial INTEGER NOT NULL REFERENCES trial (number),"
    " step INTEGER NOT NULL,"
    " metrics TEXT NOT NULL,"
    " joules REAL NOT NULL,"
    " seconds REAL NOT NULL,"
    " low_joules REAL NOT NULL,"
    " high_joules REAL NOT NULL,"
    " gross_joules REAL NOT NULL,"
    " shared INTEGER NOT NULL,"
    " PRIMARY KEY (trial, step)) WITHOUT ROWID",

    "CREATE TABLE finalist ("
    " position INTEGER PRIMARY KEY,"
    " trial INTEGER NOT NULL REFERENCES trial (number),"
    " state TEXT NOT NULL,"
    " measurement TEXT NOT NULL,"
    " reason TEXT NOT NULL)",
};

}  // namespace wattle::search

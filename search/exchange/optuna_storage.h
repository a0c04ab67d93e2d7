// SPDX-License-Identifier: MIT
// A study as Optuna keeps it in an SQLite file (`RDBStorage`).
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "energy/error.h"

namespace wattle::search {

struct OptunaParameter {
  std::string name;
  double value = 0.0;           ///< a number, or the index of a choice
  nlohmann::json distribution;  ///< {"name": "FloatDistribution", "attributes": {..}}
};

struct OptunaTrial {
  int number = 0;
  std::string state;                     ///< COMPLETE, PRUNED, FAIL, RUNNING, WAITING
  std::optional<double> started, ended;  ///< seconds of one clock, to the millisecond
  std::vector<OptunaParameter> parameters;
  std::map<int, double> values;  ///< by objective
  std::map<int, double> steps;   ///< intermediate values; NaN and infinities occur
  std::map<std::string, nlohmann::json> user_attributes;
  nlohmann::json fixed_parameters;  ///< of a WAITING trial: what was enqueued; else null
};

struct OptunaStudy {
  std::string name;
  std::vector<std::string> directions;    ///< MINIMIZE, MAXIMIZE, NOT_SET; by objective
  std::vector<std::string> metric_names;  ///< by objective; empty when nobody named them
  std::vector<OptunaTrial> trials;        ///< by number
};

/// Reads one study; `name` may be empty when there is one only. Knows the tables of Optuna 3 and 4
/// (alembic v3.0.0.d and later). Changes nothing of the file. kNotFound without a file, kLocked
/// while somebody writes; kInvalidArgument for what is no database, none of Optuna's or of an older
/// Optuna, for broken JSON, and when no study, or more than one, is meant (they are named). One
/// pass over each table.
Result<OptunaStudy> read_optuna_storage(const std::string& path, const std::string& name);

}  // namespace wattle::search

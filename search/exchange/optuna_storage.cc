// SPDX-License-Identifier: MIT
#include "search/exchange/optuna_storage.h"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <limits>
#include <set>
#include <system_error>
#include <unordered_map>

#include "energy/text/join.h"
#include "energy/text/nearest_name.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using soci::into;
using soci::use;

/// Python's json writes NaN and infinities, which JSON does not have.
json parsed(const std::string& text) { return json::parse(text, nullptr, false); }

class StorageReader {
 public:
  explicit StorageReader(const std::string& path) : path_(path) {
    // SOCI reads blanks in an unquoted name as the end of it.
    session_.open(soci::sqlite3, "dbname=\"" + path + "\" timeout=5");
  }

  Result<OptunaStudy> read(const std::string& name) {
    if (auto known = check_tables(); !known) return tl::unexpected<Error>(known.error());
    auto chosen = choose(name);
    if (!chosen) return tl::unexpected<Error>(chosen.error());
    study_.name = *chosen;
    session_ << "SELECT study_id FROM studies WHERE study_name = :name", into(id_),
        use(study_.name);
    read_directions();
    read_trials();
    read_parameters();
    read_values();
    read_steps();
    read_user_attributes();
    read_fixed_parameters();
    if (broken_.empty()) return std::move(study_);
    return fail(ErrorCode::kInvalidArgument, path_ + ": " + broken_ + " holds no JSON");
  }

 private:
  int count(const std::string& query) {
    int number = 0;
    session_ << query, into(number);
    return number;
  }

  bool has_column(const std::string& table, const std::string& column) {
    return count("SELECT COUNT(*) FROM pragma_table_info('" + table + "') WHERE name = '" + column +
                 "'") > 0;
  }

  Result<void> check_tables() {
    for (const char* table : {"studies", "study_directions", "trials", "trial_params",
                              "trial_values", "trial_intermediate_values"}) {
      if (has_column(table, table[0] == 's' ? "study_id" : "trial_id")) continue;
      return fail(ErrorCode::kInvalidArgument,
                  path_ + " is no storage of Optuna: it has no table " + table,
                  "--format says what else it may be");
    }
    if (has_column("trial_values", "value_type") &&
        has_column("trial_intermediate_values", "intermediate_value_type")) {
      return {};
    }
    return fail(ErrorCode::kInvalidArgument, path_ + " was written by an Optuna before 3.0",
                "bring it up to date: optuna storage upgrade --storage sqlite:///" + path_);
  }

  Result<std::string> choose(const std::string& wanted) {
    std::vector<std::string> names;
    std::string name;
    soci::statement rows =
        (session_.prepare << "SELECT study_name FROM studies ORDER BY study_id", into(name));
    rows.execute();
    while (rows.fetch()) names.push_back(name);
    if (wanted.empty() && names.size() == 1) return names.front();
    if (std::find(names.begin(), names.end(), wanted) != names.end()) return wanted;
    if (names.empty()) return fail(ErrorCode::kInvalidArgument, path_ + " holds no study");
    const std::string nearest = nearest_name(wanted, names);
    return fail(ErrorCode::kInvalidArgument,
                wanted.empty() ? path_ + " holds several studies"
                               : path_ + " holds no study \"" + wanted + "\"",
                (nearest.empty() ? "" : "did you mean " + nearest + "? ") +
                    "--study names one of: " + join(names));
  }

  void read_directions() {
    std::string direction;
    soci::statement rows = (session_.prepare << "SELECT direction FROM study_directions WHERE "
                                                "study_id = :id ORDER BY objective",
                            use(id_), into(direction));
    rows.execute();
    while (rows.fetch()) study_.directions.push_back(direction);
    std::string names;
    session_ << "SELECT value_json FROM study_system_attributes WHERE study_id = :id AND key = "
                "'study:metric_names'",
        use(id_), into(names);
    if (!session_.got_data()) return;
    const json list = parsed(names);
    if (!list.is_array()) return;
    for (const json& each : list) study_.metric_names.push_back(each.get<std::string>());
  }

  void read_trials() {
    OptunaTrial trial;
    int id = 0;
    double started = 0.0;
    double ended = 0.0;
    soci::indicator has_started = soci::i_null;
    soci::indicator has_ended = soci::i_null;
    const auto seconds = [](const std::string& column) {
      return "CAST(strftime('%s', " + column + ") AS REAL) + strftime('%f', " + column +
             ") - strftime('%S', " + column + ")";
    };
    soci::statement rows =
        (session_.prepare << "SELECT trial_id, number, state, " + seconds("datetime_start") + ", " +
                                 seconds("datetime_complete") +
                                 " FROM trials WHERE study_id = :id ORDER BY number",
         use(id_), into(id), into(trial.number), into(trial.state), into(started, has_started),
         into(ended, has_ended));
    rows.execute();
    while (rows.fetch()) {
      trial.started = has_started == soci::i_ok ? std::optional(started) : std::nullopt;
      trial.ended = has_ended == soci::i_ok ? std::optional(ended) : std::nullopt;
      place_[id] = study_.trials.size();
      study_.trials.push_back(trial);
    }
  }

  /// `select` from a table of trials' rows, those of the study.
  static std::string of_study(const std::string& select, const std::string& table,
                              const std::string& order) {
    return "SELECT t.trial_id, " + select + " FROM " + table +
           " AS t JOIN trials ON trials.trial_id = t.trial_id WHERE trials.study_id = :id "
           "ORDER BY t.trial_id, t." +
           order;
  }

  OptunaTrial& trial(int id) { return study_.trials.at(place_.at(id)); }

  void read_parameters() {
    int id = 0;
    OptunaParameter parameter;
    std::string distribution;
    soci::statement rows =
        (session_.prepare << of_study("param_name, param_value, distribution_json", "trial_params",
                                      "param_name"),
         use(id_), into(id), into(parameter.name), into(parameter.value), into(distribution));
    rows.execute();
    while (rows.fetch()) {
      parameter.distribution = parsed(distribution);
      if (!parameter.distribution.is_object()) broken_ = "trial_params.distribution_json";
      trial(id).parameters.push_back(parameter);
    }
  }

  static double typed(double value, const std::string& type) {
    if (type == "FINITE") return value;
    if (type == "INF_POS") return std::numeric_limits<double>::infinity();
    if (type == "INF_NEG") return -std::numeric_limits<double>::infinity();
    return std::numeric_limits<double>::quiet_NaN();
  }

  void read_numbers(const std::string& table, const std::string& key, const std::string& value,
                    std::map<int, double> OptunaTrial::*numbers) {
    int id = 0;
    int index = 0;
    double number = 0.0;
    soci::indicator finite = soci::i_null;
    std::string type;
    soci::statement rows =
        (session_.prepare << of_study(key + ", " + value + ", " + value + "_type", table, key),
         use(id_), into(id), into(index), into(number, finite), into(type));
    rows.execute();
    while (rows.fetch()) (trial(id).*numbers)[index] = typed(number, type);
  }

  void read_values() { read_numbers("trial_values", "objective", "value", &OptunaTrial::values); }

  void read_steps() {
    read_numbers("trial_intermediate_values", "step", "intermediate_value", &OptunaTrial::steps);
  }

  void read_attributes(const std::string& table,
                       const std::function<void(OptunaTrial&, const std::string&, json)>& take) {
    int id = 0;
    std::string key;
    std::string value;
    soci::statement rows = (session_.prepare << of_study("key, value_json", table, "key"), use(id_),
                            into(id), into(key), into(value));
    rows.execute();
    while (rows.fetch()) take(trial(id), key, parsed(value));
  }

  void read_user_attributes() {
    read_attributes("trial_user_attributes",
                    [](OptunaTrial& trial, const std::string& key, json value) {
                      trial.user_attributes[key] = std::move(value);
                    });
  }

  void read_fixed_parameters() {
    read_attributes("trial_system_attributes",
                    [](OptunaTrial& trial, const std::string& key, json value) {
                      if (key == "fixed_params") trial.fixed_parameters = std::move(value);
                    });
  }

  const std::string& path_;
  soci::session session_;
  int id_ = 0;
  OptunaStudy study_;
  std::unordered_map<int, std::size_t> place_;  ///< of a trial_id in `study_.trials`
  std::string broken_;
};

}  // namespace

Result<OptunaStudy> read_optuna_storage(const std::string& path, const std::string& name) {
  std::error_code unreadable;
  if (!std::filesystem::exists(path, unreadable)) {
    return fail(ErrorCode::kNotFound, "there is no file " + path);
  }
  try {
    return StorageReader(path).read(name);
  } catch (const soci::soci_error& error) {
    const auto* const sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
    if (sqlite != nullptr && (sqlite->result() & 0xff) == SQLITE_BUSY) {
      return fail(ErrorCode::kLocked, path + ": " + error.get_error_message(),
                  "another program writes to it; try again");
    }
    return fail(ErrorCode::kInvalidArgument, path + ": " + error.get_error_message(),
                "it is no SQLite file, or damaged; nothing was changed");
  } catch (const std::exception& error) {
    return fail(ErrorCode::kInvalidArgument,
                path + " is no storage as Optuna writes it: " + std::string(error.what()));
  }
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// What a person writes: one JSON file that says what to train, what may vary, what counts as good,
// and how much may be spent.
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "search/space/fault.h"
#include "search/space/search_space.h"

namespace wattle::search {

class RecordedRuns;

/// A valid scenario.
struct Scenario {
  nlohmann::json document;  ///< `extends` and overrides applied, every default written out
  std::filesystem::path
      file;  ///< where it came from; relative file names in it are relative to its folder
  SearchSpace space;
  std::shared_ptr<const RecordedRuns> recorded_runs = nullptr;  ///< of an objective `table`
};

/// One `--set path=value`: the path with dots ("training.epochs" is looked up from the root:
/// "objective.training.epochs"), the value as JSON, or as a string when it is not JSON.
struct Override {
  std::string path;
  std::string value;
};

/// Reads, merges and validates a scenario: form by the table of fields, then meaning (the space
/// builds; every `$reference` names a parameter; expressions parse; the goal's metric exists for
/// the objective). All faults are found in one go.
Validated<Scenario> load_scenario(const std::filesystem::path& file,
                                  const std::vector<Override>& overrides = {});
/// The same for a document in memory. `folder` is where relative names start.
Validated<Scenario> validate_scenario(const nlohmann::json& document,
                                      const std::filesystem::path& folder = {},
                                      const std::vector<Override>& overrides = {});

/// A stored study's scenario as this version would have written it: fields that are newer than the
/// study have their defaults. As it stands where it is not valid any more.
nlohmann::json in_current_form(const nlohmann::json& stored, const std::filesystem::path& folder);

/// The space of a valid scenario's `document`, built anew; a table that it names is read again.
Validated<SearchSpace> space_of(const nlohmann::json& document,
                                const std::filesystem::path& folder);

/// The same for a program that evaluates by itself: ask and tell, or a study of an objective of its
/// own (build_study.h). Only `space` and `goal` must be
/// there, and metrics may have any name. Other members of a scenario are checked all the same.
Validated<Scenario> load_ask_tell(const std::filesystem::path& file,
                                  const std::vector<Override>& overrides = {});
Validated<Scenario> validate_ask_tell(const nlohmann::json& document,
                                      const std::filesystem::path& folder = {});

/// The JSON Schema (draft 2020-12) of scenarios, made from the table of fields.
nlohmann::json scenario_schema();
/// The reference page (Markdown), made from the same table.
std::string scenario_reference();

/// "/space/width/low: 0 - expected a number above 0 (log scale)", one fault on one or two lines;
/// without the place for a fault of the whole.
std::string to_text(const Fault& fault);

}  // namespace wattle::search

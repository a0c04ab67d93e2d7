// SPDX-License-Identifier: MIT
// From a file to a valid scenario.
#include <optional>
#include <utility>

#include "search/scenario/extends.h"
#include "search/scenario/fields.h"
#include "search/scenario/form.h"
#include "search/scenario/json_reader.h"
#include "search/scenario/meaning.h"
#include "search/scenario/overrides.h"
#include "search/scenario/references.h"
#include "search/scenario/scenario.h"
#include "search/scenario/table_space.h"
#include "search/space/infer_parameters.h"

namespace wattle::search {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

/// A table that cannot be read is told; that its columns are no space yet follows from it.
void forget_missing_space(Faults& faults) {
  std::erase_if(faults, [](const Fault& fault) { return fault.pointer == "/space"; });
}

/// Writes the parameters of columns that only `points` has into `space`, as a default is written.
json with_columns(json document) {
  if (!document.is_object() || !document.contains("points")) return document;
  const json space = document.value("space", json());
  document["space"] = infer_parameters(space, document["points"]);
  return document;
}

Validated<SearchSpace> space_of(const json& document, const std::optional<RecordedTable>& table) {
  if (table) return space_of_table(document, *table);
  return SearchSpace::from_json(document.at("space"), document.value("forbid", json()),
                                document.value("points", json()));
}

/// Checks a merged document. `faults` are those found before: they are returned with the others.
Validated<Scenario> check(json document, const Field& fields, fs::path file, Faults faults) {
  const bool replays = replays_table(document);
  const bool spaceless = replays && !document.contains("space");
  std::optional<RecordedTable> table;
  Faults of_table;
  if (replays) table = take_table(document, file.parent_path(), of_table);
  Form form = check_form(with_columns(std::move(document)), fields);
  if (spaceless && !table) forget_missing_space(form.faults);
  add_new(form.faults, of_table);
  add_new(form.faults, check_meaning(form.document, form.faults));
  std::optional<SearchSpace> space;
  if (form.document.is_object() && form.document.contains("space")) {
    Validated<SearchSpace> built = space_of(form.document, table);
    if (built) {
      space = std::move(*built);
    } else {
      add_new(form.faults, built.error());
    }
  }
  const Faults references = check_references(form, space ? &*space : nullptr);
  add_new(form.faults, references);
  add_new(faults, form.faults);
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  Scenario scenario{std::move(form.document), std::move(file), std::move(*space)};
  if (table) {
    scenario.recorded_runs = std::make_shared<const RecordedRuns>(
        std::move(table->info), std::move(table->configurations), &scenario.space);
  }
  return scenario;
}

Validated<Scenario> load(const Field& fields, const fs::path& file,
                         const std::vector<Override>& overrides) {
  const Validated<json> read = read_json_file(file);
  if (!read) return tl::unexpected(read.error());
  Validated<json> merged = with_bases(*read, file.parent_path(), file);
  if (!merged) return tl::unexpected(merged.error());
  Faults faults = apply_overrides(overrides, *merged);
  return check(*merged, fields, file, std::move(faults));
}

Validated<Scenario> validate(const Field& fields, const json& document, const fs::path& folder,
                             const std::vector<Override>& overrides = {}) {
  if (!is_shallow(document)) {
    return tl::unexpected(Faults{{{}, "[...]", "nesting of at most 64 levels", {}}});
  }
  Validated<json> merged = with_bases(document, folder);
  if (!merged) return tl::unexpected(merged.error());
  Faults faults = apply_overrides(overrides, *merged);
  return check(*merged, fields, folder / "", std::move(faults));
}

}  // namespace

Validated<Scenario> load_scenario(const fs::path& file, const std::vector<Override>& overrides) {
  return load(scenario_fields(), file, overrides);
}

Validated<Scenario> validate_scenario(const json& document, const fs::path& folder,
                                      const std::vector<Override>& overrides) {
  return validate(scenario_fields(), document, folder, overrides);
}

json in_current_form(const json& stored, const fs::path& folder) {
  const Validated<Scenario> valid = validate_scenario(stored, folder);
  return valid ? valid->document : stored;
}

Validated<SearchSpace> space_of(const json& document, const fs::path& folder) {
  if (!replays_table(document)) return space_of(document, std::optional<RecordedTable>());
  const Validated<RecordedTable> table = read_recorded_table(document.at("objective"), folder);
  if (!table) return tl::unexpected(table.error());
  return space_of_table(document, *table);
}

Validated<Scenario> load_ask_tell(const fs::path& file, const std::vector<Override>& overrides) {
  return load(ask_tell_fields(), file, overrides);
}

Validated<Scenario> validate_ask_tell(const json& document, const fs::path& folder) {
  return validate(ask_tell_fields(), document, folder);
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/command/import_command.h"

#include <array>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include "search/command/environment.h"
#include "search/command/exit_code.h"
#include "search/command/messages.h"
#include "search/command/output_folder.h"
#include "search/command/study_setup.h"
#include "search/exchange/csv_trials.h"
#include "search/exchange/imported_trials.h"
#include "search/exchange/optuna_storage.h"
#include "search/exchange/optuna_trials.h"
#include "search/exchange/study_lines.h"

namespace wattle::search {
namespace {

namespace fs = std::filesystem;

/// What a file holds, or the exit code after what is wrong was told.
struct Imported {
  StudyRecord record;
  std::vector<std::string> notes;
};
using Reading = tl::expected<Imported, int>;

tl::unexpected<int> refuse(const Error& error) { return tl::unexpected<int>(report_error(error)); }

tl::unexpected<int> refuse(const fs::path& file, const std::vector<Fault>& faults) {
  return tl::unexpected<int>(report_faults(file.string(), faults));
}

Result<std::string> read_text(const fs::path& file) {
  std::error_code unreadable;
  if (!fs::is_regular_file(file, unreadable)) {
    return fail(ErrorCode::kInvalidArgument, "there is no file " + file.string());
  }
  std::ifstream stream(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (stream.bad()) return fail(ErrorCode::kIo, file.string() + " cannot be read");
  return text;
}

/// By its first bytes: a database, a JSON object, or else a table.
std::string format_of(const fs::path& file) {
  constexpr std::string_view kSqlite = "SQLite format 3";
  std::array<char, kSqlite.size()> start{};
  std::ifstream stream(file, std::ios::binary);
  stream.read(start.data(), start.size());
  const std::string_view read(start.data(), static_cast<std::size_t>(stream.gcount()));
  if (read == kSqlite) return "optuna";
  return !read.empty() && read.front() == '{' ? "jsonl" : "csv";
}

/// What the new study's context says of where its trials come from.
nlohmann::json context_of(const Scenario& scenario, const ImportOptions& options,
                          const std::string& format, const ImportedTrials& imported) {
  nlohmann::json origin = {{"format", format},
                           {"file", options.file.filename().string()},
                           {"trials", imported.trials.size()},
                           {"notes", imported.notes}};
  if (!options.study.empty()) origin["study"] = options.study;
  return {{"versions", describe_versions()},
          {"seed", scenario.document.at("seed")},
          {"strategy", scenario.document.at("strategy").at("kind")},
          {kScenarioFolder, absolute_folder(scenario)},
          {kImported, std::move(origin)}};
}

Reading made(const Scenario& scenario, const ImportOptions& options, const std::string& format,
             ImportedTrials imported) {
  auto context = context_of(scenario, options, format, imported);
  auto record = imported_record(scenario, std::move(imported.trials), std::move(context));
  if (!record) return refuse(record.error());
  return Imported{std::move(*record), std::move(imported.notes)};
}

Reading read_lines(const ImportOptions& options) {
  const auto text = read_text(options.file);
  if (!text) return refuse(text.error());
  auto record = read_study_lines(*text, fs::absolute(options.file).parent_path());
  if (!record) return refuse(options.file, record.error());
  return Imported{std::move(*record), {}};
}

Reading read_table(const ImportOptions& options) {
  if (options.scenario.empty()) {
    return refuse({ErrorCode::kInvalidArgument, "a table does not say what its columns are",
                   "name a scenario with their space and goal: --scenario FILE"});
  }
  const auto scenario = load_scenario(options.scenario);
  if (!scenario) return refuse(options.scenario, scenario.error());
  const auto text = read_text(options.file);
  if (!text) return refuse(text.error());
  auto imported = read_csv_trials(*text, *scenario);
  if (!imported) return refuse(options.file, imported.error());
  return made(*scenario, options, "csv", std::move(*imported));
}

Reading read_optuna(const ImportOptions& options) {
  auto study = read_optuna_storage(options.file.string(), options.study);
  if (!study) return refuse(study.error());
  const auto objective = objective_of(*study, options.metric);
  if (!objective) return refuse(options.file, objective.error());
  const auto names = identifiers_of(*study);
  std::vector<std::string> notes;
  for (const auto& [optuna, name] : names) {
    if (optuna == name) continue;
    notes.push_back("parameter \"");
    notes.back().append(optuna).append("\" is ").append(name).append(" here");
  }
  std::optional<Scenario> scenario;
  if (!options.scenario.empty()) {
    auto loaded = load_scenario(options.scenario);
    if (!loaded) return refuse(options.scenario, loaded.error());
    scenario = std::move(*loaded);
  } else {
    const auto document = scenario_of(*study, *objective, names, notes);
    if (!document) return refuse(options.file, document.error());
    auto valid = validate_scenario(*document, fs::absolute(options.file).parent_path());
    if (!valid) return refuse(options.file, valid.error());
    scenario = std::move(*valid);
  }
  auto imported = optuna_trials(*study, *objective, names, *scenario);
  if (!imported) return refuse(options.file, imported.error());
  imported->notes.insert(imported->notes.begin(), notes.begin(), notes.end());
  return made(*scenario, options, "optuna", std::move(*imported));
}

/// A flag that the format has no use for is a mistake about the file.
std::optional<Error> misplaced_flag(const ImportOptions& options, const std::string& format) {
  const auto only = [&](const char* flag, const char* of) {
    return Error{
        ErrorCode::kInvalidArgument,
        std::string(flag) + " is of no use for " + options.file.string() + ", which is " + format,
        std::string("it is for --format ") + of};
  };
  if (format != "optuna" && !options.study.empty()) return only("--study", "optuna");
  if (format != "optuna" && !options.metric.empty()) return only("--metric", "optuna");
  if (format == "jsonl" && !options.scenario.empty()) return only("--scenario", "csv and optuna");
  return std::nullopt;
}

Reading read(const ImportOptions& options) {
  std::error_code unreadable;
  if (!fs::is_regular_file(options.file, unreadable)) {
    return refuse(
        {ErrorCode::kInvalidArgument, "there is no plain file " + options.file.string(), {}});
  }
  const std::string format = options.format.empty() ? format_of(options.file) : options.format;
  if (const auto misplaced = misplaced_flag(options, format)) return refuse(*misplaced);
  if (format == "jsonl") return read_lines(options);
  return format == "csv" ? read_table(options) : read_optuna(options);
}

/// Leaves nothing behind when it fails.
Result<void> write_store(const StudyRecord& record, const OutputFolder& folder) {
  const auto written =
      open_sqlite_store(folder.store().string()).and_then([&](const std::unique_ptr<Store>& store) {
        return store->create(record);
      });
  std::error_code ignored;
  if (!written) fs::remove(folder.store(), ignored);
  return written;
}

Result<OutputFolder> write_study(const StudyRecord& record, const fs::path& out) {
  auto folder = new_output_folder(out, record.name);
  if (!folder) return folder;
  std::error_code unreadable;
  if (fs::exists(folder->store(), unreadable)) {
    return fail(ErrorCode::kInvalidArgument, folder->root.string() + " holds a study already",
                "choose another folder with --out");
  }
  const auto written =
      write_store(record, *folder).and_then([&] { return write_results(*folder, record); });
  if (!written) return tl::unexpected<Error>(written.error());
  return folder;
}

}  // namespace

const std::vector<std::string>& import_formats() {
  static const std::vector<std::string> formats{"jsonl", "csv", "optuna"};
  return formats;
}

int import_study(const ImportOptions& options) {
  const Reading imported = read(options);
  if (!imported) return imported.error();
  const auto folder = write_study(imported->record, options.out);
  if (!folder) return report_error(folder.error());
  std::cout << imported->record.name << ": " << imported->record.trials.size()
            << " trials imported into " << folder->root.string() << "\n";
  for (const std::string& note : imported->notes) std::cout << "  " << note << "\n";
  return kSuccess;
}

}  // namespace wattle::search

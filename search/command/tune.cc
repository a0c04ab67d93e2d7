// SPDX-License-Identifier: MIT
#include "search/command/tune.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

#include "search/command/earlier_studies.h"
#include "search/command/exit_code.h"
#include "search/command/interrupt.h"
#include "search/command/messages.h"
#include "search/command/output_folder.h"
#include "search/command/progress_view.h"
#include "search/command/study_place.h"
#include "search/command/study_setup.h"
#include "search/store/database_url.h"
#include "search/store/store.h"
#include "search/store/trial_cache.h"
#include "search/strategy/gain_stop.h"
#include "search/table/recorded_runs.h"

namespace wattle::search {
namespace {

std::vector<Override> tune_overrides(const TuneOptions& options) {
  std::vector<Override> overrides = overrides_of(options.set, options.strategy, options.seed);
  if (!options.meter.empty())
    overrides.push_back({"energy.meter", nlohmann::json(options.meter).dump()});
  for (Override& start : warm_start_overrides(options.warm_start)) {
    overrides.push_back(std::move(start));
  }
  return overrides;
}

/// Members that may change between the runs of one study: they do not decide which trials are run,
/// only how many.
bool may_change(const std::string& member) {
  return member == "budget" || member == "finalists" || member == "description" ||
         member == "capacity" || member == "retries" || member == "stop";
}

/// Members that say together what the points are. They may change as long as points stay points.
bool describes_space(const std::string& member) {
  return member == "space" || member == "forbid" || member == "points";
}

/// kInvalidArgument when the stored study is of another scenario, the space aside.
Result<void> check_same_scenario(const nlohmann::json& as_stored, const Scenario& scenario) {
  const nlohmann::json stored = in_current_form(as_stored, scenario.file.parent_path());
  std::string different;
  for (const auto& [member, value] : scenario.document.items()) {
    if (may_change(member) || describes_space(member)) continue;
    if (stored.contains(member) && stored[member] == value) continue;
    different += (different.empty() ? "" : ", ") + member;
  }
  if (different.empty()) return {};
  return fail(
      ErrorCode::kInvalidArgument, "the study in that folder has another " + different,
      "resume it with the scenario it was started with, or start a new study without --resume");
}

/// kInvalidArgument when the stored study replays a table that has changed since.
Result<void> check_same_table(const nlohmann::json& context, const Study& study) {
  const RecordedRuns* const runs = study.objective->recorded_runs();
  const nlohmann::json::json_pointer digest("/table/digest");
  if (runs == nullptr || !context.contains(digest)) return {};
  if (context.at(digest) == runs->info().digest) return {};
  return fail(
      ErrorCode::kInvalidArgument,
      runs->info().name + " has changed since the study in that folder began",
      "resume it with the table it was started with, or start a new study without --resume");
}

/// kInvalidArgument when the scenario's space lacks points of the stored study's.
Result<void> check_widened(const nlohmann::json& stored, const Scenario& scenario) {
  const auto same = [&](const char* member) {
    return stored.value(member, nlohmann::json()) ==
           scenario.document.value(member, nlohmann::json());
  };
  if (same("space") && same("forbid") && same("points")) return {};
  const auto earlier = space_of(stored, scenario.file.parent_path());
  if (!earlier) return fail(ErrorCode::kCorrupt, "the study in that folder has no sound space");
  const std::optional<std::string> reason = scenario.space.narrowing(*earlier);
  if (!reason) return {};
  return fail(ErrorCode::kInvalidArgument,
              "the space of the study in that folder can be widened only; here " + *reason,
              "resume it with its own space or a wider one, or start a new study without --resume");
}

Result<OutputFolder> choose_folder(const TuneOptions& options, const std::string& name) {
  if (options.join) {
    if (auto existing = existing_output_folder(options.out, name)) return existing;
  }
  // What is kept on a server leaves only results in the folder.
  const bool there = options.resume && options.store.empty();
  return there ? existing_output_folder(options.out, name) : new_output_folder(options.out, name);
}

tl::unexpected<Error> holds_one_already(const std::string& place) {
  return fail(ErrorCode::kInvalidArgument, place + " holds a study already",
              "add --resume to go on with it, --join to work on it together with others, or choose "
              "another folder with --out");
}

/// A study on a server, of which the folder holds the results of no other.
Result<std::unique_ptr<Store>> open_server(const OutputFolder& folder, const ServerStudy& study) {
  const auto earlier = server_study(folder);
  const bool is_it =
      earlier && earlier->study == study.study && earlier->url == without_password(study.url);
  if (holds_study(folder) && !is_it) return holds_one_already(folder.root.string());
  auto store = open_postgresql_store(study.url, study.study);
  if (!store) return store;
  if (const auto kept = remember_server(folder, study); !kept) {
    return tl::unexpected<Error>(kept.error());
  }
  return store;
}

Result<std::unique_ptr<Store>> open_place(const TuneOptions& options, const OutputFolder& folder,
                                          const Scenario& scenario, const std::string& name) {
  if (!options.store.empty()) return open_server(folder, {options.store, name});
  if (server_study(folder)) return open_study(folder.root);
  // Looked at before it is opened to write, which would change the file.
  if (!options.resume && !options.join && read_sqlite_store(folder.store())) {
    return holds_one_already(folder.root.string());
  }
  const bool replays = scenario.recorded_runs != nullptr;
  return open_sqlite_store(folder.store(),
                           replays ? Durability::kProcessCrash : Durability::kMachineCrash);
}

/// A study's record, fit to be worked on.
struct OpenedStore {
  std::unique_ptr<Store> store;
  nlohmann::json context;  ///< of the study that is there; null when it is to be begun
};

/// The study's store, fit to start it in or, with --resume or --join, to go on with it; what its
/// strategy has decided is then taken over, so that the view and the context tell it.
Result<OpenedStore> open_store(const TuneOptions& options, const OutputFolder& folder,
                               const Scenario& scenario, Study& study) {
  Result<std::unique_ptr<Store>> store = open_place(options, folder, scenario, study.name);
  if (!store) return tl::unexpected<Error>(store.error());
  const Result<StudyRecord> record = (*store)->load();
  // A run that was cut off before its study began leaves an empty store.
  if (!record && record.error().code == ErrorCode::kNotFound) {
    return OpenedStore{std::move(*store), nullptr};
  }
  if (!record) return tl::unexpected<Error>(record.error());
  if (!options.resume && !options.join) {
    return holds_one_already(options.store.empty() ? folder.root.string()
                                                   : without_password(options.store));
  }
  const auto ready =
      check_same_scenario(record->scenario, scenario)
          .and_then([&] { return check_same_table(record->context, study); })
          .and_then([&] { return check_widened(record->scenario, scenario); })
          .and_then([&] { return restore_strategy(*study.strategy, record->strategy_state); });
  if (!ready) return tl::unexpected<Error>(ready.error());
  return OpenedStore{std::move(*store), record->context};
}

int exit_code(const RunSummary& summary) {
  if (summary.interrupted) return kInterrupted;
  return summary.complete + summary.pruned == 0 && summary.failed > 0 ? kAllFailed : kSuccess;
}

std::string how_it_ended(const RunSummary& summary) {
  return summary.stopped_because +
         (summary.left_to_others ? "; other processes finish what they have begun" : "");
}

/// How the study began: of one that is there its context has told it, a new one begins warm.
Result<void> add_beginning(const OpenedStore& opened, const Scenario& scenario, Study& study,
                           nlohmann::json& context) {
  if (opened.context.is_null()) return start_warm(scenario, study, context);
  for (const char* member : {kImported, kWarmStart, kReuse}) {
    if (opened.context.contains(member)) context[member] = opened.context.at(member);
  }
  return {};
}

/// Null where every trial is to be run. `context` tells the folder, for those who resume the study.
Result<std::unique_ptr<TrialCache>> open_cache(const TuneOptions& options,
                                               nlohmann::json& context) {
  if (!options.reuse.empty()) {
    context[kReuse] = std::filesystem::absolute(options.reuse).lexically_normal().string();
  }
  if (!context.contains(kReuse)) return nullptr;
  return TrialCache::open(context.at(kReuse).get<std::string>());
}

Result<int> run(const TuneOptions& options, const Scenario& scenario) {
  const std::atomic<bool>& interrupted = watch_interrupts();
  const energy::SteadyClock clock;
  const auto power_limit =
      hold_power_limit(scenario, options.join ? std::max(2, options.jobs) : options.jobs);
  if (!power_limit) return tl::unexpected<Error>(power_limit.error());
  const auto study = build(scenario, options.jobs);
  if (!study) return tl::unexpected<Error>(study.error());
  const auto meter = start_meter(scenario, clock);
  if (!meter) return tl::unexpected<Error>(meter.error());
  const auto folder = choose_folder(options, (*study)->name);
  if (!folder) return tl::unexpected<Error>(folder.error());
  const auto opened = open_store(options, *folder, scenario, **study);
  if (!opened) return tl::unexpected<Error>(opened.error());
  Store& store = *opened->store;

  RunOptions run_options;
  run_options.jobs = options.jobs;
  run_options.with_others = options.join;
  run_options.artifact_directory = folder->artifacts();
  run_options.output_directory = folder->output();
  run_options.checkpoint_directory = folder->checkpoints();
  run_options.cancel = &interrupted;
  run_options.context = describe_context(scenario, **study, *meter, options.jobs);
  if (auto ready = add_beginning(*opened, scenario, **study, run_options.context); !ready) {
    return tl::unexpected<Error>(ready.error());
  }
  const auto cache = open_cache(options, run_options.context);
  if (!cache) return tl::unexpected<Error>(cache.error());
  run_options.cache = cache->get();
  const auto view =
      make_progress_view({options.quiet, options.json}, **study, run_options, *meter, clock);
  const Surroundings surroundings{store, *meter->metering, clock, *view, power_limit->get()};
  const auto summary = run_study(**study, surroundings, run_options);
  view->end(summary ? how_it_ended(*summary) : "");
  if (!summary) return tl::unexpected<Error>(summary.error());
  if (summary->left_to_others) return exit_code(*summary);  // the last of them writes the results
  const auto record = write_results(*folder, store);
  if (!record) return tl::unexpected<Error>(record.error());
  view->results(*record, folder->root);
  if (const auto restored = restore(*power_limit); !restored) return report_error(restored.error());
  return exit_code(*summary);
}

}  // namespace

int tune(const TuneOptions& options) {
  const auto scenario = load_scenario(options.scenario, tune_overrides(options));
  if (!scenario) return report_faults(options.scenario.string(), scenario.error());
  return tune(options, *scenario);
}

int tune(const TuneOptions& options, const Scenario& scenario) {
  const Result<int> code = run(options, scenario);
  return code ? *code : report_error(code.error());
}

}  // namespace wattle::search

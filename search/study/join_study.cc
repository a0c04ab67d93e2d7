// SPDX-License-Identifier: MIT
#include "search/study/join_study.h"

#include <algorithm>
#include <string>
#include <vector>

#include "search/strategy/gain_stop.h"
#include "search/study/artifacts.h"
#include "search/study/counting.h"

namespace wattle::search {
namespace {

/// Trials that can go on from their checkpoints: they have not ended, and what they used up to
/// there is known, by the meter that counts now; joules of one meter are not added to another's.
std::vector<int> resumable(const StudyRecord& joined, const std::string& meter_before,
                           const RunOptions& options) {
  std::vector<int> numbers;
  if (meter_before != meter_name(options.context)) return numbers;
  for (const Trial& trial : joined.trials) {
    if (!is_ended(trial.state) && !trial.steps.empty()) numbers.push_back(trial.number);
  }
  return numbers;
}

/// The stored study; created when there is none.
Result<StudyRecord> find_or_create(const Study& study, Store& store, const RunOptions& options) {
  Result<StudyRecord> stored = store.load();
  if (stored || stored.error().code != ErrorCode::kNotFound) return stored;
  const auto created = store.create(new_record(study, options));
  const bool was_second = !created && created.error().code == ErrorCode::kInvalidArgument;
  if (!created && !(was_second && options.with_others)) {
    return tl::unexpected<Error>(created.error());
  }
  return store.load();
}

/// Joules that two meters count cannot be compared within one study.
Result<void> check_same_meter(const StudyRecord& record, const nlohmann::json& context) {
  for (const Session& session : record.sessions) {
    if (!session.live || meter_name(session.context) == meter_name(context)) continue;
    return fail(ErrorCode::kInvalidArgument,
                session.worker + " works on this study with meter " + meter_name(session.context) +
                    ", this process would with " + meter_name(context) +
                    ": their joules cannot be compared",
                "choose the same meter, with --set energy.meter=" + meter_name(session.context));
  }
  return {};
}

bool is_alone(const StudyRecord& joined) {
  const auto live = [](const Session& session) { return session.live; };
  return std::none_of(joined.sessions.begin(), joined.sessions.end(), live);
}

/// What one does is what the others do, but for how much of it.
Result<void> check_same_work(const StudyRecord& joined, nlohmann::json scenario) {
  nlohmann::json theirs = joined.scenario;
  for (const char* member : {"budget", "capacity", "description", "finalists", "stop"}) {
    theirs.erase(member);
    scenario.erase(member);
  }
  if (is_alone(joined) || theirs == scenario) return {};
  return fail(ErrorCode::kInvalidArgument, "others work on this study with another scenario",
              "join it with the scenario that it was begun with");
}

/// What the ended trials were recorded with: of those that were cut off and are replayed from their
/// start, nothing was spent.
energy::LedgerTotals replayed_ledger(const std::vector<Trial>& trials) {
  energy::LedgerTotals ledger;
  for (const Trial& trial : trials) {
    if (trial.measurement && !trial.origin) ledger.trials += trial.measurement->energy.joules;
  }
  ledger.total = ledger.trials;
  return ledger;
}

/// Until when the ended trials took; likewise.
Seconds replayed_until(const std::vector<Trial>& trials) {
  Seconds until;
  for (const Trial& trial : trials) {
    if (is_ended(trial.state)) until = std::max(until, trial.ended_at);
  }
  return until;
}

Joining joining_of(const Study& study, const StudyRecord& stored, const RunOptions& options) {
  Joining joining{study.scenario, options.context, options.with_others, std::nullopt, std::nullopt};
  if (study.objective->recorded_runs() != nullptr) {
    joining.spent = replayed_ledger(stored.trials);
    joining.elapsed = replayed_until(stored.trials);
  }
  return joining;
}

}  // namespace

StudyRecord new_record(const Study& study, const RunOptions& options) {
  StudyRecord record;
  record.name = study.name;
  record.scenario = study.scenario;
  record.context = options.context;
  record.strategy_state = study.strategy->state();
  record.trials = study.first_trials;
  return record;
}

Result<StudyRecord> join_study(Study& study, Store& store, const RunOptions& options) {
  const Result<StudyRecord> stored = find_or_create(study, store, options);
  if (!stored) return stored;
  if (const auto sound = restore_strategy(*study.strategy, stored->strategy_state); !sound) {
    return tl::unexpected<Error>(sound.error());
  }
  Result<StudyRecord> joined = store.join(joining_of(study, *stored, options));
  if (!joined) return joined;
  // Of the study as it is now: others may have begun it, or gone on with it, meanwhile.
  const auto fit =
      check_same_meter(*joined, options.context)
          .and_then([&] { return check_same_work(*joined, study.scenario); })
          .and_then([&] { return restore_strategy(*study.strategy, joined->strategy_state); });
  if (!fit) {
    (void)store.leave(joined->stopped_because);
    return tl::unexpected<Error>(fit.error());
  }
  if (is_alone(*joined)) {
    drop_artifacts_but(options.checkpoint_directory,
                       resumable(*joined, meter_name(stored->context), options));
  }
  return joined;
}

}  // namespace wattle::search

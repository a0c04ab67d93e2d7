// SPDX-License-Identifier: MIT
#include "search/exchange/write_record.h"

namespace wattle::search {
namespace {

/// A store takes a trial as it begins, step by step, and as it ends.
Result<void> write_trial(const Trial& trial, const StudyRecord& study, Store& store) {
  if (auto begun = store.begin_trial(trial, study.strategy_state); !begun) return begun;
  for (const Step& step : trial.steps) {
    auto added = store.add_step(trial.number, step, study.ledger, study.elapsed);
    if (!added) return added;
  }
  if (!is_ended(trial.state)) return {};
  return store.end_trial(trial, study.ledger, study.elapsed);
}

}  // namespace

Result<void> write_record(const StudyRecord& study, Store& store) {
  StudyRecord begun = study;
  begun.trials.clear();
  begun.finalists.clear();
  if (auto created = store.create(begun); !created) return created;
  for (const Trial& trial : study.trials) {
    if (auto written = write_trial(trial, study, store); !written) return written;
  }
  for (const Finalist& finalist : study.finalists) {
    if (auto added = store.add_finalist(finalist); !added) return added;
  }
  return {};
}

}  // namespace wattle::search

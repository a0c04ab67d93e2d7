// SPDX-License-Identifier: MIT
// A study whose trials run where its caller says.
#pragma once

#include "search/study/study.h"
#include "search/study/trial_workers.h"

namespace wattle::search {

/// Runs a study as `run_study` does, by workers of the caller's own, of whom at most `jobs` have a
/// trial at once. Its objective is not evaluated, so it measures no finalists: `study.finalists`
/// is 0.
Result<RunSummary> run_study_with(TrialWorkers& workers, Study& study, Surroundings surroundings,
                                  const RunOptions& options);

}  // namespace wattle::search

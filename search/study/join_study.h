// SPDX-License-Identifier: MIT
// How a run of a study begins: with what the store holds of it.
#pragma once

#include "search/study/study.h"

namespace wattle::search {

/// What a store holds of a study that is begun, before its first suggestion.
StudyRecord new_record(const Study& study, const RunOptions& options);

/// Makes this process one of those that work on the study, which is created when the store holds
/// none; the strategy is then as it was after the last suggestion. Checkpoints that nobody can go
/// on from are removed. kInvalidArgument when another process counts joules by another meter,
/// kLocked when somebody works on it and the options do not allow that; else fails as the store
/// does.
Result<StudyRecord> join_study(Study& study, Store& store, const RunOptions& options);

}  // namespace wattle::search

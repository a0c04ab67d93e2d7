// SPDX-License-Identifier: MIT
// A whole study as lines of JSON: what `wattle export` writes and `wattle import` reads. docs/
// moving.md describes the format line by line.
#pragma once

#include <filesystem>
#include <string>

#include "search/space/fault.h"
#include "search/store/store.h"

namespace wattle::search {

/// One line of the study, then one a trial and one a finalist, each with everything the record
/// holds of it: `read_study_lines` gives the same record again, of which the lines are the same
/// byte for byte.
std::string study_lines(const StudyRecord& study);

/// Faults name the line: what is no JSON, what a line lacks or holds wrongly, trials that are
/// missing or no points of the study's space, a scenario that is not valid, a newer format.
/// `folder` is where relative names in the scenario start; a table that is not there is none of the
/// faults, since a study can be looked at without it. Cost: linear in the text.
Validated<StudyRecord> read_study_lines(const std::string& text,
                                        const std::filesystem::path& folder);

}  // namespace wattle::search

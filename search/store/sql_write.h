// SPDX-License-Identifier: MIT
// Rows of the tables of a study. All throw what SOCI throws.
#pragma once

#include <soci/soci.h>

#include "search/store/store.h"

namespace wattle::search {

/// The study's own row, of revision 0.
void insert_study(soci::session& session, int study, const StudyRecord& record);
/// Of the study's present revision. `worker` is the session that it belongs to; 0: nobody's.
void insert_trial(soci::session& session, int study, int worker, const Trial& trial);
/// What is known of a trial once it has ended. False when it is not that session's, or not running
/// any more.
bool update_ended_trial(soci::session& session, int study, int worker, const Trial& trial);
/// In place of one of that number.
void put_step(soci::session& session, int study, int trial, const Step& step);
/// After those that are there.
void insert_finalist(soci::session& session, int study, const Finalist& finalist);
/// False when that trial is no finalist.
bool update_layers(soci::session& session, int study, int trial, const LayerEnergy& layers);

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// What all stores do with the sessions of a study.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "search/store/store.h"

namespace wattle::search {

/// One that begins when the study's clock shows `joined`.
Session new_session(int id, const nlohmann::json& context, Seconds joined);

/// What a study has cost before it is created in a store, as a session that is over; nullopt: it
/// has cost nothing.
std::optional<Session> earlier_session(const StudyRecord& study);

/// The study's ledger and elapsed time, from its sessions.
void add_up_sessions(StudyRecord& study);

/// Nobody runs them any more.
void let_running_wait(std::vector<Trial>& trials);

}  // namespace wattle::search

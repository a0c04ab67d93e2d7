// SPDX-License-Identifier: MIT
// One process's part in a study, and what all of them have spent together.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "energy/ledger.h"

namespace wattle::search {

/// From joining a study to leaving it, or to the process's death.
struct Session {
  int id = 0;                   ///< from 1, in the order of joining
  std::string worker;           ///< for people: "process 4711 on heron"
  std::string machine;          ///< tells machines apart
  bool ended = false;           ///< it has said so, or was found dead by another
  bool live = false;            ///< when it was read: still at work, as far as can be known
  nlohmann::json context;       ///< machine, versions, meter, jobs
  energy::LedgerTotals ledger;  ///< what it has metered
  Seconds joined;               ///< what the study's clock showed when it joined
  Seconds elapsed;              ///< what it showed when it last wrote
};

/// What trials and search have used is each session's own. The rest of a machine's joules, its idle
/// power and other programs, is seen by each session on it: of sessions side by side on one machine
/// the later one's total counts only for the time that the earlier ones have not covered, as if its
/// power had been even. Exact when no two overlap.
energy::LedgerTotals combined_ledger(const std::vector<Session>& sessions);
/// Of the others' and one's own.
energy::LedgerTotals combined_ledger(const std::vector<Session>& others, const Session& own);

}  // namespace wattle::search

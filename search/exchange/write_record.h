// SPDX-License-Identifier: MIT
// A study that is known whole, put into a store.
#pragma once

#include "energy/error.h"
#include "search/store/store.h"

namespace wattle::search {

/// Creates the study in an empty store and adds its trials and finalists, one call of the store
/// each and one a step: what `store.load()` then gives is `study`. Fails as the store does; what
/// has been written up to there stays.
Result<void> write_record(const StudyRecord& study, Store& store);

}  // namespace wattle::search

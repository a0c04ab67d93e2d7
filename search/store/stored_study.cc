// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "search/store/store.h"

namespace wattle::search {

StoredStudy stored_study(StudyRecord record) {
  const bool running = std::any_of(record.sessions.begin(), record.sessions.end(),
                                   [](const Session& session) { return session.live; });
  return {std::move(record), running};
}

}  // namespace wattle::search

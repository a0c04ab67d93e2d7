// SPDX-License-Identifier: MIT
// What of a profile passes through the trainer's door, as JSON: for a trainer in another process.
#pragma once

#include <nlohmann/json.hpp>

#include "trainer/trainer.h"

namespace wattle::search {

/// Without `cancelled`, which is a message of its own.
nlohmann::json to_json(const trainer::ProfileRequest& request);
nlohmann::json to_json(const trainer::ModelProfile& profile);

// They throw nlohmann's exceptions on what the functions above did not write.
trainer::ProfileRequest profile_request_from_json(const nlohmann::json& message);
trainer::ModelProfile profile_from_json(const nlohmann::json& message);

}  // namespace wattle::search

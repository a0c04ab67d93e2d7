// SPDX-License-Identifier: MIT
// What passes through the trainer's door, as JSON: for a trainer in another process.
#pragma once

#include <nlohmann/json.hpp>

#include "energy/error.h"
#include "trainer/trainer.h"

namespace wattle::search {

/// Numbers as their 64 bits, so that all of them arrive as they were, also those that are not
/// finite.
nlohmann::json exact_to_json(const trainer::Metrics& metrics);
trainer::Metrics exact_metrics_from_json(const nlohmann::json& message);

nlohmann::json to_json(const trainer::TrainingRequest& request);
nlohmann::json to_json(const trainer::TrainingResult& result);
nlohmann::json to_json(const trainer::ModelSummary& summary);
nlohmann::json to_json(const Error& error);

// They throw nlohmann's exceptions on what the functions above did not write.
trainer::TrainingRequest request_from_json(const nlohmann::json& message);
trainer::TrainingResult result_from_json(const nlohmann::json& message);
trainer::ModelSummary summary_from_json(const nlohmann::json& message);
Error error_from_json(const nlohmann::json& message);

}  // namespace wattle::search

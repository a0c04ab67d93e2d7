// SPDX-License-Identifier: MIT
// The table of fields: every member that a scenario may have. Read it top to bottom in
// scenario_fields.cc (the whole), objective_fields.cc, command_fields.cc, isolation_fields.cc,
// resource_fields.cc, finalists_fields.cc, data_fields.cc, model_fields.cc, layer_fields.cc,
// training_fields.cc, space_fields.cc, goal_fields.cc, strategy_fields.cc and pruner_fields.cc.
#pragma once

#include <string_view>

#include "search/scenario/field.h"

namespace wattle::search {

/// The whole scenario.
const Field& scenario_fields();

/// The same for a search that somebody else runs the trials of: only `space` and `goal` must be
/// there, and a metric may have any name.
const Field& ask_tell_fields();

/// Whether a study can have the name, which becomes one of files and folders: lower-case letters,
/// digits, "_" and "-", at most 64.
bool is_study_name(std::string_view name);

// Its larger members.
Field objective_field();
Field data_field();
Field model_field();
/// The `layers` of a network that a person draws.
Field layers_field();
Field training_field();
Field isolate_field();
Field isolation_field();
/// The `limits` of an objective that runs trials.
Field limits_field();
Field retries_field();
Field finalists_field();
Field capacity_field();
Field trial_threads_field();
Field trial_memory_field();
Field trial_gpus_field();
Field space_field();
Field forbid_field();
Field points_field();
Field goal_field();
Section strategy_section();
Section pruner_section();
/// A kind of objective that has a file of its own.
Kind command_kind();
/// What a comparison in a condition may say: {"above": 2, "at_most": 5}.
Field comparison_field();

/// Metrics that a goal may name for an objective of checked form.
std::vector<std::string> metrics_of(const nlohmann::json& objective);

}  // namespace wattle::search

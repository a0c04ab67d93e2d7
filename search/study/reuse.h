// SPDX-License-Identifier: MIT
// Taking the result of an identical trial instead of running it again.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "search/store/trial_cache.h"
#include "search/study/study.h"

namespace wattle::search {

/// Everything that decides what a trial comes to and what its joules mean: the objective's own
/// identity (parameters, data, code), seed, threads, GPUs and their limit, the version of Wattle,
/// and what counts the joules, as the study's `context` says. Likewise what may stop it: limits,
/// and a goal that ends a trial which is good enough. nullopt where the objective cannot tell, the
/// trial cannot be run, or a pruner decides by other trials how far it goes.
std::optional<nlohmann::json> trial_key(const Study& study, const nlohmann::json& context,
                                        const Trial& trial);

/// Whether the trial's result is that of its parameters alone: it was complete after its last step,
/// at the first attempt. What stopped others early were the study's goal, pruner or limits.
bool is_worth_keeping(const Trial& ended);

}  // namespace wattle::search

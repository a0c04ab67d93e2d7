// SPDX-License-Identifier: MIT
// What only a program's `run` and metrics tell together.
#pragma once

#include <nlohmann/json.hpp>

#include "search/scenario/faults.h"

namespace wattle::search {

/// Checks an objective of kind `command` and of sound form: `run` is made of texts and numbers, and
/// its metrics have names that are theirs to use, each once.
Faults check_command(const nlohmann::json& objective);

}  // namespace wattle::search

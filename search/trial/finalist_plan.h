// SPDX-License-Identifier: MIT
// What a study does with its best trials at its end.
#pragma once

#include <nlohmann/json.hpp>

namespace wattle::search {

struct FinalistPlan {
  int count = 1;         ///< best trials that are measured again, alone
  bool profile = false;  ///< then measure what the layers of the winner's model cost

  /// Of a scenario's `finalists`, whose form has been validated: a number, or an object.
  static FinalistPlan from_json(const nlohmann::json& finalists);
};

}  // namespace wattle::search

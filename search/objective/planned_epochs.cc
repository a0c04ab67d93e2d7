// SPDX-License-Identifier: MIT
#include "search/objective/planned_epochs.h"

#include <limits>

#include "search/objective/expression.h"

namespace wattle::search {

std::optional<int> planned_epochs(const nlohmann::json& objective, const Parameters& parameters) {
  const Result<nlohmann::json> resolved = resolve(objective, parameters);
  if (!resolved) return std::nullopt;
  const auto epochs = nlohmann::json::json_pointer("/training/epochs");
  if (!resolved->contains(epochs) || !resolved->at(epochs).is_number_integer()) return std::nullopt;
  const nlohmann::json& count = resolved->at(epochs);
  const bool sound = count >= 1 && count <= std::numeric_limits<int>::max();
  return sound ? std::optional(count.get<int>()) : std::nullopt;
}

}  // namespace wattle::search

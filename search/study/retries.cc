// SPDX-License-Identifier: MIT
#include "search/study/retries.h"

#include <algorithm>

namespace wattle::search {

Retries Retries::from_json(const nlohmann::json& retries) {
  const nlohmann::json& when = retries.at("when");
  Retries result;
  result.attempts = retries.at("attempts").get<int>();
  result.when_died = std::ranges::count(when, "died") > 0;
  result.when_error = std::ranges::count(when, "error") > 0;
  return result;
}

bool Retries::allow(int attempt, const Error& error) const {
  if (attempt >= attempts) return false;
  return (error.code == ErrorCode::kIo && when_died) ||
         (error.code == ErrorCode::kInternal && when_error);
}

}  // namespace wattle::search

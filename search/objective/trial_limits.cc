// SPDX-License-Identifier: MIT
#include "search/objective/trial_limits.h"

#include <sstream>

namespace wattle::search {
namespace {

std::string in_megabytes(std::uint64_t bytes) {
  return short_number(static_cast<double>(bytes) / 1e6) + " MB";
}

}  // namespace

TrialLimits TrialLimits::from_json(const nlohmann::json& objective) {
  const nlohmann::json limits = objective.value("limits", nlohmann::json::object());
  TrialLimits result;
  if (limits.contains("seconds")) result.seconds = Seconds(limits.at("seconds").get<double>());
  if (limits.contains("joules")) result.joules = Joules(limits.at("joules").get<double>());
  if (limits.contains("memory_mb")) {
    result.memory_bytes = megabytes(limits.at("memory_mb").get<double>());
  }
  return result;
}

std::optional<std::string> TrialLimits::reached(Seconds spent_seconds, Joules spent_joules) const {
  if (seconds && spent_seconds >= *seconds) {
    return "ran for its limit of " + short_number(seconds->value) + " s";
  }
  if (joules && spent_joules >= *joules) {
    return "used its limit of " + short_number(joules->value) + " J";
  }
  return std::nullopt;
}

std::uint64_t megabytes(double count) { return static_cast<std::uint64_t>(count * 1e6); }

std::string short_number(double value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

std::string too_much_memory(std::uint64_t used, std::uint64_t limit) {
  return "took " + in_megabytes(used) + " of memory; its limit is " + in_megabytes(limit);
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/strategy/trust_region.h"

#include <algorithm>
#include <optional>

namespace wattle::search {
namespace {

bool is_number_list(const nlohmann::json& json) {
  return json.is_array() && std::all_of(json.begin(), json.end(), [](const nlohmann::json& number) {
           return number.is_number_integer();
         });
}

}  // namespace

void TrustRegion::settle(const History& history, const Goal& goal) {
  std::vector<Expected> open;
  for (const Expected& expected : expected_) {
    const Trial* const trial = find_trial(history, expected.number);
    const Trial* const centre = find_trial(history, expected.centre);
    if (trial == nullptr || centre == nullptr) continue;  // of another history
    if (!is_ended(trial->state)) {
      open.push_back(expected);
      continue;
    }
    radius_ *= goal.better(*trial, *centre) ? options_.growth : options_.shrinkage;
    radius_ = std::min(radius_, options_.largest_radius);
  }
  expected_ = std::move(open);
}

int TrustRegion::centre(const std::vector<int>& ranked, const Distance& distance) {
  const auto first_elsewhere = [&]() -> std::optional<int> {
    for (const int number : ranked) {
      const bool near = std::any_of(used_up_.begin(), used_up_.end(), [&](int used_up) {
        return distance(number, used_up) < options_.separation;
      });
      if (!near) return number;
    }
    return std::nullopt;
  };
  std::optional<int> result = first_elsewhere();
  if (result && radius_ < options_.smallest_radius) {
    used_up_.push_back(*result);
    radius_ = options_.largest_radius;
    result = first_elsewhere();
  }
  if (result) return *result;
  used_up_.clear();
  radius_ = options_.largest_radius;
  return ranked.front();
}

void TrustRegion::expect(int number, int centre) {
  std::erase_if(expected_, [&](const Expected& e) { return e.number == number; });
  expected_.push_back({number, centre});
}

nlohmann::json TrustRegion::state() const {
  nlohmann::json expected = nlohmann::json::array();
  for (const auto& [number, centre] : expected_) expected.push_back({number, centre});
  return {{"radius", radius_}, {"expected", std::move(expected)}, {"used_up", used_up_}};
}

bool TrustRegion::restore(const nlohmann::json& state) {
  if (!state.is_object() || state.size() != 3 || !state.contains("radius") ||
      !state.contains("expected") || !state.contains("used_up")) {
    return false;
  }
  const nlohmann::json& radius = state["radius"];
  const nlohmann::json& expected = state["expected"];
  if (!radius.is_number() || !(radius.get<double>() > 0.0) || !is_number_list(state["used_up"]) ||
      !expected.is_array()) {
    return false;
  }
  std::vector<Expected> open;
  for (const nlohmann::json& pair : expected) {
    if (!is_number_list(pair) || pair.size() != 2) return false;
    open.push_back({pair[0].get<int>(), pair[1].get<int>()});
  }
  radius_ = radius.get<double>();
  expected_ = std::move(open);
  used_up_ = state["used_up"].get<std::vector<int>>();
  return true;
}

}  // namespace wattle::search

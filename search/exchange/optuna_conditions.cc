// SPDX-License-Identifier: MIT
#include <algorithm>
#include <optional>

#include "search/exchange/optuna_space.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// A parameter with more values than this tells nothing: any value may stand for anything.
constexpr std::size_t kMostValues = 64;

/// What another parameter's values are where a parameter is there, and where it is not.
struct Contrast {
  std::vector<json> present;
  std::vector<json> absent;

  static void add(std::vector<json>& values, const json& value) {
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  }
};

/// nullopt when `other` cannot decide on `parameter`.
std::optional<Contrast> contrast(const std::string& parameter, const std::string& other,
                                 const std::vector<OptunaPoint>& points) {
  Contrast values;
  for (const OptunaPoint& point : points) {
    const bool present = point.count(parameter) > 0;
    const auto found = point.find(other);
    if (found == point.end() && present) return std::nullopt;
    if (found == point.end()) continue;
    if (found->second.is_number_float()) return std::nullopt;
    Contrast::add(present ? values.present : values.absent, found->second);
    if (values.present.size() + values.absent.size() > kMostValues) return std::nullopt;
  }
  const bool told = std::none_of(values.present.begin(), values.present.end(), [&](const json& a) {
    return std::find(values.absent.begin(), values.absent.end(), a) != values.absent.end();
  });
  if (!told || values.absent.empty()) return std::nullopt;
  return values;
}

json comparison(Contrast values) {
  const auto integers = [](const std::vector<json>& list) {
    return std::all_of(list.begin(), list.end(),
                       [](const json& value) { return value.is_number_integer(); });
  };
  std::sort(values.present.begin(), values.present.end());
  std::sort(values.absent.begin(), values.absent.end());
  if (integers(values.present) && integers(values.absent)) {
    if (values.absent.back() < values.present.front()) {
      return {{"at_least", values.present.front()}};
    }
    if (values.absent.front() > values.present.back()) return {{"at_most", values.present.back()}};
  }
  if (values.present.size() == 1) return {{"is", values.present.front()}};
  return {{"in", values.present}};
}

}  // namespace

json condition_of(const std::string& parameter, const std::vector<OptunaPoint>& points,
                  const std::map<std::string, std::string>& names) {
  std::optional<Contrast> best;
  std::string decides;
  for (const auto& [other, name] : names) {
    if (other == parameter) continue;
    auto found = contrast(parameter, other, points);
    if (!found) continue;
    const auto size = [](const Contrast& values) {
      return values.present.size() + values.absent.size();
    };
    if (best && size(*best) <= size(*found)) continue;
    best = std::move(found);
    decides = name;
  }
  if (!best) return nullptr;
  return {{decides, comparison(std::move(*best))}};
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/objective/command_result.h"

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>

#include "energy/text/number.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using Read = Result<std::optional<CommandResult>>;

constexpr int kMostSteps = std::numeric_limits<int>::max();

tl::unexpected<Error> wrong(std::string what) { return fail(ErrorCode::kCorrupt, std::move(what)); }

/// Puts NaN and the infinities, where they stand as values, into quotes.
std::string with_quoted_names(std::string_view text) {
  constexpr std::array<std::string_view, 3> kNames{"NaN", "-Infinity", "Infinity"};
  std::string result;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    const auto name = std::ranges::find_if(kNames, [&](auto n) { return rest.starts_with(n); });
    if (!in_string && name != kNames.end()) {
      result.append("\"").append(*name).append("\"");
      i += name->size() - 1;
      continue;
    }
    if (text[i] == '"') in_string = !in_string;
    if (in_string && text[i] == '\\' && i + 1 < text.size()) result += text[i++];
    result += text[i];
  }
  return result;
}

std::optional<double> number_from(const json& value) {
  using Limits = std::numeric_limits<double>;
  if (value.is_number()) return value.get<double>();
  if (value.is_null() || value == "NaN") return Limits::quiet_NaN();
  if (value == "Infinity") return Limits::infinity();
  if (value == "-Infinity") return -Limits::infinity();
  return std::nullopt;
}

Read from_object(const json& object, const std::vector<std::string>& metrics) {
  CommandResult result;
  for (const std::string& name : metrics) {
    const auto member = object.find(name);
    if (member == object.end()) continue;
    const std::optional<double> number = number_from(*member);
    if (!number) return wrong(name + " is no number: " + member->dump());
    result.metrics[name] = *number;
  }
  if (const auto why = object.find("infeasible"); why != object.end()) {
    if (!why->is_string()) return wrong("infeasible is no text: " + why->dump());
    result.infeasible = why->get<std::string>();
  }
  if (const auto step = object.find("step"); step != object.end()) {
    const bool sound = step->is_number_integer() && *step >= 1 && *step <= kMostSteps;
    if (!sound) return wrong("step is no integer from 1 on: " + step->dump());
    result.step = step->get<int>();
  }
  return result;
}

bool names_any(const json& object, const std::vector<std::string>& metrics) {
  return object.contains("infeasible") ||
         std::ranges::any_of(metrics, [&](const auto& name) { return object.contains(name); });
}

bool names_any(std::string_view text, char quote, const std::vector<std::string>& metrics) {
  return std::ranges::any_of(metrics, [&](const std::string& name) {
    return text.find(quote + name + quote) != std::string_view::npos;
  });
}

bool is_meant(std::string_view text, const std::vector<std::string>& metrics) {
  return text.starts_with("{\"") || (text.starts_with("{'") && names_any(text, '\'', metrics));
}

}  // namespace

Read read_result(std::string_view line, ResultChannel channel,
                 const std::vector<std::string>& metrics) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  const std::string_view text = without_blanks(line);
  const bool only_results = channel == ResultChannel::kDescriptor;
  if (text.empty() || (!only_results && !text.starts_with('{'))) return std::nullopt;
  const json object = json::parse(with_quoted_names(text), nullptr, false);
  if (object.is_discarded()) {
    if (!only_results && !is_meant(text, metrics)) return std::nullopt;
    return wrong(text.starts_with("{'") ? "is a Python dict and no JSON; json.dumps writes it"
                                        : "is no JSON");
  }
  if (!object.is_object()) return wrong("is no JSON object");
  if (!names_any(object, metrics)) {
    if (!only_results) return std::nullopt;
    return wrong("names none of the metrics");
  }
  return from_object(object, metrics);
}

Read read_cut_line(std::string_view beginning, ResultChannel channel,
                   const std::vector<std::string>& metrics) {
  const bool meant = without_blanks(beginning).starts_with('{') &&
                     (names_any(beginning, '"', metrics) || names_any(beginning, '\'', metrics));
  if (channel == ResultChannel::kOutput && !meant) return std::nullopt;
  return wrong("is longer than " + std::to_string(beginning.size()) + " bytes");
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "energy/reading.h"

#include <array>
#include <utility>

namespace wattle::energy {
namespace {

constexpr std::array<std::pair<Source, std::string_view>, 6> kSourceNames{{
    {Source::kCounter, "counter"},
    {Source::kSampled, "sampled"},
    {Source::kEstimated, "estimated"},
    {Source::kReplayed, "replayed"},
    {Source::kReported, "reported"},
    {Source::kUnknown, "unknown"},
}};

}  // namespace

std::string_view to_string(Source source) {
  for (const auto& [known, name] : kSourceNames) {
    if (known == source) return name;
  }
  return "unknown";
}

std::optional<Source> source_from_string(std::string_view name) {
  for (const auto& [source, known] : kSourceNames) {
    if (known == name) return source;
  }
  return std::nullopt;
}

}  // namespace wattle::energy

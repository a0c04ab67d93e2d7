// SPDX-License-Identifier: MIT
// A number to know a space again by.
#include <cstdint>
#include <string_view>

#include "search/space/fnv1a.h"
#include "search/space/json_place.h"
#include "search/space/search_space.h"

namespace wattle::search {
namespace {

/// The 64-bit FNV-1a hash of texts, mixed at the end of each so that "ab" "c" is not "a" "bc".
class Digest {
 public:
  void add(std::string_view text) { hash_ = mix_seed(fnv1a(text, hash_), text.size()); }
  void add(const nlohmann::json& json) { add(std::string_view(json_text(json))); }
  std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_ = kFnv1aStart;
};

}  // namespace

std::uint64_t SearchSpace::fingerprint() const {
  Digest digest;
  for (const Parameter& parameter : parameters_) {
    const nlohmann::json when = parameter.when ? parameter.when->json() : nlohmann::json();
    digest.add(nlohmann::json::array(
        {parameter.name, static_cast<int>(parameter.kind), parameter.low, parameter.high,
         static_cast<int>(parameter.scale), parameter.step.value_or(0.0), parameter.values,
         parameter.levels.value_or(0), when}));
  }
  for (const Condition& clause : forbid_) digest.add(clause.json());
  if (const std::vector<Parameters>* listed = rows()) {
    digest.add(std::string_view("rows"));
    for (const Parameters& row : *listed) digest.add(row.json());
  }
  return digest.value();
}

}  // namespace wattle::search

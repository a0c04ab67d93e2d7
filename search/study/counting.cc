// SPDX-License-Identifier: MIT
#include "search/study/counting.h"

namespace wattle::search {
namespace {

using nlohmann::json;

json member(const json& context, const char* pointer) {
  const json::json_pointer place(pointer);
  return context.is_object() && context.contains(place) ? context.at(place) : json();
}

}  // namespace

std::string meter_name(const json& context) {
  const json name = member(context, "/meter/name");
  return name.is_string() ? name.get<std::string>() : std::string();
}

json counted_by(const json& context) {
  return {{"meter", meter_name(context)},
          {"coverage", member(context, "/coverage")},
          {"processor", member(context, "/machine/processor")}};
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// One call of the API, and what all answers to calls are made with.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "search/service/api.h"

namespace wattle::search {

/// One request with its route.
struct Api::Call {
  const ApiRequest* request = nullptr;
  const Route* route = nullptr;
  std::map<std::string, std::string> names;  ///< of the path: {"study": "mnist"}
  nlohmann::json body;                       ///< of a route that takes one

  const std::string& study() const { return names.at("study"); }
};

struct Api::Route {
  const char* method;
  const char* path;          ///< "/v1/studies/{study}"
  std::optional<Role> role;  ///< nullopt: anybody
  bool takes_body;
  Api::Answered (Api::*answer)(const Call& call);
};

ApiAnswer json_answer(const nlohmann::json& body, int status = 200);
ApiAnswer text_answer(std::string text, std::string content_type);

/// nullopt for what is none, or too large.
std::optional<int> whole_number(std::string_view text);

/// A number of the query. 422 when it is none between `low` and `high`.
Served<int> query_number(const ApiRequest& request, const std::string& name, int fallback, int low,
                         int high);

/// The value, or the problem of what was read.
template <class T>
Served<T> served(Validated<T> read) {
  if (read) return std::move(*read);
  return tl::unexpected(problem_of(std::move(read.error())));
}
template <class T>
Served<T> served(Answer<T> answer) {
  if (answer) return std::move(*answer);
  return tl::unexpected(problem_of(answer.error()));
}

}  // namespace wattle::search

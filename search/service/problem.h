// SPDX-License-Identifier: MIT
// What the service answers when it does not do what it was asked for [RFC9457].
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "energy/error.h"
#include "search/space/fault.h"
#include "search/study/refusal.h"

namespace wattle::search {

struct Problem {
  int status = 500;           ///< of HTTP
  std::string code;           ///< for programs: "lease_lost"; docs/openapi.json lists them
  std::string detail;         ///< one sentence
  std::string hint;           ///< what a person can do about it; may be empty
  std::vector<Fault> faults;  ///< of what was sent
};

/// The result, or why there is none.
template <class T>
using Served = tl::expected<T, Problem>;

/// The one table from what went wrong to a status.
Problem problem_of(const Error& error);
Problem problem_of(const Refusal& refusal);
/// 422: what was sent has another form than it should.
Problem problem_of(std::vector<Fault> faults);

inline tl::unexpected<Problem> problem(int status, std::string code, std::string detail,
                                       std::string hint = {}) {
  return tl::unexpected<Problem>(
      Problem{status, std::move(code), std::move(detail), std::move(hint), {}});
}

/// {"type", "title", "status", "code", "detail"}, and of the first fault "pointer", "value",
/// "expected" and "nearest" as far as there are any; "hint"; "also": further faults, at most
/// kFaultsTold in all.
nlohmann::json problem_json(const Problem& problem);
inline constexpr std::size_t kFaultsTold = 20;

}  // namespace wattle::search

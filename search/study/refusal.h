// SPDX-License-Identifier: MIT
// Why an outside program's question or news was not taken.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "search/space/fault.h"

namespace wattle::search {

/// What was wrong with a call of AskTell. Nothing has changed by it.
struct Refusal {
  enum class Reason {
    kInvalid,         ///< a number out of its range, or of the wrong form
    kUnknownId,       ///< no trial has this id
    kToldAlready,     ///< the trial has ended, and with another result
    kOutsideSpace,    ///< the parameters are no point of the space
    kMissingMetric,   ///< the goal cannot be judged without it
    kMissingJoules,   ///< likewise
    kBadState,        ///< no state, or one of another search
    kStrategyFailed,  ///< the strategy could not suggest; asking again will not help
    kLeaseLost,       ///< of a trial that was leased: it is somebody else's, or over
    kNotRecorded,     ///< the store failed; it can be said again when the study goes on
  };
  Reason reason = Reason::kInvalid;
  std::string message;  ///< one sentence
  /// Each with its place in what was passed in ("/metrics/value"), what stands there and what was
  /// expected. Empty for kStrategyFailed.
  std::vector<Fault> faults;
};

/// "unknown_id"
std::string_view to_string(Refusal::Reason reason);
/// The message and every fault, a line each.
std::string to_text(const Refusal& refusal);

/// The result, or why there is none.
template <class T>
using Answer = tl::expected<T, Refusal>;

inline tl::unexpected<Refusal> refuse(Refusal::Reason reason, std::string message,
                                      std::vector<Fault> faults = {}) {
  return tl::unexpected<Refusal>(Refusal{reason, std::move(message), std::move(faults)});
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/study/refusal.h"

#include "search/scenario/scenario.h"

namespace wattle::search {

std::string_view to_string(Refusal::Reason reason) {
  switch (reason) {
    case Refusal::Reason::kInvalid:
      return "invalid";
    case Refusal::Reason::kUnknownId:
      return "unknown_id";
    case Refusal::Reason::kToldAlready:
      return "told_already";
    case Refusal::Reason::kOutsideSpace:
      return "outside_space";
    case Refusal::Reason::kMissingMetric:
      return "missing_metric";
    case Refusal::Reason::kMissingJoules:
      return "missing_joules";
    case Refusal::Reason::kBadState:
      return "bad_state";
    case Refusal::Reason::kStrategyFailed:
      return "strategy_failed";
    case Refusal::Reason::kLeaseLost:
      return "lease_lost";
    case Refusal::Reason::kNotRecorded:
      return "not_recorded";
  }
  return "unknown";
}

std::string to_text(const Refusal& refusal) {
  std::string text = refusal.message;
  for (const Fault& fault : refusal.faults) text += "\n" + to_text(fault);
  return text;
}

}  // namespace wattle::search

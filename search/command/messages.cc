// SPDX-License-Identifier: MIT
#include "search/command/messages.h"

#include "search/command/exit_code.h"
#include "search/scenario/scenario.h"

namespace wattle::search {

int report_error(const Error& error, std::ostream& out) {
  out << "wattle: " << error.message << "\n";
  if (!error.hint.empty()) out << "  " << error.hint << "\n";
  switch (error.code) {
    case ErrorCode::kInvalidArgument:
      return kInvalid;
    case ErrorCode::kCancelled:
      return kInterrupted;
    default:
      return kError;
  }
}

int report_faults(const std::string& what, const std::vector<Fault>& faults, std::ostream& out) {
  out << "wattle: " << what << ": " << faults.size() << (faults.size() == 1 ? " fault" : " faults")
      << "; nothing was started\n";
  for (const Fault& fault : faults) out << "  " << to_text(fault) << "\n";
  return kInvalid;
}

}  // namespace wattle::search

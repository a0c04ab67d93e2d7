// SPDX-License-Identifier: MIT
#include "search/scenario/faults.h"
#include "search/scenario/scenario.h"

namespace wattle::search {

std::string in_words(const Fault& fault, const std::string& whole) {
  const std::string place = fault.pointer.empty() ? whole : fault.pointer;
  const std::string value = fault.value.empty() ? "missing" : fault.value;
  return place + ": " + value + " - expected " + fault.expected;
}

std::string to_text(const Fault& fault) {
  const std::string place = fault.pointer.empty() ? "" : fault.pointer + ": ";
  const std::string value = fault.value.empty() ? "missing" : fault.value;
  std::string text = place + value + " - expected " + fault.expected;
  if (!fault.nearest.empty()) text += "\n  did you mean " + fault.nearest + "?";
  return text;
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/objective/trial_limits.h"

#include <sstream>

namespace wattle::search {
namespace {

std::string in_megabytes(std::uint64_t bytes) {
  return short_number(static_cast<double>(bytes) / 1e6) + " MB";
}

}  // namespace

std::uint64_t megabytes(double count) { return static_cast<std::uint64_t>(count * 1e6); }

std::string short_number(double value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

std::string too_much_memory(std::uint64_t used, std::uint64_t limit) {
  return "took " + in_megabytes(used) + " of memory; its limit is " + in_megabytes(limit);
}

}  // namespace wattle::search

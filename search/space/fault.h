// SPDX-License-Identifier: MIT
// One thing that is wrong in what a person wrote.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace wattle::search {

struct Fault {
  std::string pointer;   ///< JSON pointer of the place: "/space/width/low"
  std::string value;     ///< what stands there, as JSON; empty when the member is missing
  std::string expected;  ///< what should stand there, in words
  std::string nearest;   ///< the valid name closest to what was written; empty when none is close
};

/// The value, or every fault that was found (never an empty list).
template <class T>
using Validated = tl::expected<T, std::vector<Fault>>;

}  // namespace wattle::search

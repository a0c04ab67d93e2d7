// SPDX-License-Identifier: MIT
// How the command speaks of errors: on standard error, what happened and what can be done.
#pragma once

#include <iostream>
#include <string>
#include <vector>

#include "energy/error.h"
#include "search/space/fault.h"

namespace wattle::search {

/// "wattle: ...", and the hint on a line of its own. Returns the exit code that fits.
int report_error(const Error& error, std::ostream& out = std::cerr);

/// Every fault, with a count. Returns kInvalid.
int report_faults(const std::string& what, const std::vector<Fault>& faults,
                  std::ostream& out = std::cerr);

}  // namespace wattle::search

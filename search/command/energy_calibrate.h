// SPDX-License-Identifier: MIT
// `wattle energy calibrate`: fits the estimate to a real meter of this machine.
#pragma once

#include <string>

#include "energy/units.h"

namespace wattle::search {

struct CalibrateOptions {
  std::string meter = "auto";  ///< the reference
  Seconds window{5.0};
};

/// Runs loads, fits, stores the coefficients for later runs, and prints them with how far the fit
/// is off. Returns the exit code.
int calibrate_energy(const CalibrateOptions& options);

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// `wattle energy check`: whether a meter on this machine can tell two trials apart.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "energy/self_test.h"

namespace wattle::search {

struct CheckOptions {
  std::string meter = "auto";
  Seconds window{1.0};
  int pairs = 6;
  bool json = false;
};

/// Runs the self-test and prints what it saw and what is wrong. Returns the exit code: kError when
/// the meter does not see load.
int check_energy(const CheckOptions& options);

/// {"meter", "idle_watts", "others_when_idle", "one_busy_watts", "all_busy_watts", "threads",
/// "step_seconds", "same_load": {"mean", "half_width"}, "drift", "concerns"}
nlohmann::json self_test_json(const energy::SelfTest& seen, const energy::MeterInfo& meter);

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// Counts the joules of a loop with nothing but wattle::energy.
#include <cstdio>
#include <string>

#include "energy/energy.h"

using namespace wattle;

int main() {
  const auto clock = std::make_shared<energy::ManualClock>();
  // 20 W, recorded; a program would open_meter("auto").
  auto meter = energy::ReplayMeter::open({{Seconds(0), Joules(0)}, {Seconds(10), Joules(200)}},
                                         clock, {.idle = Watts(5)});
  if (!meter) return 1;
  const auto metering =
      energy::start_metering(std::move(*meter), *clock, {.sampler_thread = false});
  if (!metering) return 1;
  clock->advance(Seconds(2));
  std::printf("wattle %s: %.1f J\n", std::string(version()).c_str(),
              (*metering)->totals().total.value);
}

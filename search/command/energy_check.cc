// SPDX-License-Identifier: MIT
#include "search/command/energy_check.h"

#include <iostream>

#include "energy/detect.h"
#include "search/command/exit_code.h"
#include "search/command/interrupt.h"
#include "search/command/locations.h"
#include "search/command/messages.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

std::string signed_percent(double share) {
  return (share < 0.0 ? "" : "+") + number_text(100.0 * share, 2) + " %";
}

std::string step_text(const std::optional<Seconds>& step) {
  if (!step) return "less than twice in a window";
  return *step > Seconds(0) ? "every " + seconds_text(*step) : "whenever it is read";
}

void print_seen(const energy::SelfTest& seen, const energy::MeterInfo& meter, std::ostream& out) {
  const auto watts = [](Watts power) { return number_text(power.value) + " W"; };
  out << meter.name << ": " << meter.explanation << "\n"
      << "  idle            " << watts(seen.idle) << "\n"
      << "  one thread busy " << watts(seen.one_busy) << "\n"
      << "  all " << seen.threads << " busy      " << watts(seen.all_busy) << "\n"
      << "  moves           " << step_text(seen.step) << "\n"
      << "  same load twice " << signed_percent(seen.same_load.mean) << " ± "
      << number_text(100.0 * seen.same_load.half_width, 2) << " % (95 %)\n"
      << "  drift           " << signed_percent(seen.drift) << "\n"
      << "  other programs  " << number_text(seen.others_when_idle, 2) << " CPUs\n";
}

}  // namespace

nlohmann::json self_test_json(const energy::SelfTest& seen, const energy::MeterInfo& meter) {
  return {{"meter", meter.name},
          {"idle_watts", seen.idle.value},
          {"others_when_idle", seen.others_when_idle},
          {"one_busy_watts", seen.one_busy.value},
          {"all_busy_watts", seen.all_busy.value},
          {"threads", seen.threads},
          {"step_seconds", seen.step ? nlohmann::json(seen.step->value) : nlohmann::json()},
          {"same_load", {{"mean", seen.same_load.mean}, {"half_width", seen.same_load.half_width}}},
          {"drift", seen.drift},
          {"concerns", energy::concerns(seen, meter)}};
}

int check_energy(const CheckOptions& options) {
  const energy::System system = system_here();
  const auto choice = energy::open_meter(meter_here(options.meter), system);
  if (!choice) return report_error(choice.error());
  const InterruptStop interrupt;
  const auto seen = energy::run_self_test(
      *choice->meter, system,
      {.window = options.window, .pairs = options.pairs, .stop = interrupt.token()});
  if (!seen) return report_error(seen.error());
  const energy::MeterInfo& meter = choice->meter->info();
  if (options.json) {
    std::cout << self_test_json(*seen, meter).dump(2) << "\n";
  } else {
    print_seen(*seen, meter, std::cout);
    for (const std::string& concern : energy::concerns(*seen, meter)) {
      std::cout << "Note: " << concern << ".\n";
    }
  }
  return seen->one_busy > seen->idle ? kSuccess : kError;
}

}  // namespace wattle::search

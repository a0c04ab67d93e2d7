// SPDX-License-Identifier: MIT
#include "search/command/energy_list.h"

#include <algorithm>
#include <iomanip>
#include <iostream>

#include "search/command/energy_text.h"
#include "search/command/exit_code.h"
#include "search/command/locations.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

constexpr int kNameWidth = 10;

/// Continues below a name.
std::ostream& below(std::ostream& out) { return out << std::string(kNameWidth, ' '); }

/// Empty for a meter that has moved at every read.
std::string step_text(Seconds resolution) {
  constexpr Seconds kAtOnce{1e-6};
  return resolution < kAtOnce ? std::string() : "; moves every " + seconds_text(resolution);
}

void print_working(const energy::MeterInfo& info, std::ostream& out) {
  below(out) << "works: covers " << coverage_text(info) << "; " << energy::to_string(info.source)
             << step_text(info.resolution);
  if (info.idle) out << "; " << number_text(info.idle->value) << " W when idle";
  out << "\n";
  below(out) << info.explanation << "\n";
}

void print_broken(const Error& reason, std::ostream& out) {
  below(out) << "does not work: " << reason.message << "\n";
  if (!reason.hint.empty()) below(out) << reason.hint << "\n";
}

}  // namespace

void print_meters(const std::vector<energy::MeterStatus>& meters, const std::string& taken,
                  std::ostream& out) {
  for (const energy::MeterStatus& meter : meters) {
    out << std::left << std::setw(kNameWidth) << meter.name << meter.what << "\n";
    if (meter.info) {
      print_working(*meter.info, out);
    } else {
      print_broken(meter.reason, out);
    }
  }
  out << (taken.empty() ? "None works here.\n" : "auto takes " + taken + ".\n");
}

nlohmann::json meters_json(const std::vector<energy::MeterStatus>& meters) {
  nlohmann::json all = nlohmann::json::array();
  for (const energy::MeterStatus& meter : meters) {
    nlohmann::json about = {
        {"name", meter.name}, {"what", meter.what}, {"works", meter.info.has_value()}};
    if (meter.info) {
      about["covers"] = meter.info->domains;
      about["source"] = energy::to_string(meter.info->source);
      about["resolution_seconds"] = meter.info->resolution.value;
      about["idle_watts"] =
          meter.info->idle ? nlohmann::json(meter.info->idle->value) : nlohmann::json();
      about["explanation"] = meter.info->explanation;
    } else {
      about["reason"] = meter.reason.message;
      about["hint"] = meter.reason.hint;
    }
    all.push_back(std::move(about));
  }
  return all;
}

int list_energy_meters(bool as_json) {
  const energy::System system = system_here();
  const auto meters = energy::list_meters(system);
  const auto chosen = energy::open_meter(meter_here("auto"), system);
  if (as_json) {
    std::cout << meters_json(meters).dump(2) << "\n";
  } else {
    print_meters(meters, chosen ? chosen->meter->info().name : "", std::cout);
  }
  return chosen ? kSuccess : kError;
}

}  // namespace wattle::search

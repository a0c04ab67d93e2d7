// SPDX-License-Identifier: MIT
#include "energy/meters/battery.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "energy/power_integrator.h"
#include "energy/system_file.h"
#include "energy/text/number.h"

namespace wattle::energy {
namespace {

namespace fs = std::filesystem;

// Heuristics: gauges work in milliamperes, renew their values every second or slower, and no laptop
// draws more than its power supply's 300 W.
constexpr PowerSensor kGauge{.step = Watts(0.02),
                             .period = Seconds(2.0),
                             .longest_gap = Seconds(10.0),
                             .largest = Watts(300.0)};
constexpr double kJoulesPerMicrowattHour = 3.6e-3;
constexpr Joules kGaugeStep{36.0};  // 10 mWh, the unit in which smart batteries count

/// A magnitude: some drivers show what flows out as negative.
Result<double> read_magnitude(const fs::path& file) {
  const auto line = read_system_line(file);
  if (!line) return tl::unexpected(line.error());
  const auto number = number_of(*line);
  if (!number) return fail(ErrorCode::kCorrupt, file.string() + " holds \"" + *line + "\"");
  return std::abs(*number);
}

Result<Watts> read_power(const fs::path& battery) {
  if (const auto power = read_magnitude(battery / "power_now")) return Watts(1e-6 * *power);
  const auto current = read_magnitude(battery / "current_now");
  const auto voltage = read_magnitude(battery / "voltage_now");
  if (!current || !voltage) {
    return fail(ErrorCode::kUnavailable, battery.string() +
                                             " shows neither its power nor its "
                                             "current and voltage");
  }
  return Watts(1e-12 * *current * *voltage);
}

std::vector<fs::path> find_batteries(const fs::path& supplies) {
  std::vector<fs::path> batteries;
  std::error_code error;
  fs::directory_iterator entry(supplies, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const fs::path folder = *entry;
    const bool battery = read_system_line(folder / "type").value_or("") == "Battery";
    const bool of_device = read_system_line(folder / "scope").value_or("") == "Device";
    if (battery && !of_device) batteries.push_back(folder);
  }
  std::ranges::sort(batteries);
  return batteries;
}

/// The discharging ones; fails when there are none or the machine is plugged in.
Result<std::vector<fs::path>> discharging(const std::vector<fs::path>& batteries) {
  std::vector<fs::path> active;
  std::string states;
  bool charging = false;
  for (const fs::path& battery : batteries) {
    const auto status = read_system_line(battery / "status");
    if (!status) return tl::unexpected(status.error());
    if (*status == "Discharging") active.push_back(battery);
    charging = charging || *status == "Charging";
    states +=
        (states.empty() ? "" : ", ") + battery.filename().string() + " is \"" + *status + "\"";
  }
  if (charging || active.empty()) {
    return fail(ErrorCode::kUnavailable, "the machine is not running on its battery: " + states,
                "a battery tells what the machine draws only while it is unplugged");
  }
  return active;
}

Result<Watts> read_all_power(const std::vector<fs::path>& batteries) {
  const auto active = discharging(batteries);
  if (!active) return tl::unexpected(active.error());
  Watts sum;
  for (const fs::path& battery : *active) {
    const auto power = read_power(battery);
    if (!power) return tl::unexpected(power.error());
    sum += *power;
  }
  return sum;
}

/// What is left in all of them; nothing where one does not tell.
std::optional<Joules> read_charge(const std::vector<fs::path>& batteries) {
  Joules sum;
  for (const fs::path& battery : batteries) {
    const auto charge = read_magnitude(battery / "energy_now");
    if (!charge) return std::nullopt;
    sum += Joules(kJoulesPerMicrowattHour * *charge);
  }
  return sum;
}

class BatteryMeter final : public EnergyMeter {
 public:
  BatteryMeter(std::vector<fs::path> batteries, std::shared_ptr<const Clock> clock, Watts first)
      : batteries_(std::move(batteries)),
        clock_(std::move(clock)),
        integral_(kGauge, {clock_->now(), first}),
        charge_(read_charge(batteries_)),
        info_{.name = "battery",
              .source = Source::kSampled,
              .domains = {"system"},
              .resolution = kGauge.period,
              .longest_gap = kGauge.longest_gap,
              .idle = std::nullopt,
              .explanation =
                  "the power that the battery gives to the whole machine, its screen "
                  "included"} {}

  const MeterInfo& info() const override { return info_; }

  Result<CumulativeEnergy> read() override {
    const auto power = read_all_power(batteries_);
    if (!power) {
      charge_.reset();  // charged or refilled meanwhile: the check has lost its start
      return tl::unexpected(power.error());
    }
    if (auto added = integral_.add({clock_->now(), *power}); !added) {
      return tl::unexpected(added.error());
    }
    check_against_charge();
    const CumulativeEnergy& total = integral_.total();
    return CumulativeEnergy{total.joules, total.low - below_, total.high + above_};
  }

 private:
  /// Widens the interval to hold what the charge fell by. The widths only grow, and `low` is held
  /// at what was said before, so that neither bound falls.
  void check_against_charge() {
    const CumulativeEnergy& total = integral_.total();
    const auto charge = charge_ ? read_charge(batteries_) : std::nullopt;
    if (charge) {
      const Joules fell = *charge_ - *charge;
      above_ = std::max(above_, fell + kGaugeStep - total.high);
      below_ = std::max(below_, total.low - (fell - kGaugeStep));
    }
    below_ = std::min(below_, total.low - lowest_);
    lowest_ = total.low - below_;
  }

  std::vector<fs::path> batteries_;
  std::shared_ptr<const Clock> clock_;
  PowerIntegrator integral_;
  std::optional<Joules> charge_;  ///< at opening
  Joules above_;
  Joules below_;
  Joules lowest_;  ///< `low` as it was last told
  MeterInfo info_;
};

}  // namespace

Result<std::unique_ptr<EnergyMeter>> open_battery(const System& system) {
  const fs::path supplies = system.sys / "class" / "power_supply";
  std::vector<fs::path> batteries = find_batteries(supplies);
  if (batteries.empty()) {
    return fail(ErrorCode::kUnavailable, supplies.string() + " has no battery of this machine");
  }
  const auto power = read_all_power(batteries);
  if (!power) return tl::unexpected(power.error());
  if (*power == Watts(0)) {
    return fail(ErrorCode::kUnavailable, "the battery shows 0 W, which no running machine draws");
  }
  return std::make_unique<BatteryMeter>(std::move(batteries), system.clock, *power);
}

}  // namespace wattle::energy

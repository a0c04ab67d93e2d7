// SPDX-License-Identifier: MIT
// A laptop on its battery: everything that it draws.
#pragma once

#include <memory>

#include "energy/meter.h"
#include "energy/system.h"

namespace wattle::energy {

/// Sums the batteries under `<sys>/class/power_supply` while one discharges and none charges; those
/// of mice and the like (`scope` Device) are left out. Power is `power_now` (microwatts), else
/// `current_now` x `voltage_now` (microamperes, microvolts), integrated. What `energy_now`
/// (microwatt-hours) fell by since opening widens `low` and `high` to contain it, with a step of
/// the gauge: the slow check of the fast sensor.
///
/// Fails with kUnavailable, and the reason, when there is no battery, when it charges or is full,
/// or when it shows no power. Plugged in later, reads fail with that reason until it is unplugged;
/// the time between is known to be no more than its interval says. Cost: a few small files per
/// battery.
Result<std::unique_ptr<EnergyMeter>> open_battery(const System& system);

}  // namespace wattle::energy

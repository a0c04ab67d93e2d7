// SPDX-License-Identifier: MIT
// Everything that a program needs to count joules: `find_package(wattle COMPONENTS energy)`, then
// link `wattle::energy` and include this. It needs tl::expected and nothing else.
//
//   const energy::SteadyClock clock;
//   auto choice = energy::open_meter("auto");                       // the best meter here
//   auto metering = energy::start_metering(std::move(choice->meter), clock);
//   auto account = (*metering)->open();
//   { const energy::ThreadMembership here(account->threads()); work(); }
//   const energy::EnergyReading spent = account->close().net;       // joules, low, high, source
#pragma once

#include "energy/carbon.h"
#include "energy/clock.h"
#include "energy/detect.h"
#include "energy/error.h"
#include "energy/gpu/power_limit.h"
#include "energy/ledger.h"
#include "energy/meter.h"
#include "energy/metering.h"
#include "energy/meters/replay.h"
#include "energy/meters/sum.h"
#include "energy/power_integrator.h"
#include "energy/reading.h"
#include "energy/self_test.h"
#include "energy/system.h"
#include "energy/thread_group.h"
#include "energy/units.h"
#include "energy/version.h"

// SPDX-License-Identifier: MIT
// One short trial, to know what the others will cost.
#pragma once

#include "energy/clock.h"
#include "energy/metering.h"
#include "search/study/study.h"

namespace wattle::search {

/// What one trial will cost. From one trial that was cut short after its first step and scaled by
/// the steps it would have had, so an order of magnitude.
struct ProbeResult {
  Parameters parameters;  ///< what was tried
  int steps = 0;          ///< that the trial would have had; 1 when the objective reports none
  Seconds seconds;        ///< of a whole trial
  energy::EnergyReading energy;  ///< likewise
  TrialState state = TrialState::kComplete;
  std::string reason;  ///< why the probe failed
};

/// Runs the middle of the space for one step, with the GPUs' power limits as they are.
/// `planned_steps`: how many steps a trial with these parameters reports.
ProbeResult probe(Study& study, const Parameters& parameters, int planned_steps,
                  energy::Metering& metering, const energy::Clock& clock);

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// What is published of the power of common processors.
#pragma once

#include <span>
#include <vector>

#include "energy/meters/power_model.h"
#include "energy/meters/processor.h"

namespace wattle::energy {

/// One row of the table. A processor belongs to the first row that all its fields match.
struct ProcessorFamily {
  const char* vendor;
  int family;               ///< 0 on ARM
  std::vector<int> models;  ///< empty: any
  const char* pattern;      ///< regular expression, searched in the name and then the board
  int threads_per_core;     ///< for which the watts are given
  PowerModel power;
};

/// The table, in the order in which it is searched.
std::span<const ProcessorFamily> processor_families();

/// The power model of a processor: its family's, or the generic one. Where the kernel tells that a
/// core has fewer threads than the family's (hyper-threading is off), a thread's watts grow in
/// proportion. A virtual machine is not asked: its cores are whatever its host made up.
PowerModel power_model_of(const Processor& processor);

}  // namespace wattle::energy

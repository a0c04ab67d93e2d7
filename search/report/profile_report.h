// SPDX-License-Identifier: MIT
// What a model's layers cost: as text for a terminal, as JSON, as a page.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "energy/reading.h"
#include "search/space/value.h"
#include "trainer/model_profile.h"

namespace wattle::search {

/// A measured profile, with what was profiled and by which meter.
struct ProfileReport {
  std::string name;  ///< of the scenario
  Parameters parameters;
  int threads = 1;
  energy::EnergyReading all;  ///< of the whole measuring: its source, coverage, and how wide
  std::string meter;          ///< "rapl"
  Seconds window;             ///< of each measurement
  Seconds resolution;         ///< the meter's step
  trainer::ModelProfile profile;
};

/// Forward and backward of a layer, or of all layers of a kind.
struct ProfileShare {
  std::string name;
  double joules = 0.0;      ///< of a training step
  double half_width = 0.0;  ///< of the 95 % interval, from the repeats
  double share = 0.0;       ///< of the sum over all layers
};

/// By layer, in their order.
std::vector<ProfileShare> layer_shares(const trainer::ModelProfile& profile);
/// By kind of layer, the largest first. Half-widths add as independent errors do.
std::vector<ProfileShare> kind_shares(const trainer::ModelProfile& profile);

std::string profile_text(const ProfileReport& report);
/// {"schema_version", "scenario", "parameters", "threads", "meter", "source", "covers",
/// "low_factor", "high_factor", "window_seconds", "resolution_seconds", "batch", "layers", "kinds",
/// "layers_joules", "step", "inference"}; joules are of one training step of `batch` examples,
/// those of inference per 1,000 predictions.
nlohmann::json profile_json(const ProfileReport& report);
std::string profile_html(const ProfileReport& report);

}  // namespace wattle::search

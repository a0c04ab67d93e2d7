// SPDX-License-Identifier: MIT
#include "search/report/profile_report.h"

namespace wattle::search {
namespace {

using nlohmann::json;

constexpr int kSchemaVersion = 1;
constexpr double kPredictions = 1000.0;

json cost_json(const trainer::CallCost& cost, double times = 1.0) {
  return {{"joules", cost.joules * times},
          {"half_width", cost.half_width * times},
          {"seconds", cost.seconds * times}};
}

json layer_json(const trainer::LayerProfile& layer, double share) {
  return {{"name", layer.name},
          {"kind", layer.kind},
          {"output_shape", layer.output_shape},
          {"parameters", layer.parameters},
          {"macs", layer.macs},
          {"bytes", layer.bytes},
          {"forward", cost_json(layer.forward)},
          {"backward", cost_json(layer.backward)},
          {"share", share}};
}

}  // namespace

json profile_json(const ProfileReport& report) {
  const trainer::ModelProfile& profile = report.profile;
  const auto shares = layer_shares(profile);
  json layers = json::array();
  double sum = 0.0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    layers.push_back(layer_json(profile.layers[i], shares[i].share));
    sum += shares[i].joules;
  }
  json kinds = json::array();
  for (const ProfileShare& kind : kind_shares(profile)) {
    kinds.push_back({{"kind", kind.name},
                     {"joules", kind.joules},
                     {"half_width", kind.half_width},
                     {"share", kind.share}});
  }
  json inference = json::array();
  for (const trainer::InferenceProfile& each : profile.inference) {
    json about = cost_json(each.cost, kPredictions / static_cast<double>(each.batch));
    about["batch"] = each.batch;
    inference.push_back(std::move(about));
  }
  const double counted = report.all.joules.value;
  return {{"schema_version", kSchemaVersion},
          {"scenario", report.name},
          {"parameters", report.parameters.json()},
          {"threads", report.threads},
          {"meter", report.meter},
          {"source", energy::to_string(report.all.source)},
          {"covers", report.all.domains},
          {"low_factor", counted > 0.0 ? report.all.low.value / counted : 1.0},
          {"high_factor", counted > 0.0 ? report.all.high.value / counted : 1.0},
          {"window_seconds", report.window.value},
          {"resolution_seconds", report.resolution.value},
          {"batch", profile.batch},
          {"layers", std::move(layers)},
          {"kinds", std::move(kinds)},
          {"layers_joules", sum},
          {"step", cost_json(profile.step)},
          {"inference", std::move(inference)}};
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/objective/profile_messages.h"

#include <string>
#include <utility>

#include "search/objective/training_messages.h"

namespace wattle::search {
namespace {

using nlohmann::json;

json cost_to_json(const trainer::CallCost& cost) {
  return exact_to_json(
      {{"joules", cost.joules}, {"half_width", cost.half_width}, {"seconds", cost.seconds}});
}

trainer::CallCost cost_from_json(const json& message) {
  const trainer::Metrics numbers = exact_metrics_from_json(message);
  return {numbers.at("joules"), numbers.at("half_width"), numbers.at("seconds")};
}

json layer_to_json(const trainer::LayerProfile& layer) {
  return {{"name", layer.name},
          {"kind", layer.kind},
          {"output_shape", layer.output_shape},
          {"parameters", layer.parameters},
          {"macs", layer.macs},
          {"bytes", layer.bytes},
          {"forward", cost_to_json(layer.forward)},
          {"backward", cost_to_json(layer.backward)}};
}

trainer::LayerProfile layer_from_json(const json& message) {
  return {
      message.at("name").get<std::string>(),         message.at("kind").get<std::string>(),
      message.at("output_shape").get<std::string>(), message.at("parameters").get<std::int64_t>(),
      message.at("macs").get<std::int64_t>(),        message.at("bytes").get<std::int64_t>(),
      cost_from_json(message.at("forward")),         cost_from_json(message.at("backward"))};
}

}  // namespace

json to_json(const trainer::ProfileRequest& request) {
  return {{"objective", request.objective},
          {"seed", request.seed},
          {"threads", request.threads},
          {"window_seconds", request.window_seconds},
          {"repeats", request.repeats}};
}

trainer::ProfileRequest profile_request_from_json(const json& message) {
  trainer::ProfileRequest request;
  request.objective = message.at("objective");
  request.seed = message.at("seed").get<std::uint64_t>();
  request.threads = message.at("threads").get<int>();
  request.window_seconds = message.at("window_seconds").get<double>();
  request.repeats = message.at("repeats").get<int>();
  return request;
}

json to_json(const trainer::ModelProfile& profile) {
  json layers = json::array();
  for (const trainer::LayerProfile& layer : profile.layers) layers.push_back(layer_to_json(layer));
  json inference = json::array();
  for (const trainer::InferenceProfile& each : profile.inference) {
    inference.push_back({{"batch", each.batch}, {"cost", cost_to_json(each.cost)}});
  }
  return {{"batch", profile.batch},
          {"layers", std::move(layers)},
          {"step", cost_to_json(profile.step)},
          {"inference", std::move(inference)}};
}

trainer::ModelProfile profile_from_json(const json& message) {
  trainer::ModelProfile profile;
  profile.batch = message.at("batch").get<std::int64_t>();
  for (const json& layer : message.at("layers")) profile.layers.push_back(layer_from_json(layer));
  profile.step = cost_from_json(message.at("step"));
  for (const json& each : message.at("inference")) {
    profile.inference.push_back(
        {each.at("batch").get<std::int64_t>(), cost_from_json(each.at("cost"))});
  }
  return profile;
}

}  // namespace wattle::search

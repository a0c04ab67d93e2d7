// SPDX-License-Identifier: MIT
#include "search/objective/training_messages.h"

#include <bit>
#include <cstdint>

namespace wattle::search {

using nlohmann::json;

json exact_to_json(const trainer::Metrics& metrics) {
  json bits = json::object();
  for (const auto& [name, value] : metrics) bits[name] = std::bit_cast<std::uint64_t>(value);
  return bits;
}

trainer::Metrics exact_metrics_from_json(const json& message) {
  trainer::Metrics metrics;
  for (const auto& [name, bits] : message.items()) {
    metrics[name] = std::bit_cast<double>(bits.get<std::uint64_t>());
  }
  return metrics;
}

json to_json(const trainer::TrainingRequest& request) {
  return {{"objective", request.objective},
          {"seed", request.seed},
          {"threads", request.threads},
          {"artifact_directory", request.artifact_directory.string()},
          {"checkpoint_file", request.checkpoint_file.string()},
          {"checkpoint_when_stopped", request.checkpoint_when_stopped},
          {"evaluation_seconds", request.evaluation_seconds}};
}

trainer::TrainingRequest request_from_json(const json& message) {
  trainer::TrainingRequest request;
  request.objective = message.at("objective");
  request.seed = message.at("seed").get<std::uint64_t>();
  request.threads = message.at("threads").get<int>();
  request.artifact_directory = message.at("artifact_directory").get<std::string>();
  request.checkpoint_file = message.at("checkpoint_file").get<std::string>();
  request.checkpoint_when_stopped = message.at("checkpoint_when_stopped").get<bool>();
  request.evaluation_seconds = message.at("evaluation_seconds").get<double>();
  return request;
}

json to_json(const trainer::TrainingResult& result) {
  return {{"metrics", exact_to_json(result.metrics)},
          {"stopped", result.stopped},
          {"resumed_epochs", result.resumed_epochs}};
}

trainer::TrainingResult result_from_json(const json& message) {
  return {exact_metrics_from_json(message.at("metrics")), message.at("stopped").get<bool>(),
          message.at("resumed_epochs").get<int>()};
}

json to_json(const trainer::ModelSummary& summary) {
  json layers = json::array();
  for (const trainer::LayerSummary& layer : summary.layers) {
    layers.push_back({{"name", layer.name},
                      {"kind", layer.kind},
                      {"output_shape", layer.output_shape},
                      {"parameters", layer.parameters},
                      {"macs", layer.macs}});
  }
  return {{"layers", std::move(layers)},
          {"parameters", summary.parameters},
          {"macs", summary.macs},
          {"train_examples", summary.train_examples},
          {"validation_examples", summary.validation_examples},
          {"test_examples", summary.test_examples},
          {"input_shape", summary.input_shape},
          {"classes", summary.classes},
          {"modelled_joules", summary.modelled_joules},
          {"sources", summary.sources}};
}

trainer::ModelSummary summary_from_json(const json& message) {
  trainer::ModelSummary summary;
  for (const auto& layer : message.at("layers")) {
    summary.layers.push_back(
        {layer.at("name").get<std::string>(), layer.at("kind").get<std::string>(),
         layer.at("output_shape").get<std::string>(), layer.at("parameters").get<std::int64_t>(),
         layer.at("macs").get<std::int64_t>()});
  }
  message.at("parameters").get_to(summary.parameters);
  message.at("macs").get_to(summary.macs);
  message.at("train_examples").get_to(summary.train_examples);
  message.at("validation_examples").get_to(summary.validation_examples);
  message.at("test_examples").get_to(summary.test_examples);
  message.at("input_shape").get_to(summary.input_shape);
  message.at("classes").get_to(summary.classes);
  message.at("modelled_joules").get_to(summary.modelled_joules);
  message.at("sources").get_to(summary.sources);
  return summary;
}

json to_json(const Error& error) {
  return {{"code", static_cast<int>(error.code)}, {"message", error.message}, {"hint", error.hint}};
}

Error error_from_json(const json& message) {
  return {static_cast<ErrorCode>(message.at("code").get<int>()),
          message.at("message").get<std::string>(), message.at("hint").get<std::string>()};
}

}  // namespace wattle::search

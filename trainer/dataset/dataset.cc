// SPDX-License-Identifier: MIT
#include "trainer/dataset/dataset.h"

#include <nlohmann/json.hpp>

namespace wattle::trainer {

std::vector<std::string> numbered_classes(int count) {
  std::vector<std::string> names;
  names.reserve(static_cast<std::size_t>(count));
  for (int number = 0; number < count; ++number) {
    names.push_back(std::to_string(number));
  }
  return names;
}

nlohmann::ordered_json describe_input(const Dataset& dataset) {
  nlohmann::ordered_json input = {{"shape", dataset.input.shape}};
  switch (dataset.input.kind) {
    case InputKind::kImage:
      input["layout"] = "batch x channels x height x width, 32-bit floating point";
      input["divisor"] = dataset.divisor;
      input["scaling"] =
          "raw pixels divided by the divisor lie in [0, 1]; what standardisation there is, is part "
          "of the network";
      break;
    case InputKind::kTable:
      input["layout"] = "batch x features, 32-bit floating point";
      input["features"] = dataset.input_names;
      input["scaling"] =
          "as in the table, a feature such as colour=red is 1 or 0; what standardisation there is, "
          "is part of the network";
      break;
    case InputKind::kTokens:
      input["layout"] = "batch x length, 64-bit integers";
      input["tokens"] = dataset.input_names;
      break;
  }
  return input;
}

nlohmann::ordered_json describe_targets(const Dataset& dataset) {
  nlohmann::ordered_json targets = nlohmann::ordered_json::array();
  for (const Target& target : dataset.targets) {
    targets.push_back({{"name", target.name}, {"classes", target.classes}});
  }
  return targets;
}

}  // namespace wattle::trainer

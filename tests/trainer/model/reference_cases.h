// SPDX-License-Identifier: MIT
// The models of reference/layers.json: every kind of layer, with what PyTorch makes of it.
#pragma once

#include <ATen/ATen.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "trainer/model/families.h"
#include "trainer/model/network.h"

namespace wattle::trainer {

struct ReferenceCase {
  std::string name;
  InputDescription input;
  nlohmann::json model;
  bool training = false;
  std::int64_t outputs = 0;
  std::vector<double> logits;
  /// After a step of training: running mean and variance of each normalisation.
  std::vector<std::vector<double>> running;

  friend void PrintTo(const ReferenceCase& shown, std::ostream* out) { *out << shown.name; }
};

inline InputDescription input_of(const nlohmann::json& written) {
  const std::string kind = written.at("kind");
  return {kind == "image"   ? InputKind::kImage
          : kind == "table" ? InputKind::kTable
                            : InputKind::kTokens,
          written.at("shape").get<Sizes>(), written.value("vocabulary", std::int64_t{0})};
}

inline std::vector<ReferenceCase> reference_cases() {
  std::ifstream in(std::string(WATTLE_SOURCE_DIR) + "/tests/trainer/model/reference/layers.json");
  const nlohmann::json written = nlohmann::json::parse(in);
  std::vector<ReferenceCase> cases;
  for (const nlohmann::json& each : written.at("cases")) {
    cases.push_back({each.at("name"), input_of(each.at("input")), each.at("model"),
                     each.at("training"), each.at("outputs"),
                     each.at("logits").get<std::vector<double>>(),
                     each.value("running", std::vector<std::vector<double>>())});
  }
  return cases;
}

// The formulas of layers.py.
constexpr std::int64_t kReferenceBatch = 3;

inline at::Tensor reference_inputs(const InputDescription& input, at::ScalarType type) {
  Sizes sizes = input.shape;
  sizes.insert(sizes.begin(), kReferenceBatch);
  const at::Tensor i = at::arange(product(sizes), at::kLong);
  if (input.kind == InputKind::kTokens) {
    return (7 * i + i.div(5, "floor")).remainder(input.vocabulary).reshape(sizes);
  }
  return at::cos(0.9 * i.to(at::kDouble)).reshape(sizes).to(type);
}

inline Network reference_network(const ReferenceCase& each, at::ScalarType type) {
  Network network(*describe_model(each.model, each.input, each.outputs), {}, make_generator(1),
                  type);
  const at::NoGradGuard no_gradient;
  double k = 0.0;
  for (at::Tensor& parameter : network.parameters()) {
    const at::Tensor i = at::arange(parameter.numel(), at::kDouble);
    parameter.copy_((at::sin(0.7 * i + (k + 1.0)) / 2.0).reshape(parameter.sizes()));
    k += 1.0;
  }
  return network;
}

}  // namespace wattle::trainer

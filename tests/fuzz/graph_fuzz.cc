// SPDX-License-Identifier: MIT
// Any JSON as a model. Held against every description that comes out:
// - every layer stands behind its inputs, has a name of its own, and at least one number as output;
// - counts are not negative, and their sums do not overflow;
// - it can be written as TorchScript, in time and space that its layers allow.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "trainer/model/families.h"
#include "trainer/model/torchscript.h"

namespace {

using nlohmann::json;
using wattle::trainer::InputDescription;
using wattle::trainer::InputKind;
using wattle::trainer::Layer;
using wattle::trainer::ModelDescription;

constexpr std::int64_t kOutputs = 3;

[[noreturn]] void give_up(const std::string& why, const json& model) {
  std::cerr << why << "\nmodel: " << model.dump(-1, ' ', true, json::error_handler_t::replace)
            << "\n";
  std::abort();
}

void check(const ModelDescription& description, const json& model) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < description.layers.size(); ++i) {
    const Layer& layer = description.layers[i];
    if (!names.insert(layer.name).second) give_up("two layers " + layer.name, model);
    for (const int input : layer.inputs) {
      if (input >= static_cast<int>(i)) give_up(layer.name + " is in front of its input", model);
    }
    if (wattle::trainer::product(layer.output) < 1) give_up(layer.name + " is empty", model);
    if (layer.parameters < 0 || layer.macs < 0) give_up(layer.name + " counts below 0", model);
  }
  if (description.parameters() < 0 || description.macs() < 0 ||
      description.activation_bytes() < 0) {
    give_up("a sum overflows", model);
  }
  if (wattle::trainer::torchscript_source(description, true).empty()) {
    give_up("there is no source", model);
  }
}

}  // namespace

// The name is libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The reader of scenarios refuses documents that nest deeper than 64 levels.
  const json model = json::parse(data, data + size, nullptr, false);
  if (model.is_discarded()) return 0;
  const InputDescription inputs[] = {{InputKind::kImage, {4, 9, 8}, 0},
                                     {InputKind::kTokens, {7}, 20},
                                     {InputKind::kTable, {6}, 0}};
  for (const InputDescription& input : inputs) {
    const auto description = wattle::trainer::describe_model(model, input, kOutputs);
    if (description) check(*description, model);
  }
  return 0;
}

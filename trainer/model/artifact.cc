// SPDX-License-Identifier: MIT
#include "trainer/model/artifact.h"

#include <torch/csrc/jit/api/module.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <system_error>

#include "trainer/model/torchscript.h"

namespace wattle::trainer {
namespace {

std::string torchscript_bytes(const Network& network) {
  torch::jit::Module module("WattleNetwork");
  // Python's modules expect the flag; the source is of a network at rest whatever it says.
  module.register_attribute("training", c10::BoolType::get(), false);
  for (const auto& [name, tensor] : network.named_parameters()) {
    module.register_parameter(name, tensor.detach().clone(), false);
  }
  for (const auto& [name, tensor] : network.named_buffers()) {
    module.register_buffer(name, tensor.clone());
  }
  module.define(torchscript_source(network.description(), network.scaling().mean.defined()));
  std::ostringstream out;
  module.save(out);
  return out.str();
}

std::string note(const Network& network, const Dataset& dataset) {
  const ModelDescription& description = network.description();
  nlohmann::ordered_json layers = nlohmann::ordered_json::array();
  for (const Layer& layer : description.layers) {
    layers.push_back({{"name", layer.name},
                      {"kind", kind_name(layer.kind)},
                      {"output_shape", layer.output},
                      {"parameters", layer.parameters},
                      {"macs", layer.macs}});
  }
  nlohmann::ordered_json note = {{"file", "model.pt"},
                                 {"format", "TorchScript"},
                                 {"data", dataset.name},
                                 {"input", describe_input(dataset)},
                                 {"output", "logits, batch x classes"},
                                 {"classes", description.outputs},
                                 {"targets", describe_targets(dataset)},
                                 {"parameters", description.parameters()},
                                 {"macs", description.macs()},
                                 {"layers", layers}};
  return note.dump(2) + "\n";
}

/// Writes beside the goal and renames, so that a reader never sees half a file.
Result<void> write_whole(const std::filesystem::path& path, const std::string& bytes) {
  std::filesystem::path partial = path;
  partial += ".partial";
  std::ofstream out(partial, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  std::error_code error;
  if (!out.fail()) {
    std::filesystem::rename(partial, path, error);
  }
  if (out.fail() || error) {
    std::error_code ignored;
    std::filesystem::remove(partial, ignored);
    return fail(ErrorCode::kIo, path.string() + ": cannot be written" +
                                    (error ? ": " + error.message() : std::string()));
  }
  return {};
}

}  // namespace

Result<void> write_artifact(const Network& network, const Dataset& dataset,
                            const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    return fail(ErrorCode::kIo, folder.string() + ": cannot be made: " + error.message());
  }
  if (auto written = write_whole(folder / "model.pt", torchscript_bytes(network)); !written) {
    return written;
  }
  return write_whole(folder / "model.json", note(network, dataset));
}

}  // namespace wattle::trainer

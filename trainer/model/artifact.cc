// SPDX-License-Identifier: MIT
#include "trainer/model/artifact.h"

#include <nlohmann/json.hpp>
#include <string>
#include <system_error>

#include "energy/text/durable_file.h"

namespace wattle::trainer {
namespace {

std::string note(const Model& model, const Dataset& dataset) {
  const ModelDescription& description = model.description();
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

}  // namespace

Result<void> write_artifact(const Model& model, const Dataset& dataset,
                            const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    return fail(ErrorCode::kIo, folder.string() + ": cannot be made: " + error.message());
  }
  if (auto written = write_file_durably(folder / "model.pt", model.torchscript()); !written) {
    return written;
  }
  return write_file_durably(folder / "model.json", note(model, dataset));
}

}  // namespace wattle::trainer

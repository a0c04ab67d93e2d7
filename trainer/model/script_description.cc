// SPDX-License-Identifier: MIT
#include "trainer/model/script_description.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

#include "trainer/checksum.h"
#include "trainer/field_reader.h"
#include "trainer/model/mac_counter.h"
#include "trainer/model/network.h"
#include "trainer/model/script_model.h"

namespace wattle::trainer {
namespace {

/// Two examples, so that an output that forgets the batch is seen.
constexpr std::int64_t kDryBatch = 2;

at::Tensor example_batch(const InputDescription& input, std::int64_t examples) {
  Sizes sizes = input.shape;
  sizes.insert(sizes.begin(), examples);
  return at::ones(sizes, input.kind == InputKind::kTokens ? at::kLong : at::kFloat);
}

Result<void> check_logits(const at::Tensor& logits, const at::Tensor& batch,
                          const ModelDescription& wanted) {
  const Sizes expected = {batch.size(0), wanted.outputs};
  std::string fault;
  if (logits.sizes() != at::IntArrayRef(expected)) {
    fault = shape_text(logits) + " for a batch of shape " + shape_text(batch) +
            "; expected are logits of shape " + sizes_text(expected);
  } else if (!logits.is_floating_point()) {
    fault = std::string("logits of type ") + c10::toString(logits.scalar_type()) +
            "; expected are floating-point numbers";
  } else if (at::GradMode::is_enabled() && !logits.requires_grad()) {
    fault = "logits in training that do not depend on any parameter, or are detached from it";
  }
  return fault.empty() ? Result<void>()
                       : fail(ErrorCode::kInvalidArgument,
                              place_of(*wanted.script) + "forward() gives " + fault);
}

/// Whether a training step takes a batch of one example, and leaves finite numbers in the buffers.
bool trains_on_one(ScriptModel& model, const InputDescription& input) {
  const auto finite = [&] {
    const auto buffers = model.named_buffers();
    return std::all_of(buffers.begin(), buffers.end(), [](const Model::NamedTensor& buffer) {
      return at::isfinite(buffer.second).all().item<bool>();
    });
  };
  const bool before = finite();
  try {
    at::Generator generator = make_generator(0);
    model.forward_training(example_batch(input, 1), generator);
    return finite() || !before;
  } catch (const std::exception&) {
    return false;
  }
}

/// Runs it at rest and in training, and fills in what only that can tell. Changes its buffers.
Result<void> try_out(ScriptModel& model, Layer& layer, const ModelDescription& wanted) {
  const at::Tensor batch = example_batch(wanted.input, kDryBatch);
  try {
    at::Tensor logits;
    {
      const at::NoGradGuard no_gradient;
      layer.macs = count_macs([&] { logits = model.forward(batch); }) / kDryBatch;
      if (auto right = check_logits(logits, batch, wanted); !right) {
        return right;
      }
    }
    const c10::AutoGradMode gradient(true);
    at::Generator generator = make_generator(0);
    logits = model.forward_training(batch, generator);
    if (auto right = check_logits(logits, batch, wanted); !right) {
      return right;
    }
  } catch (const std::exception& error) {
    return fail(ErrorCode::kInvalidArgument,
                place_of(*wanted.script) + "forward() does not take a batch of shape " +
                    shape_text(batch) + ": " + first_lines(error.what()));
  }
  layer.needs_batch = !trains_on_one(model, wanted.input);
  return {};
}

Result<ScriptReference> read_reference(const nlohmann::json& model,
                                       const std::filesystem::path& folder) {
  FieldReader reader(model, "model");
  reader.choice("family", "torchscript", {"torchscript"});
  ScriptReference script{.file = folder / reader.text("torchscript", {})};
  if (const nlohmann::json& attributes = reader.member("attributes"); attributes.is_object()) {
    script.attributes = attributes;
  } else if (!attributes.is_null()) {
    reader.reject("attributes", "expected an object");
  }
  if (auto fault = reader.fault()) {
    return tl::unexpected(*fault);
  }
  script.digest = file_digest(script.file);
  return script;
}

Result<ModelDescription> described(ScriptReference script, const InputDescription& input,
                                   std::int64_t outputs) {
  ModelDescription description;
  description.input = input;
  description.outputs = outputs;
  description.script = std::move(script);
  const auto loaded = ScriptModel::load(description);
  if (!loaded) {
    return tl::unexpected(loaded.error());
  }
  Layer layer;
  layer.kind = LayerKind::kScript;
  layer.name = kind_name(layer.kind);
  layer.inputs = {kNetworkInput};
  layer.input = input.shape;
  layer.output = {outputs};
  for (const auto& [name, tensor] : (*loaded)->named_parameters()) {
    layer.parameters += tensor.numel();
  }
  if (layer.parameters == 0) {
    return fail(ErrorCode::kInvalidArgument,
                place_of(*description.script) + "it has no parameter that can be trained",
                "tensors that training changes are made by torch.nn.Parameter");
  }
  if (auto tried = try_out(**loaded, layer, description); !tried) {
    return tl::unexpected(tried.error());
  }
  description.layers.push_back(std::move(layer));
  return description;
}

}  // namespace

bool is_script(const nlohmann::json& model) {
  return model.is_object() && (model.contains("family") ? model["family"] == "torchscript"
                                                        : model.contains("torchscript"));
}

Result<ModelDescription> describe_script(const nlohmann::json& model,
                                         const std::filesystem::path& folder,
                                         const InputDescription& input, std::int64_t outputs) {
  return read_reference(model, folder).and_then([&](ScriptReference&& script) {
    return described(std::move(script), input, outputs);
  });
}

Result<ModelDescription> ScriptDescriptions::describe(const nlohmann::json& model,
                                                      const std::filesystem::path& folder,
                                                      const InputDescription& input,
                                                      std::int64_t outputs) {
  auto script = read_reference(model, folder);
  if (!script) {
    return tl::unexpected(script.error());
  }
  const nlohmann::json key = {{"file", script->file.string()},
                              {"content", script->digest},
                              {"attributes", script->attributes},
                              {"kind", input.kind},
                              {"shape", input.shape},
                              {"vocabulary", input.vocabulary},
                              {"outputs", outputs}};
  {
    const std::scoped_lock lock(mutex_);
    const auto found = std::find_if(kept_.begin(), kept_.end(),
                                    [&](const auto& entry) { return entry.first == key; });
    if (found != kept_.end()) {
      kept_.splice(kept_.begin(), kept_, found);
      return found->second;
    }
  }
  auto made = described(std::move(*script), input, outputs);
  if (made) {
    const std::scoped_lock lock(mutex_);
    kept_.emplace_front(key, *made);
    if (kept_.size() > kKept) {
      kept_.pop_back();
    }
  }
  return made;
}

}  // namespace wattle::trainer

// SPDX-License-Identifier: MIT
#include "trainer/model/graph.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "energy/text/nearest_name.h"
#include "trainer/model/graph_reader.h"
#include "trainer/model/layer_order.h"

namespace wattle::trainer {
namespace {

/// The layers with their names made one of a kind, and where each name is.
class NamedLayers {
 public:
  explicit NamedLayers(std::vector<WrittenLayer> layers) : layers_(std::move(layers)) {}

  Result<void> connect() {
    return name_all().and_then([this] { return find_inputs(); });
  }

  const std::vector<WrittenLayer>& layers() const { return layers_; }
  std::set<std::string> names() const {
    std::set<std::string> names;
    for (const auto& [name, number] : numbers_) {
      names.insert(name);
    }
    return names;
  }

  /// How messages call a layer.
  std::string called(int number) const {
    const WrittenLayer& layer = layers_[static_cast<std::size_t>(number)];
    return layer.name.empty() ? layer.where : layer.name;
  }

 private:
  Result<void> name_all() {
    for (std::size_t i = 0; i < layers_.size(); ++i) {
      WrittenLayer& layer = layers_[i];
      if (layer.name.empty()) {
        continue;
      }
      layer.name += layer.scope;
      if (!numbers_.emplace(layer.name, static_cast<int>(i)).second) {
        return fail(ErrorCode::kInvalidArgument,
                    layer.where + ".name: there are two layers " + layer.name);
      }
    }
    return {};
  }

  /// The layer of that name in the same repetition, else in the one around it, and so on.
  std::optional<int> find(const std::string& name, std::string scope) const {
    while (true) {
      if (const auto found = numbers_.find(name + scope); found != numbers_.end()) {
        return found->second;
      }
      if (scope.empty()) {
        return std::nullopt;
      }
      scope.resize(scope.rfind('_'));
    }
  }

  Result<void> find_inputs() {
    for (WrittenLayer& layer : layers_) {
      if (layer.input_names.empty()) {
        continue;
      }
      layer.inputs.clear();
      for (const std::string& name : layer.input_names) {
        const auto number =
            name == "input" ? std::optional<int>(kNetworkInput) : find(name, layer.scope);
        if (!number) {
          return unknown(layer, name);
        }
        layer.inputs.push_back(*number);
      }
    }
    return {};
  }

  tl::unexpected<Error> unknown(const WrittenLayer& layer, const std::string& name) const {
    std::vector<std::string> valid = {"input"};
    for (const auto& [known, number] : numbers_) {
      valid.push_back(known);
    }
    return fail(ErrorCode::kInvalidArgument,
                layer.where + ".inputs: there is no layer " + name + did_you_mean(name, valid));
  }

  std::vector<WrittenLayer> layers_;
  std::map<std::string, int> numbers_;
};

Result<std::vector<int>> computable_order(const NamedLayers& named) {
  std::vector<std::vector<int>> needs;
  for (const WrittenLayer& layer : named.layers()) {
    std::vector<int>& needed = needs.emplace_back(layer.inputs);
    needed.erase(std::remove(needed.begin(), needed.end(), kNetworkInput), needed.end());
  }
  LayerOrder found = order_layers(needs);
  if (!found.circle.empty()) {
    std::string path;
    for (const int number : found.circle) {
      path.append(path.empty() ? "" : " needs ").append(named.called(number));
    }
    return fail(ErrorCode::kInvalidArgument, "model.layers: a circle: " + path);
  }
  return std::move(found.order);
}

/// Every layer but the last one written must be an input of another: what nobody looks at is a
/// mistake.
Result<void> check_all_used(const NamedLayers& named) {
  std::vector<bool> used(named.layers().size(), false);
  for (const WrittenLayer& layer : named.layers()) {
    for (const int input : layer.inputs) {
      if (input != kNetworkInput) {
        used[static_cast<std::size_t>(input)] = true;
      }
    }
  }
  const auto unused = std::find(used.begin(), used.end(), false);
  if (used.empty() || unused + 1 == used.end()) {
    return {};
  }
  return fail(ErrorCode::kInvalidArgument,
              "model.layers: nothing takes the output of " +
                  named.called(static_cast<int>(unused - used.begin())));
}

Result<ModelDescription> build(const NamedLayers& named, const std::vector<int>& order,
                               const InputDescription& input, std::int64_t outputs) {
  DescriptionBuilder builder(input, named.names());
  std::map<int, int> built = {{kNetworkInput, kNetworkInput}};
  for (const int number : order) {
    const WrittenLayer& layer = named.layers()[static_cast<std::size_t>(number)];
    std::vector<int> inputs;
    for (const int each : layer.inputs) {
      inputs.push_back(built.at(each));
    }
    built[number] = builder.add(layer.settings, std::move(inputs), layer.name);
  }
  return builder.finish(outputs);
}

}  // namespace

Result<ModelDescription> describe_graph(const nlohmann::json& model, const InputDescription& input,
                                        std::int64_t outputs) {
  FieldReader members(model, "model");
  members.choice("family", "graph", {"graph"});
  GraphReader reader(outputs);
  reader.read_list(members.member("layers"), "model.layers", kNetworkInput);
  if (auto fault = members.fault()) {
    return tl::unexpected(*fault);
  }
  if (reader.fault()) {
    return tl::unexpected(*reader.fault());
  }
  NamedLayers named(std::move(reader.layers()));
  if (auto connected = named.connect(); !connected) {
    return tl::unexpected(connected.error());
  }
  return computable_order(named).and_then([&](const std::vector<int>& order) {
    return check_all_used(named).and_then([&] { return build(named, order, input, outputs); });
  });
}

}  // namespace wattle::trainer

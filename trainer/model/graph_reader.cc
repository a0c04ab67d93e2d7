// SPDX-License-Identifier: MIT
#include "trainer/model/graph_reader.h"

#include <algorithm>
#include <utility>

#include "trainer/model/description.h"
#include "trainer/model/layer_reader.h"

namespace wattle::trainer {
namespace {

constexpr Range kRepetitions{0.0, 1000.0};
// Deeper than a person nests; the reader calls itself for each level.
constexpr int kDeepest = 32;

bool is_name(const std::string& text) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !text.empty() && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

/// Takes the kind of a list that needs none: {"kind": "repeat", "repeat": 3, ...}.
void read_own_kind(FieldReader& reader, const std::string& kind) {
  reader.choice("kind", kind, {kind});
}

}  // namespace

void GraphReader::reject(const std::string& where, const std::string& message) {
  if (!fault_) {
    fault_ = Error{ErrorCode::kInvalidArgument, where + ": " + message, {}};
  }
}

int GraphReader::append(WrittenLayer layer) {
  if (layers_.size() >= kMostLayers) {
    reject(layer.where, "there are more than " + std::to_string(kMostLayers) + " layers");
    return kNetworkInput;
  }
  layer.scope = scope_;
  layers_.push_back(std::move(layer));
  return static_cast<int>(layers_.size()) - 1;
}

int GraphReader::read_list(const nlohmann::json& list, const std::string& where, int before,
                           int depth) {
  if (!list.is_array() || depth > kDeepest) {
    reject(where, list.is_array() ? "nests too deep" : "expected a list of layers");
    return before;
  }
  for (std::size_t i = 0; i < list.size() && !fault_; ++i) {
    before = read_item(list[i], where + "[" + std::to_string(i) + "]", before, depth);
  }
  return before;
}

int GraphReader::read_item(const nlohmann::json& item, const std::string& where, int before,
                           int depth) {
  FieldReader reader(item, where);
  int last = before;
  if (reader.has("repeat")) {
    last = read_repeat(reader, where, before, depth);
  } else if (reader.has("residual")) {
    last = read_residual(reader, where, before, depth);
  } else if (reader.has("concat")) {
    last = read_concat(reader, where, before, depth);
  } else {
    last = read_single(reader, where, before);
  }
  if (auto fault = reader.fault(); fault && !fault_) {
    fault_ = std::move(*fault);
  }
  return last;
}

std::string GraphReader::read_name(FieldReader& reader) {
  std::string name = reader.text("name", {});
  if (reader.has("name") && (!is_name(name) || name == "input")) {
    reader.reject("name", "\"" + name +
                              "\" is no name of a layer: letters, digits and underscores, no digit "
                              "first, not \"input\"");
  }
  return name;
}

void GraphReader::read_inputs(FieldReader& reader, WrittenLayer& layer) {
  if (!reader.has("inputs")) {
    return;
  }
  const nlohmann::json& inputs = reader.member("inputs");
  const bool names = inputs.is_array() && !inputs.empty() &&
                     std::all_of(inputs.begin(), inputs.end(),
                                 [](const nlohmann::json& name) { return name.is_string(); });
  if (!names) {
    return reader.reject("inputs", "expected a list of names of layers, not empty");
  }
  layer.input_names = inputs.get<std::vector<std::string>>();
  const LayerKind kind = layer.settings.kind;
  if (layer.input_names.size() > 1 && kind != LayerKind::kAdd && kind != LayerKind::kConcat) {
    reader.reject("inputs", "a " + kind_name(kind) + " layer has one input; add or concat join");
  }
}

int GraphReader::read_single(FieldReader& reader, const std::string& where, int before) {
  WrittenLayer layer;
  layer.settings = read_layer(reader, outputs_);
  layer.name = read_name(reader);
  layer.where = where;
  layer.inputs = {before};
  read_inputs(reader, layer);
  return append(std::move(layer));
}

int GraphReader::read_repeat(FieldReader& reader, const std::string& where, int before, int depth) {
  read_own_kind(reader, "repeat");
  const std::int64_t times = reader.integer("repeat", 1, kRepetitions);
  const nlohmann::json& list = reader.member("layers");
  const std::string outer = scope_;
  for (std::int64_t i = 1; i <= times && !fault_; ++i) {
    const std::size_t layers_before = layers_.size();
    scope_ = outer + "_" + std::to_string(i);
    before = read_list(list, where + ".layers", before, depth + 1);
    if (layers_.size() == layers_before) {
      break;  // nor do the others add any: repetitions of nothing, nested, have no end
    }
  }
  scope_ = outer;
  return before;
}

int GraphReader::read_residual(FieldReader& reader, const std::string& where, int before,
                               int depth) {
  read_own_kind(reader, "residual");
  WrittenLayer sum;
  sum.settings.kind = LayerKind::kAdd;
  sum.name = read_name(reader);
  sum.where = where;
  sum.inputs = {read_list(reader.member("residual"), where + ".residual", before, depth + 1)};
  sum.inputs.push_back(reader.has("shortcut") ? read_list(reader.member("shortcut"),
                                                          where + ".shortcut", before, depth + 1)
                                              : before);
  return append(std::move(sum));
}

int GraphReader::read_concat(FieldReader& reader, const std::string& where, int before, int depth) {
  read_own_kind(reader, "concat");
  WrittenLayer joined;
  joined.settings.kind = LayerKind::kConcat;
  joined.name = read_name(reader);
  joined.where = where;
  const nlohmann::json& branches = reader.member("concat");
  if (!branches.is_array() || branches.empty()) {
    reader.reject("concat", "expected a list of lists of layers, not empty");
    return before;
  }
  for (std::size_t i = 0; i < branches.size() && !fault_; ++i) {
    const std::string place = where + ".concat[" + std::to_string(i) + "]";
    joined.inputs.push_back(read_list(branches[i], place, before, depth + 1));
  }
  return append(std::move(joined));
}

}  // namespace wattle::trainer

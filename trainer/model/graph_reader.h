// SPDX-License-Identifier: MIT
// From nested lists of layers to one list, in the order they are written.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "energy/error.h"
#include "trainer/field_reader.h"
#include "trainer/model/layer.h"

namespace wattle::trainer {

/// A layer that was read; its inputs are numbers of others in the list, or kNetworkInput.
struct WrittenLayer {
  LayerSettings settings;
  std::string name;  ///< empty: not named
  std::string where;
  std::string scope;  ///< "_2_1" in the first repetition inside the second one
  std::vector<int> inputs;
  std::vector<std::string> input_names;  ///< instead of `inputs`, which are then still to be found
};

/// Reads the layers of a graph (graph.h) and keeps the first fault.
class GraphReader {
 public:
  explicit GraphReader(std::int64_t outputs) : outputs_(outputs) {}

  /// Appends a list that follows the layer `before`, and returns its last layer.
  int read_list(const nlohmann::json& list, const std::string& where, int before, int depth = 0);

  const std::optional<Error>& fault() const { return fault_; }
  std::vector<WrittenLayer>& layers() { return layers_; }

 private:
  int read_item(const nlohmann::json& item, const std::string& where, int before, int depth);
  int read_single(FieldReader& reader, const std::string& where, int before);
  int read_repeat(FieldReader& reader, const std::string& where, int before, int depth);
  int read_residual(FieldReader& reader, const std::string& where, int before, int depth);
  int read_concat(FieldReader& reader, const std::string& where, int before, int depth);
  void read_inputs(FieldReader& reader, WrittenLayer& layer);
  std::string read_name(FieldReader& reader);
  int append(WrittenLayer layer);
  void reject(const std::string& where, const std::string& message);

  std::int64_t outputs_;
  std::string scope_;
  std::vector<WrittenLayer> layers_;
  std::optional<Error> fault_;
};

}  // namespace wattle::trainer

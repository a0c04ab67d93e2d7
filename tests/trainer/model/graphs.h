// SPDX-License-Identifier: MIT
// Graphs described from their JSON text, on three kinds of input.
#pragma once

#include <nlohmann/json.hpp>

#include "trainer/model/families.h"

namespace wattle::trainer {

inline const InputDescription kImage{InputKind::kImage, {3, 8, 8}, 0};
inline const InputDescription kTokens{InputKind::kTokens, {6}, 50};
inline const InputDescription kTable{InputKind::kTable, {5}, 0};

inline Result<ModelDescription> describe(const char* layers, const InputDescription& input = kImage,
                                         std::int64_t outputs = 10) {
  return describe_model({{"layers", nlohmann::json::parse(layers)}}, input, outputs);
}

}  // namespace wattle::trainer

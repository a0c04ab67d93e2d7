// SPDX-License-Identifier: MIT
// What a training trains: `objective.model`.
#include <string>
#include <utility>

#include "search/scenario/fields.h"

namespace wattle::search {
namespace {

// Ends of ranges: beyond them a scenario is mistaken rather than ambitious (a heuristic).
constexpr double kWidest = 1e6;
constexpr double kMostLayers = 64;
constexpr double kMostConvolutions = 16;
constexpr double kLargestKernel = 31;

Field activation(const std::string& usual) {
  return text("activation")
      .one_of({"relu", "tanh", "gelu", "sigmoid", "leaky_relu", "none"})
      .by_default(usual)
      .means("The function between two layers.");
}

Field layers() {
  return integer("layers")
      .at_least(1)
      .at_most(kMostLayers)
      .by_default(3)
      .means("Fully connected layers.");
}

Field dropout() {
  return number("dropout").at_least(0).below(1).by_default(0.0).means(
      "Share of a hidden layer's outputs set to zero while training.");
}

Field widths(std::string name, std::string each) {
  return list(std::move(name), integer("").at_least(1).at_most(kWidest)).means(std::move(each));
}

Section model_section() {
  return {
      .title = "objective.model",
      .meaning = "The network.",
      .selector = "family",
      .kinds =
          {
              {"mlp",
               "Fully connected layers.",
               {widths("hidden",
                       "Outputs of each hidden layer, in order; empty for a linear model.")
                    .by_default(nlohmann::json::array({64})),
                activation("relu"), dropout()}},
              {"dense_poly",
               "Fully connected layers whose widths fall from the input's size to the number of "
               "classes along a polynomial.",
               {layers(), activation("none")}},
              {"dense_linear",
               "Fully connected layers whose widths fall in equal steps.",
               {layers(), activation("none")}},
              {"simple_cnn",
               "Convolutions, then fully connected layers.",
               {integer("convolutions")
                    .at_least(0)
                    .at_most(kMostConvolutions)
                    .by_default(2)
                    .means("Convolutions of 3x3, each with batch normalisation and pooling."),
                layers(),
                integer("width").at_least(1).at_most(kWidest).means(
                    "Output channels of the first convolution; each later one has three times as "
                    "many. Absent: three times the channels of the images."),
                activation("relu")}},
              {"cnn",
               "Convolutions with pooling, then fully connected layers, all sizes free.",
               {widths("channels", "Output channels of each convolution, in order.")
                    .with_at_least(1)
                    .by_default(nlohmann::json::array({16, 32})),
                widths("hidden", "Outputs of each fully connected hidden layer.")
                    .by_default(nlohmann::json::array({64})),
                integer("kernel")
                    .at_least(1)
                    .at_most(kLargestKernel)
                    .by_default(3)
                    .means("Side of a convolution's window; odd."),
                activation("relu"), dropout(),
                boolean("batch_norm")
                    .by_default(false)
                    .means("Normalise over the batch after each convolution.")}},
          },
  };
}

}  // namespace

Field model_field() {
  return section("model", model_section()).required().with_references().means("The network.");
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// What a training trains: `objective.model`.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "search/scenario/fields.h"

namespace wattle::search {
namespace {

// Ends of ranges: beyond them a scenario is mistaken rather than ambitious (a heuristic).
constexpr double kWidest = 1e6;
constexpr double kMostLayers = 64;
constexpr double kMostConvolutions = 16;
constexpr double kLargestKernel = 31;

/// A submodule of a list has a number for its name.
bool is_number(std::string_view name) {
  return !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_dotted_name(std::string_view name) {
  while (true) {
    const std::size_t dot = name.find('.');
    const std::string_view part = name.substr(0, dot);
    if (!is_identifier(part) && !is_number(part)) return false;
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

Field activation(const std::string& usual) {
  return text("activation")
      .one_of({"relu", "tanh", "gelu", "sigmoid", "leaky_relu", "silu", "elu", "relu6", "hardswish",
               "softplus", "none"})
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

Field width(int usual, std::string meaning) {
  return integer("width").at_least(1).at_most(kWidest).by_default(usual).means(std::move(meaning));
}

Field depth(int usual, std::string meaning) {
  return integer("depth")
      .at_least(1)
      .at_most(kMostLayers)
      .by_default(usual)
      .means(std::move(meaning));
}

Field factor(std::string name, double usual, std::string meaning) {
  return number(std::move(name)).above(0).at_most(16).by_default(usual).means(std::move(meaning));
}

Field dropout_of(double usual) { return dropout().by_default(usual); }

std::vector<Kind> image_kinds() {
  return {
      {"vgg",
       "3x3 convolutions in five stages, then fully connected layers [Simonyan2015].",
       {width(16,
              "Channels of the first stage; each later one has twice as many, at most eight "
              "times (published: 64)."),
        depth(11, "Layers with weights: 11, 13, 16 or 19."),
        widths("hidden", "Outputs of each fully connected hidden layer (published: two of 4096).")
            .by_default(nlohmann::json::array({128})),
        boolean("batch_norm").by_default(true).means("Normalise after each convolution."),
        dropout_of(0.5)}},
      {"resnet",
       "Residual blocks of two 3x3 convolutions in three stages [He2016].",
       {width(16, "Channels of the first stage; each later one has twice as many."),
        integer("depth").at_least(8).at_most(1202).by_default(8).means(
            "Layers with weights, 6 n + 2 for n blocks a stage (published: 20 to 1202)."),
        text("shortcut")
            .one_of({"identity", "projection"})
            .by_default("identity")
            .means("Between stages: every other pixel and zeros for new channels, or a 1x1 "
                   "convolution.")}},
      {"mobilenet_v2",
       "Inverted residuals with depthwise convolutions [Sandler2018].",
       {factor("width", 0.25, "Factor of the published channels."),
        factor("depth", 1.0, "Factor of the published blocks of each stage."), dropout_of(0.2)}},
      {"xception",
       "Depthwise separable convolutions with residuals [Chollet2017].",
       {width(8, "Channels of the first convolution, others in proportion (published: 32)."),
        depth(2, "Blocks in the middle (published: 8)."), dropout_of(0.0)}},
      {"nasnet",
       "The cells of NASNet-A [Zoph2018].",
       {width(8, "Filters of the first cells (published: 44)."),
        depth(1, "Normal cells in each of the three stages (published: 4)."), dropout_of(0.0)}},
  };
}

std::vector<Kind> text_kinds() {
  return {
      {"lstm",
       "Classifies texts by the last state of a long short-term memory.",
       {width(64, "Features of the state."), depth(1, "Layers, one on the other."),
        integer("embedding")
            .at_least(1)
            .at_most(kWidest)
            .by_default(32)
            .means("Features of a token."),
        boolean("bidirectional").by_default(false).means("Read the text backwards too."),
        dropout_of(0.0)}},
      {"transformer",
       "Classifies texts by the mean over an encoder with self-attention [Vaswani2017].",
       {width(64, "Features of a token; a multiple of `heads`."), depth(2, "Blocks."),
        integer("heads").at_least(1).at_most(kWidest).by_default(4).means("Of the attention."),
        integer("feed_forward")
            .at_least(1)
            .at_most(kWidest)
            .means("Width of the layers between attentions. Absent: four times `width`."),
        dropout_of(0.1)}},
  };
}

std::vector<Kind> free_kinds() {
  return {
      {"graph",
       "Any network of known layers; [Models](models.md) tells how.",
       {layers_field()},
       "layers"},
      {"torchscript",
       "A module exported from Python with `torch.jit.script`; [Models](models.md) tells how.",
       {text("torchscript")
            .spelled(
                {".", "the name of a file", [](std::string_view name) { return !name.empty(); }})
            .required()
            .means("The file, relative to the scenario's folder. Training starts from the weights "
                   "in it."),
        map("attributes",
            {"^([A-Za-z_][A-Za-z0-9_]*|[0-9]+)([.]([A-Za-z_][A-Za-z0-9_]*|[0-9]+))*$",
             "a dotted name of an attribute", is_dotted_name},
            anything(""))
            .means("Values to set in the module before training, by dotted names such as "
                   "`encoder.dropout` or `body.0.p`.")},
       "torchscript"},
  };
}

std::vector<Kind> dense_kinds() {
  return {
      {"mlp",
       "Fully connected layers.",
       {widths("hidden", "Outputs of each hidden layer, in order; empty for a linear model.")
            .by_default(nlohmann::json::array({64})),
        activation("relu"), dropout()}},
      {"dense_poly",
       "Fully connected layers whose widths fall from the input's size to the number of "
       "classes along a polynomial.",
       {layers(), activation("none")}},
      {"dense_linear",
       "Fully connected layers whose widths fall in equal steps.",
       {layers(), activation("none")}},
  };
}

std::vector<Kind> convolution_kinds() {
  return {
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
  };
}

Section model_section() {
  Section section{.title = "objective.model", .meaning = "The network.", .selector = "family"};
  for (std::vector<Kind> kinds :
       {dense_kinds(), convolution_kinds(), image_kinds(), text_kinds(), free_kinds()}) {
    for (Kind& kind : kinds) section.kinds.push_back(std::move(kind));
  }
  return section;
}

}  // namespace

Field model_field() {
  return section("model", model_section()).required().with_references().means("The network.");
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// One layer of a network that a person draws: the elements of `objective.model.layers`.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "search/scenario/fields.h"

namespace wattle::search {
namespace {

// Ends of ranges: beyond them a scenario is mistaken rather than ambitious (a heuristic).
constexpr double kWidest = 1e6;
constexpr double kMostLayers = 64;
constexpr double kLargestKernel = 31;
constexpr double kMostRepetitions = 1000;
/// Lists of layers inside lists of layers that are checked here; deeper ones are only the
/// trainer's to check.
constexpr int kCheckedLevels = 8;

Field count(std::string name) { return integer(std::move(name)).at_least(1).at_most(kWidest); }

Field kernel(int usual) {
  return integer("kernel")
      .at_least(1)
      .at_most(kLargestKernel)
      .by_default(usual)
      .means("Side of the square window.");
}

Field stride() { return integer("stride").at_least(1).at_most(kLargestKernel); }

Field name_field() {
  return text("name")
      .spelled(
          {"^[A-Za-z_][A-Za-z0-9_]*$", "a name of letters, digits and underscores", is_identifier})
      .means(
          "What `inputs` of other layers call it. Inside a `repeat`, the k-th repetition's "
          "layer is `NAME_k` for layers outside.");
}

/// A kind of layer, with the members of every layer.
Kind layer(std::string name, std::string meaning, std::vector<Field> fields = {}) {
  fields.push_back(name_field());
  fields.push_back(list("inputs", text(""))
                       .with_at_least(1)
                       .means("Names of the layers whose outputs it takes, or `input` for what the "
                              "network is fed. Absent: the layer before it."));
  return {std::move(name), std::move(meaning), std::move(fields)};
}

Kind convolution() {
  return layer("convolution", "A square window of weights that walks over an image.",
               {count("channels").required().means("Of its output."), kernel(3),
                stride().by_default(1).means("Pixels from one window to the next."),
                anything("padding").by_default("same").means(
                    "Rows and columns of zeros on each side, or `same`: stride 1 then keeps "
                    "height and width, which takes an odd kernel."),
                count("groups").by_default(1).means(
                    "Parts that the channels fall into, each filtered for itself; as many as there "
                    "are channels makes a depthwise convolution."),
                integer("dilation")
                    .at_least(1)
                    .at_most(kLargestKernel)
                    .by_default(1)
                    .means("Pixels from one weight to the next."),
                boolean("bias").by_default(true).means("Add a number to each channel.")});
}

Kind linear() {
  return layer("linear", "Weighted sums of a vector, or of each element of a sequence.",
               {count("features").means("Of its output. Absent: one for each class."),
                boolean("bias").by_default(true).means("Add a number to each feature.")});
}

Kind pooling(std::string name, std::string meaning) {
  return layer(std::move(name), std::move(meaning),
               {kernel(2), stride().means("Pixels from one window to the next. Absent: `kernel`."),
                integer("padding")
                    .at_least(0)
                    .at_most(kLargestKernel)
                    .by_default(0)
                    .means("Rows and columns on each side, at most half the kernel.")});
}

Kind recurrent(std::string name, std::string meaning) {
  return layer(std::move(name), std::move(meaning),
               {count("hidden").required().means("Features of the state."),
                integer("layers")
                    .at_least(1)
                    .at_most(kMostLayers)
                    .by_default(1)
                    .means("How many stand one on the other."),
                boolean("bidirectional").by_default(false).means("Read it backwards too."),
                text("output")
                    .one_of({"last", "sequence"})
                    .by_default("last")
                    .means("`last` state that is no padding, or the whole `sequence` of states.")});
}

std::vector<Kind> activations() {
  std::vector<Kind> kinds;
  for (const char* name : {"relu", "tanh", "gelu", "sigmoid", "leaky_relu", "silu", "elu", "relu6",
                           "hardswish", "softplus"}) {
    kinds.push_back(layer(name, "An activation."));
  }
  return kinds;
}

std::vector<Kind> single_layers() {
  std::vector<Kind> kinds = {
      convolution(),
      linear(),
      layer("batch_norm", "Normalises each channel over the batch."),
      layer("layer_norm", "Normalises each example, or each element of a sequence."),
      layer("group_norm", "Normalises groups of channels of each example.",
            {count("groups").required().means("Parts that the channels fall into.")}),
      pooling("max_pooling", "The largest value in a window."),
      pooling("average_pooling", "The mean in a window, zeros around the image included."),
      layer("global_average_pooling", "The mean of each channel."),
      layer("dropout", "Sets a share of its input to zero while training.",
            {number("probability").at_least(0).below(1).by_default(0.5).means("The share.")}),
      layer("flatten", "To a vector."),
      layer("sequence", "An image as the sequence of its pixels, row after row."),
      layer("embedding", "A learned vector for each token; it is what tokens go through first.",
            {count("features").required().means("Of a vector.")}),
      layer("position", "Adds a learned vector for each position of a sequence."),
      recurrent("lstm", "A long short-term memory over a sequence."),
      recurrent("gru", "A gated recurrent unit over a sequence."),
      layer("attention", "Self-attention over a sequence, which leaves out padding.",
            {count("heads").by_default(1).means("Parts that the features fall into.")}),
      layer("mean", "The mean over a sequence, without padding."),
      layer("pad_channels", "Adds channels of zeros.",
            {count("channels").required().means("Of its output.")}),
      layer("add", "The sum of its `inputs`."),
      layer("concat",
            "Its `inputs`, or the ends of the branches in `concat`, one after the other."),
  };
  for (Kind& kind : activations()) kinds.push_back(std::move(kind));
  return kinds;
}

/// Lists of layers as a layer; `concat`, which is a layer of its own too, has its branches there.
std::vector<Kind> nested_layers(const Field& layers) {
  Field residual = layers;
  residual.name = "residual";
  Field shortcut = layers;
  shortcut.name = "shortcut";
  return {{"repeat",
           "The same layers several times, each with weights of its own.",
           {integer("repeat").at_least(0).at_most(kMostRepetitions).required().means("How often."),
            Field(layers).required().means("What is repeated.")},
           "repeat"},
          {"residual",
           "The sum of two ways from the layer before.",
           {residual.required().means("One way."),
            shortcut.means("The other one. Absent: nothing on it."), name_field()},
           "residual"}};
}

/// `layers`: what stands in the lists inside it.
Section layer_section(const Field& layers) {
  std::vector<Kind> kinds = single_layers();
  Kind& concat = *std::find_if(kinds.begin(), kinds.end(),
                               [](const Kind& kind) { return kind.name == "concat"; });
  concat.marker = "concat";
  concat.fields.push_back(list("concat", layers)
                              .with_at_least(1)
                              .means("Branches from the layer before, instead of `inputs`; each is "
                                     "a list of layers."));
  for (Kind& kind : nested_layers(layers)) kinds.push_back(std::move(kind));
  return {.title = "objective.model.layers",
          .meaning =
              "A layer. It follows the one before it, or those that its `inputs` name; the "
              "last one gives the classes. [Models](models.md) tells how layers go "
              "together, with examples.",
          .selector = "kind",
          .kinds = std::move(kinds)};
}

}  // namespace

Field layers_field() {
  Field layers = list("layers", anything(""));
  for (int level = 0; level < kCheckedLevels; ++level) {
    layers = list("layers", section("", layer_section(layers)));
  }
  return layers.with_at_least(1).required().means("The network, layer by layer.");
}

}  // namespace wattle::search

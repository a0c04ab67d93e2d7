// SPDX-License-Identifier: MIT
#include "trainer/model/torchscript.h"

#include <cmath>
#include <iomanip>
#include <limits>
#include <sstream>
#include <vector>

#include "trainer/model/constants.h"

namespace wattle::trainer {
namespace {

std::string real(double value) {
  std::ostringstream out;
  out << std::setprecision(std::numeric_limits<double>::max_digits10) << std::showpoint << value;
  return out.str();
}

std::string whole(std::int64_t value) { return std::to_string(value); }

/// "[k, k]"
std::string pair(std::int64_t k) { return "[" + whole(k) + ", " + whole(k) + "]"; }

std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) {
    text.append(text.empty() ? "" : ", ").append(item);
  }
  return "[" + text + "]";
}

std::string listed(const Sizes& sizes) {
  std::vector<std::string> items;
  for (const std::int64_t size : sizes) {
    items.push_back(whole(size));
  }
  return listed(items);
}

/// The layer's tensors, as attributes.
std::vector<std::string> tensors(const Layer& layer, const std::vector<std::string>& endings) {
  std::vector<std::string> names;
  names.reserve(endings.size());
  for (const std::string& ending : endings) {
    names.push_back("self." + layer.name + "_" + ending);
  }
  return names;
}

/// Writes one forward pass, line by line.
class SourceWriter {
 public:
  explicit SourceWriter(const ModelDescription& description)
      : description_(description), variables_(description.layers.size()) {
    name_variables();
  }

  std::string write(bool scaled) {
    source_ = "def forward(self, x: Tensor) -> Tensor:\n";
    if (scaled) {
      line("x = (x - self.input_mean) * self.input_scale");
    }
    if (input_ != "x") {
      line(input_ + " = x");
    }
    write_padding();
    for (std::size_t i = 0; i < description_.layers.size(); ++i) {
      write_layer(description_.layers[i], variables_[i]);
    }
    line("return " + (variables_.empty() ? input_ : variables_.back()));
    return std::move(source_);
  }

 private:
  /// Whoever is taken by the next layer alone is called x, which is then free again.
  void name_variables() {
    const auto& layers = description_.layers;
    std::vector<bool> kept(layers.size() + 1, false);  // the network's input first
    for (std::size_t i = 0; i < layers.size(); ++i) {
      for (const int input : layers[i].inputs) {
        const auto place = static_cast<std::size_t>(input) + 1;  // the input is -1
        kept[place] = kept[place] || place != i;
      }
    }
    input_ = kept[0] ? "v_input" : "x";
    for (std::size_t i = 0; i < layers.size(); ++i) {
      variables_[i] = kept[i + 1] ? "v_" + layers[i].name : "x";
    }
  }

  void line(const std::string& text) { source_ += "    " + text + "\n"; }

  const std::string& variable(int layer) const {
    return layer == kNetworkInput ? input_ : variables_[static_cast<std::size_t>(layer)];
  }

  /// Where the tokens are padding; the first one never is, so that no sequence is empty.
  void write_padding() {
    if (description_.input.kind == InputKind::kTokens) {
      line("padding = torch.constant_pad_nd(torch.eq(torch.narrow(" + input_ + ", 1, 1, " +
           whole(description_.input.shape[0] - 1) + "), 0), [1, 0], 0)");
    }
  }

  bool input_masked(const Layer& layer) const {
    return layer.inputs[0] != kNetworkInput &&
           description_.layers[static_cast<std::size_t>(layer.inputs[0])].masked;
  }

  void write_layer(const Layer& layer, const std::string& result) {
    const std::string& x = variable(layer.inputs[0]);
    switch (layer.kind) {
      case LayerKind::kLstm:
      case LayerKind::kGru:
        return write_recurrent(layer, x, result);
      case LayerKind::kAttention:
        return write_attention(layer, x, result);
      case LayerKind::kMean:
        return write_mean(layer, x, result);
      default:
        break;
    }
    const std::string expression = call(layer, x);
    if (expression != result) {
      line(result + " = " + expression);
    }
  }

  static std::string window(const Layer& layer) {
    return pair(layer.kernel) + ", " + pair(layer.stride) + ", " + pair(layer.padding) + ")";
  }

  std::string joined(const Layer& layer) const {
    std::vector<std::string> names;
    for (const int input : layer.inputs) {
      names.push_back(variable(input));
    }
    if (layer.kind == LayerKind::kConcat) {
      return "torch.cat(" + listed(names) + ", " + (layer.input.size() == 2 ? "2)" : "1)");
    }
    std::string sum = names.front();
    for (std::size_t i = 1; i < names.size(); ++i) {
      sum.insert(0, "torch.add(").append(", ").append(names[i]).append(")");
    }
    return sum;
  }

  static std::string activation_call(Activation activation, const std::string& x) {
    return activation == Activation::kLeakyRelu
               ? "torch.leaky_relu(" + x + ", " + real(kLeakySlope) + ")"
               : "torch." + activation_name(activation) + "(" + x + ")";
  }

  static std::string normalisation_call(const Layer& layer, const std::string& x,
                                        const std::vector<std::string>& own) {
    const std::string affine = own[0] + ", " + own[1] + ", ";
    if (layer.kind == LayerKind::kLayerNormalisation) {
      const Sizes scaled = layer.input.size() == 2 ? Sizes{layer.input.back()} : layer.input;
      return "torch.layer_norm(" + x + ", " + listed(scaled) + ", " + affine +
             real(kNormalisationEpsilon) + ", False)";
    }
    if (layer.kind == LayerKind::kGroupNormalisation) {
      return "torch.group_norm(" + x + ", " + whole(layer.groups) + ", " + affine +
             real(kNormalisationEpsilon) + ", False)";
    }
    const std::vector<std::string> running = tensors(layer, buffer_names(layer));
    return "torch.batch_norm(" + x + ", " + affine + running[0] + ", " + running[1] + ", False, " +
           real(kNormalisationMomentum) + ", " + real(kNormalisationEpsilon) + ", False)";
  }

  /// The expression for the layer's output; the input itself when a network at rest passes it on.
  std::string call(const Layer& layer, const std::string& x) const {
    const std::vector<std::string> own = tensors(layer, parameter_names(layer));
    const std::string bias = layer.bias && own.size() > 1 ? own[1] : "None";
    switch (layer.kind) {
      case LayerKind::kConvolution:
        return "torch.conv2d(" + x + ", " + own[0] + ", " + bias + ", " + pair(layer.stride) +
               ", " + pair(layer.padding) + ", " + pair(layer.dilation) + ", " +
               whole(layer.groups) + ")";
      case LayerKind::kLinear:
        return "torch.linear(" + x + ", " + own[0] + ", " + bias + ")";
      case LayerKind::kActivation:
        return activation_call(layer.activation, x);
      case LayerKind::kNormalisation:
      case LayerKind::kLayerNormalisation:
      case LayerKind::kGroupNormalisation:
        return normalisation_call(layer, x, own);
      case LayerKind::kPooling:
        return "torch.max_pool2d(" + x + ", " + window(layer);
      case LayerKind::kAveragePooling:
        return "torch.avg_pool2d(" + x + ", " + window(layer);
      case LayerKind::kGlobalPooling:
        return "torch.mean(" + x + ", [2, 3])";
      case LayerKind::kReshape:
        return "torch.flatten(" + x + ", 1)";
      case LayerKind::kSequence:
        return "torch.transpose(torch.flatten(" + x + ", 2), 1, 2)";
      case LayerKind::kEmbedding:
        return "torch.embedding(" + own[0] + ", " + x + ", 0)";
      case LayerKind::kPosition:
        return "torch.add(" + x + ", " + own[0] + ")";
      case LayerKind::kPadChannels:
        return "torch.constant_pad_nd(" + x + ", [0, 0, 0, 0, 0, " +
               whole(layer.features - layer.input[0]) + "], 0)";
      case LayerKind::kAdd:
      case LayerKind::kConcat:
        return joined(layer);
      default:
        return x;
    }
  }

  void write_recurrent(const Layer& layer, const std::string& x, const std::string& result) {
    const std::string weights = listed(tensors(layer, parameter_names(layer)));
    const std::string first = "torch.new_zeros(" + x + ", [" +
                              whole(layer.layers * directions(layer)) + ", torch.size(" + x +
                              ", 0), " + whole(layer.features) + "])";
    const bool lstm = layer.kind == LayerKind::kLstm;
    line("state = " + first);
    line(std::string(lstm ? "x, h, c = torch.lstm(" : "x, h = torch.gru(") + x + ", " +
         (lstm ? "[state, state]" : "state") + ", " + weights + ", True, " + whole(layer.layers) +
         ", 0.0, False, " + (layer.bidirectional ? "True" : "False") + ", True)");
    if (!layer.whole_sequence) {
      write_last_state(layer);
    }
    if (result != "x") {
      line(result + " = x");
    }
  }

  void write_last_state(const Layer& layer) {
    line("first = torch.select(x, 1, 0)");
    if (input_masked(layer)) {
      line("last = torch.argmax(torch.cumsum(torch.logical_not(padding), 1), 1, True)");
      line("x = torch.squeeze(torch.take_along_dim(x, torch.unsqueeze(last, 2), 1), 1)");
    } else {
      line("x = torch.select(x, 1, " + whole(layer.input[0] - 1) + ")");
    }
    if (layer.bidirectional) {
      const std::string hidden = whole(layer.features);
      line("x = torch.cat([torch.narrow(x, 1, 0, " + hidden + "), torch.narrow(first, 1, " +
           hidden + ", " + hidden + ")], 1)");
    }
  }

  void write_attention(const Layer& layer, const std::string& x, const std::string& result) {
    const std::vector<std::string> own = tensors(layer, parameter_names(layer));
    const std::string length = whole(layer.input[0]);
    const std::int64_t size = layer.input[1] / layer.heads;
    line("qkv = torch.linear(" + x + ", " + own[0] + ", " + own[1] + ")");
    line("qkv = torch.permute(torch.reshape(qkv, [-1, " + length + ", 3, " + whole(layer.heads) +
         ", " + whole(size) + "]), [2, 0, 3, 1, 4])");
    line("scores = torch.matmul(torch.mul(torch.select(qkv, 0, 0), " + real(score_scale(size)) +
         "), torch.transpose(torch.select(qkv, 0, 1), 2, 3))");
    if (input_masked(layer)) {
      line("scores = torch.masked_fill(scores, torch.unsqueeze(torch.unsqueeze(padding, 1), 1), " +
           real(kMaskedScore) + ")");
    }
    line("sums = torch.matmul(torch.softmax(scores, 3), torch.select(qkv, 0, 2))");
    line(result + " = torch.linear(torch.reshape(torch.permute(sums, [0, 2, 1, 3]), [-1, " +
         length + ", " + whole(layer.input[1]) + "]), " + own[2] + ", " + own[3] + ")");
  }

  void write_mean(const Layer& layer, const std::string& x, const std::string& result) {
    if (!input_masked(layer)) {
      return line(result + " = torch.mean(" + x + ", [1])");
    }
    line("kept = torch.unsqueeze(torch.type_as(torch.logical_not(padding), " + x + "), 2)");
    line(result + " = torch.div(torch.sum(torch.mul(" + x + ", kept), [1]), torch.sum(kept, [1]))");
  }

  const ModelDescription& description_;
  std::string input_;
  std::vector<std::string> variables_;  ///< of each layer's output
  std::string source_;
};

}  // namespace

std::string torchscript_source(const ModelDescription& description, bool scaled) {
  return SourceWriter(description).write(scaled);
}

}  // namespace wattle::trainer

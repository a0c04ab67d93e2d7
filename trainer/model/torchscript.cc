// SPDX-License-Identifier: MIT
#include "trainer/model/torchscript.h"

#include <iomanip>
#include <limits>
#include <sstream>

#include "trainer/model/constants.h"

namespace wattle::trainer {
namespace {

std::string real(double value) {
  std::ostringstream out;
  out << std::setprecision(std::numeric_limits<double>::max_digits10) << std::showpoint << value;
  return out.str();
}

/// "[k, k]"
std::string pair(std::int64_t k) {
  std::ostringstream out;
  out << "[" << k << ", " << k << "]";
  return out.str();
}

std::string activation_call(Activation activation) {
  return activation == Activation::kLeakyRelu ? "torch.leaky_relu(x, " + real(kLeakySlope) + ")"
                                              : "torch." + activation_name(activation) + "(x)";
}

/// The expression for the layer's output, empty when a network at rest passes its input on.
std::string call(const Layer& layer) {
  const std::string self = "self." + layer.name;
  const std::string affine = self + "_weight, " + self + "_bias";
  switch (layer.kind) {
    case LayerKind::kConvolution:
      return "torch.conv2d(x, " + affine + ", [1, 1], " + pair(layer.kernel / 2) + ")";
    case LayerKind::kLinear:
      return "torch.linear(x, " + affine + ")";
    case LayerKind::kActivation:
      return activation_call(layer.activation);
    case LayerKind::kNormalisation:
      return "torch.batch_norm(x, " + affine + ", " + self + "_mean, " + self +
             "_variance, False, " + real(kNormalisationMomentum) + ", " +
             real(kNormalisationEpsilon) + ", False)";
    case LayerKind::kPooling:
      return "torch.max_pool2d(x, " + pair(layer.kernel) + ")";
    case LayerKind::kReshape:
      return "torch.flatten(x, 1)";
    case LayerKind::kDropout:
      return {};
  }
  return {};
}

}  // namespace

std::string torchscript_source(const ModelDescription& description, bool scaled) {
  std::string source = "def forward(self, x: Tensor) -> Tensor:\n";
  if (scaled) {
    source += "    x = (x - self.input_mean) * self.input_scale\n";
  }
  for (const Layer& layer : description.layers) {
    if (const std::string expression = call(layer); !expression.empty()) {
      source += "    x = " + expression + "\n";
    }
  }
  return source + "    return x\n";
}

}  // namespace wattle::trainer

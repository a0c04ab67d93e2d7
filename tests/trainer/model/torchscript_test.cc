// SPDX-License-Identifier: MIT
#include "trainer/model/torchscript.h"

#include <gmock/gmock.h>

namespace wattle::trainer {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(TorchScriptSource, SpellsOutASmallNetwork) {
  DescriptionBuilder builder({InputKind::kImage, {1, 8, 8}, 0});
  builder.convolution(4, 3);
  builder.activation(Activation::kTanh);
  builder.max_pooling();
  builder.flatten();
  builder.linear(10);
  EXPECT_EQ(torchscript_source(*builder.finish(10), true),
            "def forward(self, x: Tensor) -> Tensor:\n"
            "    x = (x - self.input_mean) * self.input_scale\n"
            "    x = torch.conv2d(x, self.convolution1_weight, self.convolution1_bias, [1, 1], "
            "[1, 1], [1, 1], 1)\n"
            "    x = torch.tanh(x)\n"
            "    x = torch.max_pool2d(x, [2, 2], [2, 2], [0, 0])\n"
            "    x = torch.flatten(x, 1)\n"
            "    x = torch.linear(x, self.linear1_weight, self.linear1_bias)\n"
            "    return x\n");
}

TEST(TorchScriptSource, LeavesDropoutOut) {
  DescriptionBuilder builder({InputKind::kImage, {1, 8, 8}, 0});
  builder.flatten();
  builder.dropout(0.5);
  builder.linear(10);
  EXPECT_THAT(torchscript_source(*builder.finish(10), false), Not(HasSubstr("dropout")));
}

}  // namespace
}  // namespace wattle::trainer

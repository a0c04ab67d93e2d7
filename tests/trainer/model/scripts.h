// SPDX-License-Identifier: MIT
// Small TorchScript modules, written for the test that needs them.
#pragma once

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/csrc/jit/api/module.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/trainer/temporary_folder.h"
#include "trainer/model/model.h"
#include "trainer/model/network.h"
#include "trainer/model/script_description.h"

namespace wattle::trainer {

inline const InputDescription kScriptInput{InputKind::kTable, {6}, 0};

/// A folder with one module in it, whose forward() is `body`; it may use `self.weight` (4 x 6),
/// `self.p`, which is 0.5, and the buffers `self.mean` (6 zeros) and `self.variance` (6 ones).
class Scripts {
 public:
  explicit Scripts(const std::string& body) { write(body); }

  void write(const std::string& body) const {
    torch::jit::Module module("Written");
    module.register_attribute("training", c10::BoolType::get(), true);
    module.register_attribute("p", c10::FloatType::get(), 0.5);
    module.register_attribute("times", c10::IntType::get(), 1);
    const at::Tensor numbers = at::arange(24, at::kFloat);
    module.register_parameter("weight", at::sin(numbers).reshape({4, 6}), false);
    module.register_buffer("mean", at::zeros({6}));
    module.register_buffer("variance", at::ones({6}));
    module.register_module("inner", inner());
    module.define("def forward(self, x: Tensor) -> Tensor:\n    " + body + "\n");
    module.save((folder_.path() / "module.pt").string());
  }

  nlohmann::json model(const nlohmann::json& attributes = nlohmann::json::object()) const {
    return {{"torchscript", "module.pt"}, {"attributes", attributes}};
  }
  const std::filesystem::path& folder() const { return folder_.path(); }

  Result<ModelDescription> describe(
      const nlohmann::json& attributes = nlohmann::json::object()) const {
    return describe_script(model(attributes), folder(), kScriptInput, 4);
  }
  std::unique_ptr<Model> make(const nlohmann::json& attributes = nlohmann::json::object(),
                              const InputScaling& scaling = {}) const {
    const auto description = describe(attributes);
    EXPECT_TRUE(description) << description.error().message;
    return std::move(*make_model(*description, scaling, make_generator(1)));
  }

 private:
  static torch::jit::Module inner() {
    torch::jit::Module module("Inner");
    module.register_attribute("sharpness", c10::FloatType::get(), 1.0);
    module.type()->addConstant("fixed", 0.25);
    module.define("def forward(self, x: Tensor) -> Tensor:\n    return x * self.sharpness\n");
    return module;
  }

  TemporaryFolder folder_;
};

inline at::Tensor inputs(std::int64_t count = 3) {
  at::Generator generator = make_generator(5);
  return at::empty({count, 6}).uniform_(0.5, 1.5, generator);
}

inline constexpr const char* kLinear = "return torch.linear(x, self.weight)";
inline constexpr const char* kDropped =
    "return torch.linear(torch.dropout(x, self.p, self.training), self.weight)";

}  // namespace wattle::trainer

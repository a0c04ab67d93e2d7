// SPDX-License-Identifier: MIT
// Random numbers of TorchScript modules, drawn from a generator that somebody owns.
#pragma once

#include <ATen/core/Generator.h>
#include <torch/csrc/jit/api/module.h>

#include "energy/error.h"

namespace wattle::trainer {

/// In TorchScript dropout draws from libtorch's default generator, which all threads share. This
/// replaces it, in every function that the module may call, by operations that draw from the
/// generator of a DropoutScope. What draws in other ways (aten::rand, the dropout inside
/// aten::lstm, ...), and whatever else script_rules.h has, is refused by name: kInvalidArgument,
/// the module then being half rewritten. To be called before the module first runs; its
/// __setstate__ has run by then. It can no longer be saved.
Result<void> own_randomness(torch::jit::Module& module);

/// While it lives, modules of this thread draw their dropout from `generator`.
class DropoutScope {
 public:
  explicit DropoutScope(at::Generator& generator);
  ~DropoutScope();
  DropoutScope(const DropoutScope&) = delete;
  DropoutScope& operator=(const DropoutScope&) = delete;

 private:
  at::Generator* before_;
};

}  // namespace wattle::trainer

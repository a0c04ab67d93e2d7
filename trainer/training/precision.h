// SPDX-License-Identifier: MIT
// What the forward pass computes in.
#pragma once

#include <ATen/core/Tensor.h>

#include "trainer/training/specification.h"

namespace wattle::trainer {

/// For its lifetime, forward passes on this thread compute in `precision` on `device`, as
/// libtorch's autocast does it. The setting is the thread's own; neighbours keep theirs.
/// Nothing is cached between scopes: autocast's cache is shared by all threads of a process.
class PrecisionScope {
 public:
  PrecisionScope(Precision precision, const at::Device& device);
  ~PrecisionScope();
  PrecisionScope(const PrecisionScope&) = delete;
  PrecisionScope& operator=(const PrecisionScope&) = delete;

 private:
  void enable(bool enabled) const;

  bool active_;
  bool on_cpu_;
};

}  // namespace wattle::trainer

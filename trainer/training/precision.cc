// SPDX-License-Identifier: MIT
#include "trainer/training/precision.h"

#include <ATen/autocast_mode.h>

namespace wattle::trainer {

PrecisionScope::PrecisionScope(Precision precision, const at::Device& device)
    : active_(precision == Precision::kBfloat16), on_cpu_(device.is_cpu()) {
  if (!active_) {
    return;
  }
  at::autocast::set_autocast_cache_enabled(false);
  if (on_cpu_) {
    at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
  } else {
    at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
  }
  enable(true);
}

PrecisionScope::~PrecisionScope() {
  if (active_) {
    enable(false);
    at::autocast::set_autocast_cache_enabled(true);
  }
}

void PrecisionScope::enable(bool enabled) const {
  if (on_cpu_) {
    at::autocast::set_cpu_enabled(enabled);
  } else {
    at::autocast::set_enabled(enabled);
  }
}

}  // namespace wattle::trainer

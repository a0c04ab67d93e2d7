// SPDX-License-Identifier: MIT
// Where a training computes.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>

#include "energy/error.h"
#include "trainer/model/model.h"

namespace wattle::trainer {

/// The device that "auto", "cpu", "cuda" or "cuda:1" means here. "auto" is the first CUDA device,
/// or the CPU where there is none. Failure: kUnavailable.
Result<at::Device> find_device(const std::string& name);

/// Weights are drawn on the CPU, so that they are the same on every device, and then moved.
void move_to(const at::Device& device, const Model& model);

/// Waits until the device has computed all that it was asked to.
void finish_work(const at::Device& device);

/// A generator of the device's own kind, so that a mask need not travel to it.
at::Generator make_device_generator(std::uint64_t seed, const at::Device& device);

/// Has convolutions on CUDA devices repeat themselves, in full 32 bits where 32 are asked for.
/// Process-wide; call it before the first training.
void make_cuda_repeatable();

}  // namespace wattle::trainer

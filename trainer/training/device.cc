// SPDX-License-Identifier: MIT
#include "trainer/training/device.h"

#include <ATen/Context.h>

#include "trainer/model/network.h"

namespace wattle::trainer {

Result<at::Device> find_device(const std::string& name) {
  const bool any = at::hasCUDA() && at::detail::getCUDAHooks().getNumGPUs() > 0;
  if (name == "cpu" || (name == "auto" && !any)) {
    return at::Device(at::kCPU);
  }
  const at::Device device(name == "auto" || name == "cuda" ? "cuda:0" : name);
  const int count = any ? static_cast<int>(at::detail::getCUDAHooks().getNumGPUs()) : 0;
  if (device.index() >= count) {
    return fail(ErrorCode::kUnavailable,
                "training.device: " + name +
                    " is not there; CUDA devices that libtorch sees: " + std::to_string(count),
                "use \"cpu\", or a libtorch built for CUDA");
  }
  return device;
}

at::Generator make_device_generator(std::uint64_t seed, const at::Device& device) {
  if (device.is_cpu()) {
    return make_generator(seed);
  }
  // A copy: the default generator itself is never drawn from.
  at::Generator generator = at::globalContext().defaultGenerator(device).clone();
  generator.set_current_seed(seed);
  return generator;
}

void make_cuda_repeatable() {
  at::globalContext().setDeterministicCuDNN(true);
  at::globalContext().setBenchmarkCuDNN(false);
  at::globalContext().setAllowTF32CuDNN(false);
}

void move_to(const at::Device& device, const Model& model) {
  for (const auto& [name, tensor] : model.named_tensors()) {
    tensor.set_data(tensor.to(device));
  }
}

void finish_work(const at::Device& device) {
  if (device.is_cuda()) {
    at::detail::getCUDAHooks().deviceSynchronize(device.index());
  }
}

}  // namespace wattle::trainer

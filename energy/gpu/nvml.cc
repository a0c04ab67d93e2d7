// SPDX-License-Identifier: MIT
#include "energy/gpu/nvml.h"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "energy/gpu/nvml_abi.h"

namespace wattle::energy {

using nvml_abi::Device;

struct NvmlFunctions {
  int (*init)() = nullptr;
  int (*shutdown)() = nullptr;
  int (*count)(unsigned*) = nullptr;
  int (*device)(unsigned, Device*) = nullptr;
  // These may be missing in a library: then they answer kFunctionNotFound.
  int (*uuid)(Device, char*, unsigned) = nullptr;
  int (*name)(Device, char*, unsigned) = nullptr;
  int (*mig_mode)(Device, unsigned*, unsigned*) = nullptr;
  int (*energy)(Device, unsigned long long*) = nullptr;
  int (*power)(Device, unsigned*) = nullptr;
  int (*limit)(Device, unsigned*) = nullptr;
  int (*limit_range)(Device, unsigned*, unsigned*) = nullptr;
  int (*set_limit)(Device, unsigned) = nullptr;
  int (*processes)(Device, nvml_abi::ProcessUtilization*, unsigned*, unsigned long long) = nullptr;
};

namespace {

constexpr double kMilliwatt = 1e-3;

template <class Function>
void resolve(void* library, const char* name, Function*& function) {
  function = reinterpret_cast<Function*>(::dlsym(library, name));
}

std::unique_ptr<NvmlFunctions> resolve_all(void* library) {
  auto f = std::make_unique<NvmlFunctions>();
  resolve(library, "nvmlInit_v2", f->init);
  resolve(library, "nvmlShutdown", f->shutdown);
  resolve(library, "nvmlDeviceGetCount_v2", f->count);
  resolve(library, "nvmlDeviceGetHandleByIndex_v2", f->device);
  resolve(library, "nvmlDeviceGetUUID", f->uuid);
  resolve(library, "nvmlDeviceGetName", f->name);
  resolve(library, "nvmlDeviceGetMigMode", f->mig_mode);
  resolve(library, "nvmlDeviceGetTotalEnergyConsumption", f->energy);
  resolve(library, "nvmlDeviceGetPowerUsage", f->power);
  resolve(library, "nvmlDeviceGetPowerManagementLimit", f->limit);
  resolve(library, "nvmlDeviceGetPowerManagementLimitConstraints", f->limit_range);
  resolve(library, "nvmlDeviceSetPowerManagementLimit", f->set_limit);
  resolve(library, "nvmlDeviceGetProcessUtilization", f->processes);
  return f;
}

template <class... Parameters, class... Arguments>
int call(int (*function)(Parameters...), Arguments... arguments) {
  return function == nullptr ? nvml_abi::kFunctionNotFound : function(arguments...);
}

tl::unexpected<Error> init_failure(int code) {
  switch (code) {
    case nvml_abi::kDriverNotLoaded:
      return fail(
          ErrorCode::kUnavailable, "NVML is there, but the NVIDIA driver is not loaded",
          "in a container, start it with the NVIDIA runtime; else load the module `nvidia`");
    case nvml_abi::kVersionMismatch:
      return fail(ErrorCode::kUnavailable, "NVML and the loaded NVIDIA driver differ in version",
                  "the driver was updated: restart the machine");
    case nvml_abi::kNoPermission:
      return fail(ErrorCode::kPermissionDenied, "this user may not use the NVIDIA driver",
                  "look at the rights of /dev/nvidiactl");
    default:
      return fail(ErrorCode::kUnavailable, "NVML does not start: error " + std::to_string(code));
  }
}

}  // namespace

Result<std::shared_ptr<const Nvml>> Nvml::open(const std::string& library) {
  void* const handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    return fail(ErrorCode::kUnavailable, library + " cannot be loaded: no NVIDIA driver is here",
                "in a container, start it with the NVIDIA runtime");
  }
  std::shared_ptr<void> loaded(handle, [](void* open) { ::dlclose(open); });
  auto functions = resolve_all(handle);
  if (functions->init == nullptr || functions->shutdown == nullptr || functions->count == nullptr ||
      functions->device == nullptr) {
    return fail(ErrorCode::kUnavailable, library + " is no NVML of version 2 or later");
  }
  const int code = functions->init();
  if (code != nvml_abi::kSuccess) return init_failure(code);
  return std::shared_ptr<const Nvml>(new Nvml(std::move(loaded), std::move(functions)));
}

Nvml::Nvml(std::shared_ptr<void> library, std::unique_ptr<NvmlFunctions> functions)
    : library_(std::move(library)), functions_(std::move(functions)) {}

Nvml::~Nvml() { functions_->shutdown(); }

tl::unexpected<Error> Nvml::failure(int code, int gpu, const std::string& what) const {
  const std::string of = "gpu-" + std::to_string(gpu) + ": " + what;
  switch (code) {
    case nvml_abi::kNotSupported:
    case nvml_abi::kFunctionNotFound:
      return fail(ErrorCode::kUnavailable, of + " is not supported by this GPU or its driver");
    case nvml_abi::kNoPermission:
      return fail(ErrorCode::kPermissionDenied, of + " is not permitted to this user");
    case nvml_abi::kNotFound:
    case nvml_abi::kGpuIsLost:
      return fail(ErrorCode::kUnavailable, of + " failed: the GPU is lost",
                  "it fell off the bus or was taken out of the container; see `dmesg`");
    case nvml_abi::kResetRequired:
      return fail(ErrorCode::kUnavailable, of + " failed: the GPU must be reset first");
    default:
      return fail(ErrorCode::kInternal, of + " failed with NVML error " + std::to_string(code));
  }
}

Result<Device> Nvml::device(int gpu) const {
  Device device = nullptr;
  const int code = functions_->device(static_cast<unsigned>(gpu), &device);
  if (code != nvml_abi::kSuccess) return failure(code, gpu, "opening it");
  return device;
}

Result<int> Nvml::count() const {
  unsigned count = 0;
  const int code = functions_->count(&count);
  if (code != nvml_abi::kSuccess) {
    return fail(ErrorCode::kInternal, "NVML cannot count GPUs: error " + std::to_string(code));
  }
  return static_cast<int>(count);
}

Result<std::string> Nvml::uuid(int gpu) const {
  const auto handle = device(gpu);
  if (!handle) return tl::unexpected(handle.error());
  std::array<char, nvml_abi::kNameSize> text{};
  const int code = call(functions_->uuid, *handle, text.data(), nvml_abi::kNameSize);
  if (code != nvml_abi::kSuccess) return failure(code, gpu, "reading its UUID");
  return std::string(text.data());
}

Result<std::string> Nvml::name(int gpu) const {
  const auto handle = device(gpu);
  if (!handle) return tl::unexpected(handle.error());
  std::array<char, nvml_abi::kNameSize> text{};
  const int code = call(functions_->name, *handle, text.data(), nvml_abi::kNameSize);
  if (code != nvml_abi::kSuccess) return failure(code, gpu, "reading its name");
  return std::string(text.data());
}

bool Nvml::is_split(int gpu) const {
  const auto handle = device(gpu);
  unsigned current = 0;
  unsigned pending = 0;
  return handle && call(functions_->mig_mode, *handle, &current, &pending) == nvml_abi::kSuccess &&
         current != 0;
}

Result<std::uint64_t> Nvml::energy_millijoules(int gpu) const {
  const auto handle = device(gpu);
  if (!handle) return tl::unexpected(handle.error());
  unsigned long long energy = 0;
  const int code = call(functions_->energy, *handle, &energy);
  if (code != nvml_abi::kSuccess) return failure(code, gpu, "reading its energy counter");
  return energy;
}

Result<Watts> Nvml::power(int gpu) const {
  const auto handle = device(gpu);
  if (!handle) return tl::unexpected(handle.error());
  unsigned power = 0;
  const int code = call(functions_->power, *handle, &power);
  if (code != nvml_abi::kSuccess) return failure(code, gpu, "reading its power");
  return Watts(kMilliwatt * power);
}

Result<Watts> Nvml::power_limit(int gpu) const {
  const auto handle = device(gpu);
  if (!handle) return tl::unexpected(handle.error());
  unsigned limit = 0;
  const int code = call(functions_->limit, *handle, &limit);
  if (code != nvml_abi::kSuccess) return failure(code, gpu, "reading its power limit");
  return Watts(kMilliwatt * limit);
}

Result<PowerLimitRange> Nvml::power_limit_range(int gpu) const {
  const auto handle = device(gpu);
  if (!handle) return tl::unexpected(handle.error());
  unsigned least = 0;
  unsigned most = 0;
  const int code = call(functions_->limit_range, *handle, &least, &most);
  if (code != nvml_abi::kSuccess) return failure(code, gpu, "reading what limits it allows");
  return PowerLimitRange{Watts(kMilliwatt * least), Watts(kMilliwatt * most)};
}

Result<void> Nvml::set_power_limit(int gpu, Watts limit) const {
  const auto handle = device(gpu);
  if (!handle) return tl::unexpected(handle.error());
  const auto milliwatts = static_cast<unsigned>(std::lround(limit.value / kMilliwatt));
  const int code = call(functions_->set_limit, *handle, milliwatts);
  if (code != nvml_abi::kSuccess) return failure(code, gpu, "setting its power limit");
  return {};
}

Result<std::vector<NvmlProcessSample>> Nvml::process_samples(int gpu, std::uint64_t since) const {
  const auto handle = device(gpu);
  if (!handle) return tl::unexpected(handle.error());
  // The first call tells how many there are; more may come before the second one.
  unsigned size = 0;
  int code = call(functions_->processes, *handle, nullptr, &size, since);
  if (code == nvml_abi::kNotFound) return std::vector<NvmlProcessSample>();
  std::vector<nvml_abi::ProcessUtilization> raw;
  while (code == nvml_abi::kInsufficientSize && size > raw.size()) {
    raw.resize(size);
    code = call(functions_->processes, *handle, raw.data(), &size, since);
  }
  if (code == nvml_abi::kNotFound) return std::vector<NvmlProcessSample>();
  if (code != nvml_abi::kSuccess) return failure(code, gpu, "reading the shares of processes");
  raw.resize(std::min<std::size_t>(raw.size(), size));
  std::vector<NvmlProcessSample> samples;
  samples.reserve(raw.size());
  for (const auto& sample : raw) samples.push_back({sample.pid, sample.microseconds, sample.sm});
  return samples;
}

}  // namespace wattle::energy

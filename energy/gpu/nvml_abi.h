// SPDX-License-Identifier: MIT
// The facts of NVML's public binary interface that Wattle uses: numbers and layouts.
#pragma once

struct nvmlDevice_st;

namespace wattle::energy::nvml_abi {

using Device = nvmlDevice_st*;

inline constexpr int kSuccess = 0;
inline constexpr int kNotSupported = 3;
inline constexpr int kNoPermission = 4;
inline constexpr int kNotFound = 6;
inline constexpr int kInsufficientSize = 7;
inline constexpr int kDriverNotLoaded = 9;
inline constexpr int kFunctionNotFound = 13;
inline constexpr int kGpuIsLost = 15;
inline constexpr int kResetRequired = 16;
inline constexpr int kVersionMismatch = 18;

inline constexpr unsigned kNameSize = 96;

struct ProcessUtilization {
  unsigned pid;
  unsigned long long microseconds;
  unsigned sm;
  unsigned memory;
  unsigned encoder;
  unsigned decoder;
};

}  // namespace wattle::energy::nvml_abi

// SPDX-License-Identifier: MIT
// GPUs of the fake NVML.
#pragma once

#include <cstdlib>
#include <fstream>
#include <string>

#include "energy/gpu/nvml.h"
#include "tests/energy/support.h"

namespace wattle::energy::testing {

/// The only one at a time: the library finds it by an environment variable.
class FakeGpus {
 public:
  explicit FakeGpus(int count) {
    ::setenv("WATTLE_FAKE_NVML", folder_.path().c_str(), 1);
    write_file(folder_.path() / "count", std::to_string(count) + "\n");
    for (int gpu = 0; gpu < count; ++gpu) {
      set(gpu, "uuid", "GPU-" + std::to_string(gpu) + "a5c-4711");
      set(gpu, "name", "Fake GPU");
    }
  }
  ~FakeGpus() { ::unsetenv("WATTLE_FAKE_NVML"); }
  FakeGpus(const FakeGpus&) = delete;
  FakeGpus& operator=(const FakeGpus&) = delete;

  static std::string library() { return WATTLE_FAKE_NVML_LIBRARY; }
  std::shared_ptr<const Nvml> nvml() const { return Nvml::open(library()).value(); }

  void set(int gpu, const std::string& what, const std::string& value) {
    write_file(folder_.path() / std::to_string(gpu) / what, value + "\n");
  }
  void set(int gpu, const std::string& what, std::uint64_t value) {
    set(gpu, what, std::to_string(value));
  }
  void remove(int gpu, const std::string& what) {
    std::filesystem::remove(folder_.path() / std::to_string(gpu) / what);
  }
  std::string get(int gpu, const std::string& what) const {
    std::ifstream in(folder_.path() / std::to_string(gpu) / what);
    std::string value;
    std::getline(in, value);
    return value;
  }
  void set_init(const std::string& value) { write_file(folder_.path() / "init", value + "\n"); }

 private:
  TemporaryFolder folder_;
};

}  // namespace wattle::energy::testing

// SPDX-License-Identifier: MIT
// A library that answers as NVML does, from small files, so that every branch can be driven and
// what is set can be seen from any process. The folder is named by WATTLE_FAKE_NVML:
//
//   count         how many GPUs
//   init          what nvmlInit answers; no file: success
//   N/energy      millijoules; N/power, N/limit, N/least, N/most milliwatts; N/mig 0 or 1;
//   N/uuid, N/name
//   N/processes   lines of "pid microseconds sm%"
//   N/lost        there: every question about this GPU is answered with "the GPU is lost"
//
// A file that holds "error 4" answers with that number, "error 4 once" the first time only; one
// that is not there with "not supported".
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "energy/gpu/nvml_abi.h"

// A device's handle is its number plus one, and never followed.
struct nvmlDevice_st;

namespace {

namespace fs = std::filesystem;
using namespace wattle::energy::nvml_abi;

fs::path root() {
  const char* const folder = std::getenv("WATTLE_FAKE_NVML");
  return folder == nullptr ? "" : folder;
}

int number_of(Device device) { return static_cast<int>(reinterpret_cast<std::size_t>(device)) - 1; }

fs::path folder_of(Device device) { return root() / std::to_string(number_of(device)); }

int read_text(const fs::path& file, std::string& text) {
  if (fs::exists(file.parent_path() / "lost")) return kGpuIsLost;
  std::ifstream in(file);
  if (!std::getline(in, text)) return kNotSupported;
  if (text.starts_with("error ")) {
    if (text.ends_with(" once")) fs::remove(file);
    return std::stoi(text.substr(6));
  }
  return kSuccess;
}

template <class Number>
int read_number(const fs::path& file, Number* number) {
  std::string text;
  const int code = read_text(file, text);
  if (code == kSuccess) *number = static_cast<Number>(std::stoull(text));
  return code;
}

int copy_text(const fs::path& file, char* to, unsigned size) {
  std::string text;
  const int code = read_text(file, text);
  if (code == kSuccess) std::snprintf(to, size, "%s", text.c_str());
  return code;
}

std::vector<ProcessUtilization> processes_after(Device device, unsigned long long since) {
  std::ifstream in(folder_of(device) / "processes");
  std::vector<ProcessUtilization> all;
  ProcessUtilization one{};
  while (in >> one.pid >> one.microseconds >> one.sm) {
    if (one.microseconds > since) all.push_back(one);
  }
  return all;
}

}  // namespace

extern "C" {

int nvmlInit_v2() {
  std::string text;
  const int code = read_text(root() / "init", text);
  return code == kNotSupported ? kSuccess : code;
}

int nvmlShutdown() { return kSuccess; }

int nvmlDeviceGetCount_v2(unsigned* count) { return read_number(root() / "count", count); }

int nvmlDeviceGetHandleByIndex_v2(unsigned index, Device* device) {
  *device = reinterpret_cast<Device>(static_cast<std::size_t>(index) + 1);
  return fs::exists(root() / std::to_string(index)) ? kSuccess : kNotFound;
}

int nvmlDeviceGetUUID(Device device, char* text, unsigned size) {
  return copy_text(folder_of(device) / "uuid", text, size);
}

int nvmlDeviceGetName(Device device, char* text, unsigned size) {
  return copy_text(folder_of(device) / "name", text, size);
}

int nvmlDeviceGetMigMode(Device device, unsigned* current, unsigned* pending) {
  *pending = 0;
  return read_number(folder_of(device) / "mig", current);
}

int nvmlDeviceGetTotalEnergyConsumption(Device device, unsigned long long* energy) {
  return read_number(folder_of(device) / "energy", energy);
}

int nvmlDeviceGetPowerUsage(Device device, unsigned* power) {
  return read_number(folder_of(device) / "power", power);
}

int nvmlDeviceGetPowerManagementLimit(Device device, unsigned* limit) {
  return read_number(folder_of(device) / "limit", limit);
}

int nvmlDeviceGetPowerManagementLimitConstraints(Device device, unsigned* least, unsigned* most) {
  const int code = read_number(folder_of(device) / "least", least);
  return code == kSuccess ? read_number(folder_of(device) / "most", most) : code;
}

/// Written beside and renamed: another process may be looking.
int nvmlDeviceSetPowerManagementLimit(Device device, unsigned limit) {
  std::string text;
  const int code = read_text(folder_of(device) / "set_limit", text);
  if (code != kNotSupported) return code;
  const fs::path file = folder_of(device) / "limit";
  std::ofstream(file.string() + ".new") << limit << "\n";
  fs::rename(file.string() + ".new", file);
  return kSuccess;
}

int nvmlDeviceGetProcessUtilization(Device device, ProcessUtilization* samples, unsigned* size,
                                    unsigned long long since) {
  if (!fs::exists(folder_of(device) / "processes")) return kNotSupported;
  const std::vector<ProcessUtilization> all = processes_after(device, since);
  if (all.empty()) return kNotFound;
  const unsigned room = samples == nullptr ? 0 : *size;
  *size = static_cast<unsigned>(all.size());
  if (room < all.size()) return kInsufficientSize;
  std::copy(all.begin(), all.end(), samples);
  return kSuccess;
}

}  // extern "C"

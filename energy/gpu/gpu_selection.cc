// SPDX-License-Identifier: MIT
#include "energy/gpu/gpu_selection.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>

#include "energy/text/number.h"

namespace wattle::energy {
namespace {

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> entries;
  while (true) {
    const std::size_t comma = text.find(',');
    entries.emplace_back(without_blanks(text.substr(0, comma)));
    if (comma == std::string_view::npos) return entries;
    text.remove_prefix(comma + 1);
  }
}

std::optional<int> as_number(const std::string& entry) {
  int number = 0;
  const char* const end = entry.data() + entry.size();
  const auto [rest, error] = std::from_chars(entry.data(), end, number);
  return error == std::errc() && rest == end ? std::optional<int>(number) : std::nullopt;
}

tl::unexpected<Error> no_such_gpu(const std::string& entry, int count) {
  return fail(ErrorCode::kUnavailable, "CUDA_VISIBLE_DEVICES names \"" + entry +
                                           "\", which is none of the machine's " +
                                           std::to_string(count) + " GPUs");
}

Result<int> find_uuid(const Nvml& nvml, const std::string& entry, int count) {
  std::optional<int> found;
  for (int gpu = 0; gpu < count; ++gpu) {
    const auto uuid = nvml.uuid(gpu);
    if (!uuid) return tl::unexpected(uuid.error());
    if (!uuid->starts_with(entry)) continue;
    if (found) return no_such_gpu(entry, count);
    found = gpu;
  }
  if (!found) return no_such_gpu(entry, count);
  return *found;
}

Result<int> find_gpu(const Nvml& nvml, const std::string& entry, int count) {
  if (entry.starts_with("GPU-")) return find_uuid(nvml, entry, count);
  const auto number = as_number(entry);
  if (!number || *number < 0 || *number >= count) return no_such_gpu(entry, count);
  return *number;
}

GpuSelection all(int count, std::string why) {
  GpuSelection selection{std::vector<int>(static_cast<std::size_t>(count)), std::move(why)};
  std::iota(selection.gpus.begin(), selection.gpus.end(), 0);
  return selection;
}

/// Why the names say nothing to NVML; empty when they do.
std::string ambiguity(const std::vector<std::string>& entries, const CudaSelection& cuda,
                      int count) {
  const auto starts = [](const char* with) {
    return [with](const std::string& entry) { return entry.starts_with(with); };
  };
  if (std::ranges::any_of(entries, starts("MIG-"))) {
    return "all GPUs, since energy is counted for a whole GPU and not for an instance of it";
  }
  const bool numbers = !std::ranges::all_of(entries, starts("GPU-"));
  if (numbers && count > 1 && cuda.device_order != "PCI_BUS_ID") {
    return "all GPUs, since CUDA_VISIBLE_DEVICES has numbers in CUDA's own order; set "
           "CUDA_DEVICE_ORDER=PCI_BUS_ID to meter only those";
  }
  return {};
}

}  // namespace

Result<GpuSelection> select_gpus(const Nvml& nvml, const CudaSelection& cuda) {
  const auto count = nvml.count();
  if (!count) return tl::unexpected(count.error());
  if (*count == 0) return fail(ErrorCode::kUnavailable, "NVML finds no GPU");
  if (!cuda.visible_devices) return all(*count, "");
  const std::string visible(without_blanks(*cuda.visible_devices));
  if (visible.empty() || visible == "-1") {
    return fail(ErrorCode::kUnavailable, "CUDA_VISIBLE_DEVICES hides every GPU");
  }
  const std::vector<std::string> entries = split(visible);
  if (auto why = ambiguity(entries, cuda, *count); !why.empty()) return all(*count, why);
  std::set<int> chosen;
  for (const std::string& entry : entries) {
    const auto gpu = find_gpu(nvml, entry, *count);
    if (!gpu) return tl::unexpected(gpu.error());
    chosen.insert(*gpu);
  }
  const bool every = static_cast<int>(chosen.size()) == *count;
  return GpuSelection{{chosen.begin(), chosen.end()},
                      every ? "" : "those that CUDA_VISIBLE_DEVICES names"};
}

}  // namespace wattle::energy

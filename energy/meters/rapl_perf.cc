// SPDX-License-Identifier: MIT
#include "energy/meters/rapl_perf.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "energy/system_file.h"
#include "energy/text/number.h"

namespace wattle::energy {
namespace {

namespace fs = std::filesystem;

struct KnownEvent {
  const char* event;
  const char* domain;
};
constexpr std::array<KnownEvent, 3> kEvents{
    {{"energy-pkg", "package"}, {"energy-ram", "dram"}, {"energy-psys", "system"}}};

tl::unexpected<Error> corrupt(const fs::path& file, const std::string& text) {
  return fail(ErrorCode::kCorrupt, file.string() + " holds \"" + text + "\"");
}

template <class Number>
std::optional<Number> whole_number(std::string_view text, int base = 10) {
  Number number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number, base);
  return error == std::errc() && rest == end ? std::optional<Number>(number) : std::nullopt;
}

/// "0,28" or "0-3": the processors to count on.
Result<std::vector<int>> read_cpus(const fs::path& file) {
  const auto line = read_system_line(file);
  if (!line) return tl::unexpected(line.error());
  std::vector<int> cpus;
  for (std::string_view rest = *line; !rest.empty();) {
    const std::string_view item = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), item.size() + 1));
    const std::size_t dash = item.find('-');
    const auto first = whole_number<int>(item.substr(0, dash));
    const auto last =
        dash == std::string_view::npos ? first : whole_number<int>(item.substr(dash + 1));
    if (!first || !last || *last < *first) return corrupt(file, *line);
    for (int cpu = *first; cpu <= *last; ++cpu) cpus.push_back(cpu);
  }
  if (cpus.empty()) return corrupt(file, *line);
  return cpus;
}

/// "event=0x02"
Result<std::uint64_t> read_config(const fs::path& file) {
  const auto line = read_system_line(file);
  if (!line) return tl::unexpected(line.error());
  constexpr std::string_view kPrefix = "event=0x";
  if (!line->starts_with(kPrefix)) return corrupt(file, *line);
  const auto config =
      whole_number<std::uint64_t>(std::string_view(*line).substr(kPrefix.size()), 16);
  if (!config) return corrupt(file, *line);
  return *config;
}

/// Joules per count, "2.3283064365386962890625e-10".
Result<double> read_scale(const fs::path& event) {
  const fs::path unit_file = event.string() + ".unit";
  const auto unit = read_system_line(unit_file);
  if (unit && *unit != "Joules") {
    return fail(ErrorCode::kUnavailable, unit_file.string() + " is \"" + *unit + "\", not Joules");
  }
  const fs::path file = event.string() + ".scale";
  const auto line = read_system_line(file);
  if (!line) return tl::unexpected(line.error());
  const auto scale = number_of(*line);
  if (!scale || !(*scale > 0.0)) return corrupt(file, *line);
  return *scale;
}

struct PowerDevice {
  fs::path folder;
  std::uint32_t type = 0;
  std::vector<int> cpus;
};

Result<PowerDevice> find_device(const fs::path& sys) {
  const fs::path folder = sys / "bus" / "event_source" / "devices" / "power";
  const auto type = read_system_number(folder / "type");
  if (!type) return tl::unexpected(type.error());
  auto cpus = read_cpus(folder / "cpumask");
  if (!cpus) return tl::unexpected(cpus.error());
  return PowerDevice{folder, static_cast<std::uint32_t>(*type), std::move(*cpus)};
}

Result<std::vector<RaplCounter>> open_event(const PowerDevice& device, const KnownEvent& known,
                                            const PerfEvents& perf) {
  const fs::path event = device.folder / "events" / known.event;
  const auto config = read_config(event);
  if (!config) return tl::unexpected(config.error());
  const auto scale = read_scale(event);
  if (!scale) return tl::unexpected(scale.error());
  std::vector<RaplCounter> counters;
  for (const int cpu : device.cpus) {
    auto opened = perf.open({.type = device.type, .config = *config, .pid = -1, .cpu = cpu});
    if (!opened) return tl::unexpected(opened.error());
    const std::shared_ptr<const PerfCounter> counter = std::move(*opened);
    counters.push_back({.domain = known.domain,
                        .part = known.domain + ("-" + std::to_string(counters.size())),
                        .read = [counter]() -> Result<std::uint64_t> {
                          const auto count = counter->read();
                          if (!count) return tl::unexpected(count.error());
                          return count->value;
                        },
                        .scale = {.joules_per_unit = *scale, .range = 0}});
  }
  return counters;
}

}  // namespace

Result<std::vector<RaplCounter>> open_rapl_events(const System& system) {
  const auto device = find_device(system.sys);
  if (!device) return tl::unexpected(device.error());
  std::vector<RaplCounter> counters;
  for (const KnownEvent& known : kEvents) {
    std::error_code ignored;
    if (!fs::exists(device->folder / "events" / known.event, ignored)) continue;
    auto opened = open_event(*device, known, *system.perf);
    if (!opened) return tl::unexpected(opened.error());
    counters.insert(counters.end(), opened->begin(), opened->end());
  }
  auto counted = without_overlap(std::move(counters));
  if (counted.empty()) {
    return fail(ErrorCode::kUnavailable, device->folder.string() + " has no event energy-pkg");
  }
  return counted;
}

}  // namespace wattle::energy

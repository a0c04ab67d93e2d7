// SPDX-License-Identifier: MIT
#include "energy/meters/rapl_zones.h"

#include <algorithm>
#include <string_view>
#include <system_error>
#include <utility>

#include "energy/system_file.h"

namespace wattle::energy {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kZonePrefix = "intel-rapl:";
constexpr std::string_view kPackage = "package-";

Error permission_error(const fs::path& file) {
  const std::string tree = (file.parent_path().parent_path() / "intel-rapl").string();
  return {ErrorCode::kPermissionDenied, file.string() + " is not readable by this user",
          "Linux lets only root read RAPL since 2020 (CVE-2020-8694); allow all users until the "
          "next start with `sudo chmod -R a+r " +
              tree +
              "`, or run as root, or give the program the right to read with `sudo setcap "
              "cap_dac_read_search=ep PROGRAM`"};
}

// The same failures with advice for RAPL.
template <class T>
Result<T> advised(Result<T> read, const fs::path& file) {
  if (read) return read;
  if (read.error().code == ErrorCode::kPermissionDenied) {
    return tl::unexpected(permission_error(file));
  }
  if (read.error().code == ErrorCode::kUnavailable) read.error().hint = kNoRaplHint;
  return read;
}

Result<std::string> read_line(const fs::path& file) {
  return advised(read_system_line(file), file);
}

Result<std::uint64_t> read_number(const fs::path& file) {
  return advised(read_system_number(file), file);
}

// The folders "intel-rapl:0", "intel-rapl:0:1" and so on, in order of their names.
Result<std::vector<fs::path>> zone_folders(const fs::path& powercap) {
  std::vector<fs::path> folders;
  std::error_code error;
  fs::directory_iterator entry(powercap, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (entry->path().filename().string().starts_with(kZonePrefix)) folders.push_back(*entry);
  }
  if (error == std::errc::permission_denied) {
    return fail(ErrorCode::kPermissionDenied, powercap.string() + " cannot be listed by this user");
  }
  if (error) {
    return fail(ErrorCode::kUnavailable, powercap.string() + " is not there", kNoRaplHint);
  }
  std::ranges::sort(folders);
  return folders;
}

// "intel-rapl:0:2" has two colons.
bool is_subzone(const fs::path& folder) {
  return std::ranges::count(folder.filename().string(), ':') > 1;
}

// Of a zone's name; empty for what is not counted. A top-level zone called "dram" does not exist.
std::string domain_of(const fs::path& folder, const std::string& name) {
  if (is_subzone(folder)) return name == "dram" ? "dram" : "";
  if (name == "psys") return "system";
  return name.starts_with(kPackage) ? "package" : "";
}

// A subzone is called after the zone around it: the "dram" of "package-1" is "dram-1".
Result<std::string> part_name(const fs::path& folder, const std::string& name) {
  if (!is_subzone(folder)) return name;
  const std::string file = folder.string();
  const auto around = read_line(fs::path(file.substr(0, file.rfind(':'))) / "name");
  if (!around) return tl::unexpected(around.error());
  const bool known = around->starts_with(kPackage);
  return name + "-" + (known ? around->substr(kPackage.size()) : *around);
}

Result<RaplCounter> open_zone(const fs::path& folder, const std::string& domain,
                              const std::string& name) {
  const fs::path range_file = folder / "max_energy_range_uj";
  const auto range = read_number(range_file);
  if (!range) return tl::unexpected(range.error());
  if (*range == 0) return fail(ErrorCode::kCorrupt, range_file.string() + " is 0");
  const fs::path counter = folder / "energy_uj";
  if (const auto now = read_number(counter); !now) return tl::unexpected(now.error());
  auto part = part_name(folder, name);
  if (!part) return tl::unexpected(part.error());
  return RaplCounter{.domain = domain,
                     .part = std::move(*part),
                     .read = [counter] { return read_number(counter); },
                     .scale = {.joules_per_unit = 1e-6, .range = *range}};
}

Result<std::vector<RaplCounter>> all_zones(const fs::path& powercap) {
  const auto folders = zone_folders(powercap);
  if (!folders) return tl::unexpected(folders.error());
  std::vector<RaplCounter> zones;
  for (const fs::path& folder : *folders) {
    const auto name = read_line(folder / "name");
    if (!name) return tl::unexpected(name.error());
    const std::string domain = domain_of(folder, *name);
    if (domain.empty()) continue;
    auto zone = open_zone(folder, domain, *name);
    if (!zone) return tl::unexpected(zone.error());
    zones.push_back(std::move(*zone));
  }
  return zones;
}

std::string_view package_of(const RaplCounter& zone) {
  return std::string_view(zone.part).substr(0, zone.part.find("-die-"));
}

// A counter that is seen twice lies between two reads of itself, however slow the reader is. Two
// counters of their own do so with a chance of a joule in their range, about 1e-5.
Result<bool> is_mirror(const RaplCounter& zone, const RaplCounter& of) {
  if (zone.domain != of.domain || package_of(zone) != package_of(of)) return false;
  const auto before = of.read();
  if (!before) return tl::unexpected(before.error());
  const auto between = zone.read();
  if (!between) return tl::unexpected(between.error());
  const auto after = of.read();
  if (!after) return tl::unexpected(after.error());
  return *before <= *between && *between <= *after;
}

Result<std::vector<RaplCounter>> without_mirrors(const std::vector<RaplCounter>& zones) {
  std::vector<RaplCounter> kept;
  for (const RaplCounter& zone : zones) {
    bool mirrored = false;
    for (const RaplCounter& other : kept) {
      const auto mirror = is_mirror(zone, other);
      if (!mirror) return tl::unexpected(mirror.error());
      mirrored = mirrored || *mirror;
    }
    if (!mirrored) kept.push_back(zone);
  }
  return kept;
}

}  // namespace

Result<std::vector<RaplCounter>> find_rapl_zones(const fs::path& sys) {
  const fs::path powercap = sys / "class" / "powercap";
  auto zones = all_zones(powercap);
  if (!zones) return tl::unexpected(zones.error());
  auto counted = without_overlap(std::move(*zones));
  if (counted.empty()) {
    return fail(ErrorCode::kUnavailable,
                powercap.string() + " has no processor package with an energy counter",
                kNoRaplHint);
  }
  return without_mirrors(counted);
}

}  // namespace wattle::energy

// SPDX-License-Identifier: MIT
#include "energy/meters/rapl.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <system_error>
#include <utility>

#include "energy/system_file.h"

namespace wattle::energy {
namespace {

namespace fs = std::filesystem;

constexpr Watts kLargestPower{1000.0};
constexpr std::string_view kZonePrefix = "intel-rapl:";
constexpr const char* kAbsentHint =
    "virtual machines and containers usually have no RAPL; on the machine itself try `sudo "
    "modprobe intel_rapl_msr`, or use the meter \"estimate\"";

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
  if (read.error().code == ErrorCode::kUnavailable) read.error().hint = kAbsentHint;
  return read;
}

Result<std::string> read_line(const fs::path& file) {
  return advised(read_system_line(file), file);
}

Result<std::uint64_t> read_number(const fs::path& file) {
  return advised(read_system_number(file), file);
}

Result<std::uint64_t> read_counter(const RaplZone& zone) {
  return read_number(zone.folder / "energy_uj");
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
    return fail(ErrorCode::kUnavailable, powercap.string() + " is not there", kAbsentHint);
  }
  std::ranges::sort(folders);
  return folders;
}

bool is_package(const RaplZone& zone) { return zone.name.starts_with("package-"); }

// "intel-rapl:0:2" has two colons. A top-level zone called "dram" does not exist.
bool is_counted(const fs::path& folder, std::string_view name) {
  const bool subzone = std::ranges::count(folder.filename().string(), ':') > 1;
  return subzone ? name == "dram" : name.starts_with("package-");
}

Result<std::vector<RaplZone>> find_zones(const fs::path& powercap) {
  const auto folders = zone_folders(powercap);
  if (!folders) return tl::unexpected(folders.error());
  std::vector<RaplZone> zones;
  for (const fs::path& folder : *folders) {
    const auto name = read_line(folder / "name");
    if (!name) return tl::unexpected(name.error());
    if (!is_counted(folder, *name)) continue;
    const auto range = read_number(folder / "max_energy_range_uj");
    if (!range) return tl::unexpected(range.error());
    if (*range == 0) {
      return fail(ErrorCode::kCorrupt, (folder / "max_energy_range_uj").string() + " is 0");
    }
    zones.push_back({.folder = folder, .name = *name, .range = *range, .read_at = {}});
  }
  return zones;
}

std::string_view package_of(const RaplZone& zone) {
  return std::string_view(zone.name).substr(0, zone.name.find("-die-"));
}

// A counter that is seen twice lies between two reads of itself, however slow the reader is. Two
// counters of their own do so with a chance of a joule in their range, about 1e-5.
Result<bool> is_mirror(const RaplZone& zone, const RaplZone& of) {
  if (!is_package(zone) || !is_package(of) || package_of(zone) != package_of(of)) return false;
  const auto before = read_counter(of);
  if (!before) return tl::unexpected(before.error());
  const auto between = read_counter(zone);
  if (!between) return tl::unexpected(between.error());
  const auto after = read_counter(of);
  if (!after) return tl::unexpected(after.error());
  return *before <= *between && *between <= *after;
}

Result<std::vector<RaplZone>> without_mirrors(const std::vector<RaplZone>& zones) {
  std::vector<RaplZone> kept;
  for (const RaplZone& zone : zones) {
    bool mirrored = false;
    for (const RaplZone& other : kept) {
      const auto mirror = is_mirror(zone, other);
      if (!mirror) return tl::unexpected(mirror.error());
      mirrored = mirrored || *mirror;
    }
    if (!mirrored) kept.push_back(zone);
  }
  return kept;
}

MeterInfo describe(const std::vector<RaplZone>& zones) {
  const auto packages = std::ranges::count_if(zones, is_package);
  const bool memory = std::ranges::any_of(zones, [](const auto& z) { return !is_package(z); });
  const std::uint64_t range = std::ranges::min(zones, {}, &RaplZone::range).range;
  MeterInfo info{
      .name = "rapl",
      .source = Source::kCounter,
      .domains = {"package"},
      .resolution = Seconds(1e-3),  // the processor updates the counters about every millisecond
      .longest_gap =
          Joules(1e-6 * static_cast<double>(range)).value / kLargestPower.value * Seconds(0.5),
      .idle = std::nullopt,
      .explanation = "the energy counters of " + std::to_string(packages) + " processor package" +
                     (packages == 1 ? "" : "s") + (memory ? " and its memory" : "") +
                     "; disks, fans and power supply losses are not in them"};
  if (memory) info.domains.insert(info.domains.begin(), "dram");
  return info;
}

}  // namespace

Result<std::unique_ptr<RaplMeter>> RaplMeter::open(const fs::path& sys,
                                                   std::shared_ptr<const Clock> clock) {
  const fs::path powercap = sys / "class" / "powercap";
  auto found = find_zones(powercap);
  if (!found) return tl::unexpected(found.error());
  if (std::ranges::none_of(*found, is_package)) {
    return fail(ErrorCode::kUnavailable,
                powercap.string() + " has no processor package with an energy counter",
                kAbsentHint);
  }
  auto zones = without_mirrors(*found);
  if (!zones) return tl::unexpected(zones.error());
  for (RaplZone& zone : *zones) {
    const auto counter = read_counter(zone);
    if (!counter) return tl::unexpected(counter.error());
    zone.last = *counter;
    zone.read_at = clock->now();
  }
  return std::unique_ptr<RaplMeter>(new RaplMeter(std::move(*zones), std::move(clock)));
}

RaplMeter::RaplMeter(std::vector<RaplZone> zones, std::shared_ptr<const Clock> clock)
    : zones_(std::move(zones)), clock_(std::move(clock)), info_(describe(zones_)) {}

Result<CumulativeEnergy> RaplMeter::read() {
  for (RaplZone& zone : zones_) {
    const auto counter = read_counter(zone);
    // What the zones before this one have counted is kept and told by the next good read.
    if (!counter) return tl::unexpected(counter.error());
    advance(zone, *counter);
  }
  return total_;
}

void RaplMeter::advance(RaplZone& zone, std::uint64_t counter) {
  const auto joules = [](std::uint64_t microjoules) {
    return Joules(1e-6 * static_cast<double>(microjoules));
  };
  const Seconds now = clock_->now();
  const Joules most = kLargestPower * (now - zone.read_at);
  const bool fell = counter < zone.last;
  const std::uint64_t to_wrap = fell && zone.range > zone.last ? zone.range - zone.last : 0;
  const Joules counted = joules(fell ? to_wrap + counter : counter - zone.last);
  const bool reset = fell && counted > most;
  const Joules expected = reset ? joules(counter) : counted;
  // Whole turns of the counter that a late reader cannot have seen.
  const double unseen_turns = std::floor(std::max((most - expected) / joules(zone.range), 0.0));
  const Joules high = expected + (reset ? most : unseen_turns * joules(zone.range));
  total_.joules += expected;
  total_.low += expected;
  total_.high += high;
  zone.last = counter;
  zone.read_at = now;
}

}  // namespace wattle::energy

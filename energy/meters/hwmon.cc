// SPDX-License-Identifier: MIT
#include "energy/meters/hwmon.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "energy/sensor_meter.h"
#include "energy/system_file.h"

namespace wattle::energy {
namespace {

namespace fs = std::filesystem;

struct KnownDriver {
  std::string_view name;
  std::string_view domain;
  std::string_view label;  ///< of the channels to read begins so; empty: channel 1
};
constexpr std::array<KnownDriver, 6> kDrivers{{{"amdgpu", "gpu", ""},
                                               {"i915", "gpu", ""},
                                               {"xe", "gpu", ""},
                                               {"amd_energy", "package", "Esocket"},
                                               {"zenpower", "package", "SVI2_P_"},
                                               {"fam15h_power", "package", ""}}};

// Several drivers know whole watts only, though they show microwatts.
constexpr PowerSensor kPower{.step = Watts(1.0),
                             .period = Seconds(0.1),
                             .longest_gap = Seconds(1.0),
                             .largest = kLargestPower};

struct Channel {
  std::string domain;
  fs::path file;
  bool counts = false;  ///< microjoules; else microwatts
};

bool is_there(const fs::path& file) {
  std::error_code ignored;
  return fs::exists(file, ignored);
}

/// "energy3_input" or "power2_average", the best that channel `number` has; empty: none.
fs::path best_file(const fs::path& folder, const std::string& number) {
  for (const auto& [kind, suffix] : {std::pair{"energy", "_input"}, std::pair{"power", "_average"},
                                     std::pair{"power", "_input"}}) {
    fs::path file = folder / (kind + number + suffix);
    if (is_there(file)) return file;
  }
  return {};
}

/// The numbers of channels whose label begins so; in order.
std::set<std::string> labelled(const fs::path& folder, std::string_view label) {
  std::set<std::string> numbers;
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const std::string file = entry->path().filename().string();
    const std::size_t first = file.find_first_of("0123456789");
    const bool measures = file.starts_with("energy") || file.starts_with("power");
    if (!measures || first == std::string::npos || !file.ends_with("_label")) continue;
    const auto text = read_system_line(entry->path());
    if (text && text->starts_with(label)) {
      numbers.insert(file.substr(first, file.find('_', first) - first));
    }
  }
  return numbers;
}

std::string domain_of(const KnownDriver& driver, const fs::path& folder) {
  if (driver.name == "amdgpu" && !is_there(folder / "power1_cap")) return "package";
  return std::string(driver.domain);
}

void add_channels(const fs::path& folder, const KnownDriver& driver,
                  std::vector<Channel>& channels) {
  const std::set<std::string> numbers =
      driver.label.empty() ? std::set<std::string>{"1"} : labelled(folder, driver.label);
  for (const std::string& number : numbers) {
    const fs::path file = best_file(folder, number);
    if (file.empty()) continue;
    const bool counts = file.filename().string().starts_with("energy");
    channels.push_back({domain_of(driver, folder), file, counts});
  }
}

/// hwmon2 before hwmon10.
std::vector<fs::path> sensor_folders(const fs::path& hwmon) {
  std::vector<fs::path> folders;
  std::error_code error;
  fs::directory_iterator entry(hwmon, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    folders.push_back(*entry);
  }
  std::ranges::sort(folders, {}, [](const fs::path& folder) {
    const std::string name = folder.filename().string();
    return std::pair(name.size(), name);
  });
  return folders;
}

/// `others` takes the names of drivers that are not read.
std::vector<Channel> find_channels(const fs::path& hwmon, std::set<std::string>& others) {
  std::vector<Channel> channels;
  for (const fs::path& folder : sensor_folders(hwmon)) {
    const auto name = read_system_line(folder / "name");
    if (!name) continue;
    const auto known = std::ranges::find(kDrivers, *name, &KnownDriver::name);
    if (known == kDrivers.end()) {
      others.insert(*name);
    } else {
      add_channels(folder, *known, channels);
    }
  }
  return channels;
}

/// A socket that two drivers show must not be counted twice: the first file's driver speaks for
/// all. Counters go before power.
void keep_one_driver_a_domain(std::vector<Channel>& channels) {
  std::stable_partition(channels.begin(), channels.end(),
                        [](const Channel& channel) { return channel.counts; });
  std::map<std::string, std::string> driver_of;
  std::erase_if(channels, [&](const Channel& channel) {
    if (channel.domain == "gpu") return false;
    const std::string driver =
        read_system_line(channel.file.parent_path() / "name").value_or(std::string());
    return driver_of.emplace(channel.domain, driver).first->second != driver;
  });
}

CounterReader counter_of(const Channel& channel) {
  return [file = channel.file] { return read_system_number(file); };
}

Result<Sensor> open_counter(const Channel& channel, const std::string& part,
                            const WatchedCounter& watched, const System& system) {
  const auto [value, moved] = watched;
  if (!moved) {
    return fail(ErrorCode::kUnavailable, "the energy counter " + channel.file.string() +
                                             " stands still at " + std::to_string(value));
  }
  constexpr std::uint64_t kSmall = std::uint64_t{1} << 32;
  const CounterScale scale{.joules_per_unit = 1e-6, .range = value < kSmall ? kSmall : 0};
  return counter_sensor(part, counter_of(channel), scale, value, system.clock->now());
}

Result<Sensor> open_power(const Channel& channel, const std::string& part, const System& system) {
  const PowerReader read = [file = channel.file]() -> Result<Watts> {
    const auto microwatts = read_system_number(file);
    if (!microwatts) return tl::unexpected(microwatts.error());
    return Watts(1e-6 * static_cast<double>(*microwatts));
  };
  const auto first = read();
  if (!first) return tl::unexpected(first.error());
  if (channel.domain == "package" && *first == Watts(0)) {
    return fail(ErrorCode::kUnavailable,
                channel.file.string() + " shows 0 W, which no running processor draws");
  }
  return power_sensor(part, read, kPower, {system.clock->now(), *first});
}

struct Opened {
  std::vector<Sensor> sensors;
  std::set<std::string> domains;
  std::string files;
  bool all_count = true;
};

Result<Opened> open_all(const std::vector<Channel>& channels, const System& system) {
  std::vector<CounterReader> counters;
  for (const Channel& channel : channels) {
    if (channel.counts) counters.push_back(counter_of(channel));
  }
  const auto watched = watch_counters(counters, system);
  if (!watched) return tl::unexpected(watched.error());
  auto next = watched->begin();
  Opened opened;
  std::map<std::string, int> number;
  for (const Channel& channel : channels) {
    const std::string part = channel.domain + "-" + std::to_string(number[channel.domain]++);
    auto sensor = channel.counts ? open_counter(channel, part, *next++, system)
                                 : open_power(channel, part, system);
    if (!sensor) return tl::unexpected(sensor.error());
    opened.sensors.push_back(std::move(*sensor));
    opened.domains.insert(channel.domain);
    opened.files += (opened.files.empty() ? "" : ", ") + channel.file.string();
    opened.all_count = opened.all_count && channel.counts;
  }
  return opened;
}

tl::unexpected<Error> no_sensor(const fs::path& hwmon, const std::string& domain,
                                const std::set<std::string>& others) {
  std::string message = hwmon.string() + " has no " +
                        (domain.empty() ? "GPU's or processor's" : domain) +
                        " sensor of energy or power";
  std::string names;
  for (const std::string& name : others) names += (names.empty() ? "" : ", ") + name;
  if (!names.empty()) message += ", only " + names;
  return fail(ErrorCode::kUnavailable, message);
}

}  // namespace

Result<std::unique_ptr<EnergyMeter>> open_hwmon(const System& system, const std::string& domain) {
  const fs::path hwmon = system.sys / "class" / "hwmon";
  std::set<std::string> others;
  std::vector<Channel> channels = find_channels(hwmon, others);
  keep_one_driver_a_domain(channels);
  if (!domain.empty()) {
    std::erase_if(channels, [&](const Channel& channel) { return channel.domain != domain; });
  }
  if (channels.empty()) return no_sensor(hwmon, domain, others);
  auto opened = open_all(channels, system);
  if (!opened) return tl::unexpected(opened.error());
  constexpr Seconds kSmallestGap = Seconds(4294.967296 / 1000.0 / 2.0);  // see CounterScale
  MeterInfo info{.name = "hwmon",
                 .source = opened->all_count ? Source::kCounter : Source::kSampled,
                 .domains = {opened->domains.begin(), opened->domains.end()},
                 .resolution = kPower.period,
                 .longest_gap = opened->all_count ? kSmallestGap : kPower.longest_gap,
                 .idle = std::nullopt,
                 .explanation = std::string("sensors of the drivers, ") +
                                (opened->all_count ? "counters" : "sampled power") + ": " +
                                opened->files};
  return std::make_unique<SensorMeter>(std::move(info), std::move(opened->sensors), system.clock);
}

}  // namespace wattle::energy

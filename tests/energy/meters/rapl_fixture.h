// SPDX-License-Identifier: MIT
// A small world with RAPL in it.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "energy/meters/rapl.h"
#include "tests/energy/fake_perf.h"
#include "tests/energy/support.h"

namespace wattle::energy::testing {

inline constexpr std::uint64_t kRange =
    262'143'328'850;  // a server's: 2^32 units of 61 microjoules
// Counters are whole microjoules; sums of them in doubles err by far less than one.
inline constexpr double kMicrojoule = 1e-6;

/// The counters of the tree come to their values while they are watched, as working ones do.
class RaplTest : public ::testing::Test {
 protected:
  void zone(const std::string& folder, const std::string& name, std::uint64_t energy,
            std::uint64_t range = kRange) {
    write_zone(sys(), folder, name, energy + 1, range);
    moving_.emplace_back(folder, energy);
  }
  /// One that shows the same for ever.
  void still_zone(const std::string& folder, const std::string& name, std::uint64_t energy) {
    write_zone(sys(), folder, name, energy, kRange);
  }
  void set(const std::string& folder, std::uint64_t energy) { write_energy(sys(), folder, energy); }
  System system() {
    return {.sys = sys(), .perf = perf_, .clock = clock_, .pause = [this](Seconds) { move(); }};
  }
  Error refusal() { return open_rapl(system()).error(); }
  void open() { meter_ = open_rapl(system()).value(); }
  CumulativeEnergy read_after(double seconds) {
    clock_->advance(Seconds(seconds));
    return meter_->read().value();
  }
  const std::filesystem::path& sys() const { return folder_.path(); }
  std::filesystem::path energy_file(const std::string& folder) const {
    return sys() / "class/powercap" / folder / "energy_uj";
  }

  TemporaryFolder folder_;
  std::shared_ptr<FakePerf> perf_ = std::make_shared<FakePerf>();
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::unique_ptr<EnergyMeter> meter_;

 private:
  void move() {
    for (const auto& [folder, energy] : moving_) set(folder, energy);
  }
  std::vector<std::pair<std::string, std::uint64_t>> moving_;
};

}  // namespace wattle::energy::testing

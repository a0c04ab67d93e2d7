// SPDX-License-Identifier: MIT
#include "energy/meters/rapl_perf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "tests/energy/meters/rapl_fixture.h"
#include "tests/energy/unprivileged.h"

namespace wattle::energy {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kMicrojoule;
using testing::Unprivileged;
using testing::write_file;

/// The same counters as performance events, one processor a package.
class RaplEvents : public testing::RaplTest {
 protected:
  static constexpr std::uint32_t kType = 22;

  void device(const std::string& cpus) {
    write_file(power() / "type", std::to_string(kType) + "\n");
    write_file(power() / "cpumask", cpus + "\n");
  }
  void event(const std::string& name, int config) {
    write_file(power() / "events" / name, "event=0x0" + std::to_string(config) + "\n");
    write_file(power() / "events" / (name + ".scale"), "2.3283064365386962890625e-10\n");  // 2^-32
    write_file(power() / "events" / (name + ".unit"), "Joules\n");
  }
  void count(int config, int cpu, std::uint64_t joules) {
    perf_->set({kType, static_cast<std::uint64_t>(config), cpu}, joules << 32);
  }
  /// Counters move by the least they can while they are watched, and then stay.
  System moving(std::vector<std::pair<int, int>> counters) {
    System result = system();
    result.pause = [this, counters](Seconds) {
      for (const auto& [config, cpu] : counters) count(config, cpu, 1);
    };
    return result;
  }
  fs::path power() const { return sys() / "bus/event_source/devices/power"; }
};

TEST_F(RaplEvents, AreReadWhereThereIsNoTree) {
  device("0,28");
  event("energy-pkg", 2);
  event("energy-ram", 3);
  event("energy-cores", 1);
  for (const int cpu : {0, 28}) {
    count(2, cpu, 0);
    count(3, cpu, 0);
  }
  meter_ = open_rapl(moving({{2, 0}, {2, 28}, {3, 0}, {3, 28}})).value();
  EXPECT_THAT(meter_->info().parts, ElementsAre("package-0", "package-1", "dram-0", "dram-1"));
  EXPECT_THAT(meter_->info().domains, ElementsAre("dram", "package"));
  EXPECT_THAT(meter_->info().explanation, HasSubstr("through perf"));
  EXPECT_EQ(meter_->info().longest_gap, Seconds(0)) << "the kernel adds up the wraps";
  count(2, 0, 11);
  count(2, 28, 21);
  count(3, 0, 31);
  count(3, 28, 41);
  EXPECT_NEAR(read_after(1).joules.value, 10.0 + 20.0 + 30.0 + 40.0, kMicrojoule);
}

TEST_F(RaplEvents, AreOpenedForWholeProcessorsAndNotForAThread) {
  device("0-1");
  event("energy-pkg", 2);
  count(2, 0, 0);
  count(2, 1, 0);
  ASSERT_TRUE(open_rapl(moving({{2, 0}, {2, 1}})).has_value());
  ASSERT_EQ(perf_->opened().size(), 2U);
  EXPECT_EQ(perf_->opened()[1].pid, -1);
  EXPECT_EQ(perf_->opened()[1].cpu, 1);
  EXPECT_EQ(perf_->opened()[1].type, kType);
  EXPECT_FALSE(perf_->opened()[1].user_only);
}

TEST_F(RaplEvents, AreReadWhereOnlyTheyMayBe) {
  zone("intel-rapl:0", "package-0", 0);
  fs::permissions(energy_file("intel-rapl:0"), fs::perms::none);
  device("0");
  event("energy-pkg", 2);
  count(2, 0, 0);
  const System system = moving({{2, 0}});
  const Unprivileged user;
  const auto meter = open_rapl(system);
  EXPECT_TRUE(meter.has_value()) << meter.error().message;
}

TEST_F(RaplEvents, AreNotAskedWhereTheTreeWorks) {
  zone("intel-rapl:0", "package-0", 0);
  device("0");
  event("energy-pkg", 2);
  open();
  EXPECT_TRUE(perf_->opened().empty());
}

TEST_F(RaplEvents, TakeThePlatformOnlyWithoutAPackage) {
  device("0");
  event("energy-psys", 5);
  count(5, 0, 0);
  meter_ = open_rapl(moving({{5, 0}})).value();
  EXPECT_THAT(meter_->info().domains, ElementsAre("system"));
}

TEST_F(RaplEvents, AreRefusedWhenTheyStandStill) {
  device("0");
  event("energy-pkg", 2);
  count(2, 0, 0);
  EXPECT_THAT(refusal().message, HasSubstr("package-0 stands still at 0"));
}

TEST_F(RaplEvents, SayWhyNeitherWayWorks) {
  device("0");
  event("energy-pkg", 2);
  perf_->refuse({ErrorCode::kPermissionDenied, "perf is locked", ""});
  const Error error = refusal();
  EXPECT_THAT(error.message, HasSubstr("powercap"));
  EXPECT_THAT(error.message, HasSubstr("perf is locked"));
}

TEST_F(RaplEvents, RefuseAnotherUnitThanJoules) {
  device("0");
  event("energy-pkg", 2);
  write_file(power() / "events/energy-pkg.unit", "Calories\n");
  EXPECT_THAT(refusal().message, HasSubstr("Calories"));
}

TEST_F(RaplEvents, RefuseFilesThatAreNotWhatTheyShouldBe) {
  device("0");
  event("energy-pkg", 2);
  count(2, 0, 0);
  write_file(power() / "cpumask", "0,x\n");
  EXPECT_THAT(refusal().message, HasSubstr("cpumask holds \"0,x\""));
  device("");
  EXPECT_THAT(refusal().message, HasSubstr("cpumask"));
  device("0");
  write_file(power() / "events/energy-pkg", "umask=1\n");
  EXPECT_THAT(refusal().message, HasSubstr("umask=1"));
  event("energy-pkg", 2);
  write_file(power() / "events/energy-pkg.scale", "0\n");
  EXPECT_THAT(refusal().message, HasSubstr("scale"));
}

TEST_F(RaplEvents, FailToReadWhenTheCounterDoes) {
  device("0");
  event("energy-pkg", 2);
  count(2, 0, 0);
  meter_ = open_rapl(moving({{2, 0}})).value();
  perf_->set({kType, 2, 0}, Result<PerfCount>(fail(ErrorCode::kIo, "gone")));
  EXPECT_EQ(meter_->read().error().code, ErrorCode::kIo);
}

}  // namespace
}  // namespace wattle::energy

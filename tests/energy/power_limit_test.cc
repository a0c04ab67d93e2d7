// SPDX-License-Identifier: MIT
#include "energy/gpu/power_limit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/energy/fake_gpus.h"

namespace wattle::energy {
namespace {

using ::testing::ElementsAre;
using testing::FakeGpus;
using ::testing::HasSubstr;

class PowerLimits : public ::testing::Test {
 protected:
  PowerLimits() {
    for (const int gpu : {0, 1}) {
      gpus_.set(gpu, "limit", gpu == 0 ? 350'000 : 300'000);
      gpus_.set(gpu, "least", 100'000);
      gpus_.set(gpu, "most", gpu == 0 ? 400'000 : 300'000);
    }
  }
  auto hold() { return PowerLimit::hold(gpus_.nvml(), {0, 1}); }
  std::vector<std::string> limits() const { return {gpus_.get(0, "limit"), gpus_.get(1, "limit")}; }

  FakeGpus gpus_{2};
};

TEST_F(PowerLimits, AreSetAndPutBack) {
  {
    const auto limit = hold().value();
    EXPECT_THAT(limits(), ElementsAre("350000", "300000"));
    EXPECT_THAT(limit->former(), ElementsAre(Watts(350), Watts(300)));
    ASSERT_TRUE(limit->set(Watts(250)));
    EXPECT_THAT(limits(), ElementsAre("250000", "250000"));
    ASSERT_TRUE(limit->set(std::nullopt));
    EXPECT_THAT(limits(), ElementsAre("350000", "300000"));
    ASSERT_TRUE(limit->set(Watts(150)));
    EXPECT_THAT(limits(), ElementsAre("150000", "150000"));
  }
  EXPECT_THAT(limits(), ElementsAre("350000", "300000"));
}

TEST_F(PowerLimits, ArePutBackOnce) {
  const auto limit = hold().value();
  ASSERT_TRUE(limit->set(Watts(250)));
  ASSERT_TRUE(limit->restore().has_value());
  EXPECT_THAT(limits(), ElementsAre("350000", "300000"));
  gpus_.set(0, "limit", 200'000);  // somebody else's
  ASSERT_TRUE(limit->restore().has_value());
  EXPECT_THAT(limits(), ElementsAre("200000", "300000"));
}

TEST_F(PowerLimits, AreRefusedOutsideOfWhatAGpuAllows) {
  const auto limit = hold().value();
  const auto low = limit->set(Watts(50));
  ASSERT_FALSE(low.has_value());
  EXPECT_EQ(low.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(low.error().message, HasSubstr("from 100.0 W to 400.0 W"));
  const auto high = limit->set(Watts(350));
  ASSERT_FALSE(high.has_value());
  EXPECT_THAT(high.error().message, HasSubstr("gpu-1 allows power limits from 100.0 W to 300.0 W"));
  EXPECT_THAT(limits(), ElementsAre("350000", "300000"));
}

TEST_F(PowerLimits, NeedTheRightToSetThem) {
  gpus_.set(1, "set_limit", "error 4");
  EXPECT_EQ(hold().error().code, ErrorCode::kPermissionDenied);
  EXPECT_THAT(limits(), ElementsAre("350000", "300000"));
}

TEST_F(PowerLimits, AreNotThereOnEveryGpu) {
  gpus_.remove(0, "least");
  EXPECT_EQ(hold().error().code, ErrorCode::kUnavailable);
}

TEST_F(PowerLimits, AreTriedAgainByTheGuardianWhenPuttingBackFails) {
  const auto limit = hold().value();
  ASSERT_TRUE(limit->set(Watts(250)));
  gpus_.set(0, "set_limit", "error 15 once");
  EXPECT_FALSE(limit->restore().has_value());
  EXPECT_THAT(limits(), ElementsAre("350000", "300000")) << "the guardian did it";
}

TEST_F(PowerLimits, AreHeldOnTheGpusThatAreMetered) {
  System system;
  system.nvml = FakeGpus::library();
  system.cuda = {"1", "PCI_BUS_ID"};
  const auto limit = hold_power_limit(system).value();
  ASSERT_TRUE(limit->set(Watts(250)));
  EXPECT_THAT(limits(), ElementsAre("350000", "250000"));
  system.nvml = "no-such-library";
  EXPECT_EQ(hold_power_limit(system).error().code, ErrorCode::kUnavailable);
}

/// A process that holds a limit of 250 W until `end` ends it.
class HeldByAnother : public PowerLimits {
 protected:
  /// Returns when the process has ended and been waited for.
  void hold(const std::function<void(pid_t)>& end) {
    std::array<int, 2> ready{};
    ASSERT_EQ(::pipe(ready.data()), 0);
    const pid_t process = ::fork();
    ASSERT_GE(process, 0);
    if (process == 0) {
      const auto limit = PowerLimit::hold(gpus_.nvml(), {0, 1});
      const char word = limit && (*limit)->set(Watts(250)) ? 'y' : 'n';
      if (::write(ready[1], &word, 1) != 1) ::_exit(1);
      while (true) ::pause();
    }
    char word = 0;
    ASSERT_EQ(::read(ready[0], &word, 1), 1);
    ::close(ready[0]);
    ::close(ready[1]);
    ASSERT_EQ(word, 'y');
    ASSERT_THAT(limits(), ElementsAre("250000", "250000"));
    end(process);
    ASSERT_EQ(::waitpid(process, nullptr, 0), process);
  }
  /// The guardian needs a moment after the death; a minute is never.
  void wait_until_put_back() const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (limits() != former_ && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_EQ(limits(), former_);
  }

 private:
  const std::vector<std::string> former_{"350000", "300000"};
};

TEST_F(HeldByAnother, ArePutBackAfterKillNine) {
  hold([](pid_t process) { ::kill(process, SIGKILL); });
  wait_until_put_back();
}

TEST_F(HeldByAnother, ArePutBackAfterATerminationThatNobodyCaught) {
  hold([](pid_t process) { ::kill(process, SIGTERM); });
  wait_until_put_back();
}

}  // namespace
}  // namespace wattle::energy

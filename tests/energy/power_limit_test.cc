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
#include <thread>

#include "tests/energy/fake_gpus.h"

namespace wattle::energy {
namespace {

using testing::FakeGpus;
using ::testing::HasSubstr;

class PowerLimits : public ::testing::Test {
 protected:
  PowerLimits() {
    gpus_.set(0, "limit", 350'000);
    gpus_.set(0, "least", 100'000);
    gpus_.set(0, "most", 400'000);
  }
  auto set(double watts) { return PowerLimit::set(gpus_.nvml(), 0, Watts(watts)); }
  std::string limit() const { return gpus_.get(0, "limit"); }

  FakeGpus gpus_{1};
};

TEST_F(PowerLimits, AreSetAndPutBack) {
  {
    const auto limit = set(250).value();
    EXPECT_EQ(this->limit(), "250000");
    EXPECT_EQ(limit->former(), Watts(350));
  }
  EXPECT_EQ(limit(), "350000");
}

TEST_F(PowerLimits, ArePutBackOnce) {
  const auto limit = set(250).value();
  ASSERT_TRUE(limit->restore().has_value());
  EXPECT_EQ(this->limit(), "350000");
  gpus_.set(0, "limit", 200'000);  // somebody else's
  ASSERT_TRUE(limit->restore().has_value());
  EXPECT_EQ(this->limit(), "200000");
}

TEST_F(PowerLimits, AreRefusedOutsideOfWhatTheGpuAllows) {
  const auto limit = set(50);
  ASSERT_FALSE(limit.has_value());
  EXPECT_EQ(limit.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(limit.error().message, HasSubstr("from 100.0 W to 400.0 W"));
  EXPECT_EQ(set(401).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(this->limit(), "350000");
}

TEST_F(PowerLimits, NeedTheRightToSetThem) {
  gpus_.set(0, "set_limit", "error 4");
  EXPECT_EQ(set(250).error().code, ErrorCode::kPermissionDenied);
  EXPECT_EQ(limit(), "350000");
}

TEST_F(PowerLimits, AreNotThereOnEveryGpu) {
  gpus_.remove(0, "least");
  EXPECT_EQ(set(250).error().code, ErrorCode::kUnavailable);
}

TEST_F(PowerLimits, AreTriedAgainByTheGuardianWhenPuttingBackFails) {
  const auto limit = set(250).value();
  gpus_.set(0, "set_limit", "error 15");
  EXPECT_FALSE(limit->restore().has_value());
  EXPECT_EQ(this->limit(), "250000") << "the guardian failed, too, and nothing hangs";
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
      const auto limit = PowerLimit::set(gpus_.nvml(), 0, Watts(250));
      const char word = limit ? 'y' : 'n';
      if (::write(ready[1], &word, 1) != 1) ::_exit(1);
      while (true) ::pause();
    }
    char word = 0;
    ASSERT_EQ(::read(ready[0], &word, 1), 1);
    ::close(ready[0]);
    ::close(ready[1]);
    ASSERT_EQ(word, 'y');
    ASSERT_EQ(limit(), "250000");
    end(process);
    ASSERT_EQ(::waitpid(process, nullptr, 0), process);
  }
  /// The guardian needs a moment after the death; a minute is never.
  void wait_until_put_back() const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (limit() != "350000" && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_EQ(limit(), "350000");
  }
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

// SPDX-License-Identifier: MIT
#include "energy/perf_events.h"

#include <gtest/gtest.h>
#include <linux/perf_event.h>

#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

TEST(PerfCount, IsScaledToTheTimeThatItWasNotCounted) {
  EXPECT_DOUBLE_EQ((PerfCount{300, Seconds(4), Seconds(1)}.scaled()), 1200.0);
  EXPECT_DOUBLE_EQ((PerfCount{300, Seconds(4), Seconds(0)}.scaled()), 0.0);
}

// The one event that virtual machines have too.
TEST(KernelPerfEvents, CountTheCallersCpuTime) {
  const auto counter =
      kernel_perf_events()->open({.type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_TASK_CLOCK});
  if (!counter) GTEST_SKIP() << "skipped: " << counter.error().message;
  const auto before = (*counter)->read();
  testing::burn(Seconds(0.02));
  const auto after = (*counter)->read();
  ASSERT_TRUE(before && after);
  constexpr double kNanosecond = 1e-9;
  EXPECT_GE(kNanosecond * (after->scaled() - before->scaled()), 0.019);
}

TEST(KernelPerfEvents, SayWhatIsMissing) {
  constexpr std::uint32_t kNoSuchType = 1'000'000;
  const auto counter = kernel_perf_events()->open({.type = kNoSuchType});
  ASSERT_FALSE(counter);
  EXPECT_TRUE(counter.error().code == ErrorCode::kUnavailable ||
              counter.error().code == ErrorCode::kPermissionDenied);
  EXPECT_FALSE(counter.error().hint.empty());
}

}  // namespace
}  // namespace wattle::energy

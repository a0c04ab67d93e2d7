// SPDX-License-Identifier: MIT
#include "energy/gpu/gpu_shares.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/energy/fake_gpus.h"

namespace wattle::energy {
namespace {

using testing::FakeGpus;

TEST(GpuShares, AreByBusyTimeAndSumToOne) {
  FakeGpus gpus(1);
  gpus.set(0, "processes", "41 1000 30\n42 1100 10\n41 1200 60");
  const auto shares = read_gpu_shares(*gpus.nvml(), 0, 0).value();
  ASSERT_EQ(shares.processes.size(), 2U);
  EXPECT_EQ(shares.processes[0].pid, 41);
  EXPECT_DOUBLE_EQ(shares.processes[0].share, 0.9);
  EXPECT_DOUBLE_EQ(shares.processes[1].share, 0.1);
  EXPECT_EQ(shares.to_microseconds, 1200U);
}

TEST(GpuShares, GoOnWhereTheLastWindowEnded) {
  FakeGpus gpus(1);
  gpus.set(0, "processes", "41 1000 30\n42 1100 10");
  const auto nvml = gpus.nvml();
  const auto first = read_gpu_shares(*nvml, 0, 0).value();
  gpus.set(0, "processes", "41 1000 30\n42 1100 10\n42 1300 50");
  const auto second = read_gpu_shares(*nvml, 0, first.to_microseconds).value();
  ASSERT_EQ(second.processes.size(), 1U);
  EXPECT_EQ(second.processes[0].pid, 42);
  EXPECT_EQ(second.from_microseconds, 1100U);
  EXPECT_EQ(second.to_microseconds, 1300U);
}

TEST(GpuShares, AreNobodysWhenNothingRan) {
  FakeGpus gpus(1);
  gpus.set(0, "processes", "41 1000 0");
  EXPECT_TRUE(read_gpu_shares(*gpus.nvml(), 0, 0)->processes.empty());
  const auto later = read_gpu_shares(*gpus.nvml(), 0, 2000).value();
  EXPECT_TRUE(later.processes.empty());
  EXPECT_EQ(later.to_microseconds, 2000U);
}

TEST(GpuShares, AreNotToldByEveryGpu) {
  const FakeGpus gpus(1);
  EXPECT_EQ(read_gpu_shares(*gpus.nvml(), 0, 0).error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace wattle::energy

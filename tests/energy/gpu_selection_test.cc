// SPDX-License-Identifier: MIT
#include "energy/gpu/gpu_selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/energy/fake_gpus.h"

namespace wattle::energy {
namespace {

using ::testing::ElementsAre;
using testing::FakeGpus;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Result<GpuSelection> select(const FakeGpus& gpus, const char* visible,
                            const char* order = nullptr) {
  CudaSelection cuda;
  if (visible != nullptr) cuda.visible_devices = visible;
  if (order != nullptr) cuda.device_order = order;
  return select_gpus(*gpus.nvml(), cuda);
}

TEST(SelectGpus, TakesAllWhenNothingIsSaid) {
  const FakeGpus gpus(3);
  const auto selection = select(gpus, nullptr).value();
  EXPECT_THAT(selection.gpus, ElementsAre(0, 1, 2));
  EXPECT_THAT(selection.why, IsEmpty());
}

TEST(SelectGpus, TakesNumbersInPciOrder) {
  const FakeGpus gpus(3);
  EXPECT_THAT(select(gpus, "2, 0", "PCI_BUS_ID").value().gpus, ElementsAre(0, 2));
}

TEST(SelectGpus, TakesAllAndSaysWhyWhenNumbersAreInCudasOrder) {
  const FakeGpus gpus(3);
  const auto selection = select(gpus, "1").value();
  EXPECT_THAT(selection.gpus, ElementsAre(0, 1, 2));
  EXPECT_THAT(selection.why, HasSubstr("CUDA_DEVICE_ORDER=PCI_BUS_ID"));
}

TEST(SelectGpus, NeedsNoOrderForOneGpu) {
  const FakeGpus gpus(1);
  const auto selection = select(gpus, "0").value();
  EXPECT_THAT(selection.gpus, ElementsAre(0));
  EXPECT_THAT(selection.why, IsEmpty());
}

TEST(SelectGpus, TakesUuidsWholeOrTheirBeginning) {
  const FakeGpus gpus(3);
  EXPECT_THAT(select(gpus, "GPU-2a5c-4711,GPU-0a").value().gpus, ElementsAre(0, 2));
}

TEST(SelectGpus, TakesAllForInstancesOfASplitGpu) {
  const FakeGpus gpus(2);
  const auto selection = select(gpus, "MIG-77aa").value();
  EXPECT_THAT(selection.gpus, ElementsAre(0, 1));
  EXPECT_THAT(selection.why, HasSubstr("instance"));
}

TEST(SelectGpus, FindsNothingWhereAllAreHidden) {
  const FakeGpus gpus(2);
  EXPECT_THAT(select(gpus, "").error().message, HasSubstr("hides every GPU"));
  EXPECT_THAT(select(gpus, "-1").error().message, HasSubstr("hides every GPU"));
}

TEST(SelectGpus, NamesWhatDoesNotExist) {
  const FakeGpus gpus(2);
  EXPECT_THAT(select(gpus, "0,7", "PCI_BUS_ID").error().message, HasSubstr("\"7\""));
  EXPECT_THAT(select(gpus, "GPU-9").error().message, HasSubstr("\"GPU-9\""));
  EXPECT_THAT(select(gpus, "GPU-").error().message, HasSubstr("\"GPU-\"")) << "not only one";
  EXPECT_THAT(select(gpus, "first", "PCI_BUS_ID").error().message, HasSubstr("\"first\""));
}

TEST(SelectGpus, FindsNoGpu) {
  const FakeGpus gpus(0);
  EXPECT_EQ(select(gpus, nullptr).error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace wattle::energy

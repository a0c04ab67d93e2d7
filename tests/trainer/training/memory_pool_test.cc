// SPDX-License-Identifier: MIT
#include "trainer/training/memory_pool.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <thread>

namespace wattle::trainer {
namespace {

constexpr std::int64_t kLarge = 1 << 20;

TEST(MemoryPool, GivesAFreedBlockToTheNextRequestOfItsSize) {
  const MemoryPoolScope scope;
  const void* const first = at::empty({kLarge}, at::kByte).data_ptr();
  EXPECT_EQ(scope.idle_bytes(), static_cast<std::size_t>(kLarge));
  const at::Tensor second = at::empty({kLarge}, at::kByte);
  EXPECT_EQ(second.data_ptr(), first);
  EXPECT_EQ(scope.idle_bytes(), 0U);
}

TEST(MemoryPool, DoesNotWasteALargeBlockOnASmallRequest) {
  const MemoryPoolScope scope;
  at::empty({kLarge}, at::kByte);
  const at::Tensor small = at::empty({kLarge / 2}, at::kByte);
  EXPECT_EQ(scope.idle_bytes(), static_cast<std::size_t>(kLarge));
}

TEST(MemoryPool, LeavesSmallBlocksAlone) {
  const MemoryPoolScope scope;
  at::empty({1000}, at::kByte);
  EXPECT_EQ(scope.idle_bytes(), 0U);
}

TEST(MemoryPool, AlignsAsLibtorchDoes) {
  const MemoryPoolScope scope;
  const at::Tensor block = at::empty({kLarge + 3}, at::kByte);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block.data_ptr()) % 64, 0U);
}

TEST(MemoryPool, ABlockOutlivesItsScope) {
  at::Tensor kept;
  {
    const MemoryPoolScope scope;
    kept = at::ones({kLarge});
  }
  EXPECT_EQ(kept.sum().item<float>(), static_cast<float>(kLarge));
}

TEST(MemoryPool, TakesBlocksBackFromOtherThreads) {
  const MemoryPoolScope scope;
  at::Tensor block = at::empty({kLarge}, at::kByte);
  std::thread([moved = std::move(block)]() mutable { moved.reset(); }).join();
  EXPECT_EQ(scope.idle_bytes(), static_cast<std::size_t>(kLarge));
}

TEST(MemoryPool, IsTheThreadsOwn) {
  const MemoryPoolScope scope;
  std::thread([] { at::empty({kLarge}, at::kByte); }).join();
  EXPECT_EQ(scope.idle_bytes(), 0U);
}

TEST(MemoryPool, TheInnerScopeServes) {
  const MemoryPoolScope outer;
  {
    const MemoryPoolScope inner;
    at::empty({kLarge}, at::kByte);
    EXPECT_EQ(inner.idle_bytes(), static_cast<std::size_t>(kLarge));
  }
  EXPECT_EQ(outer.idle_bytes(), 0U);
  at::empty({kLarge}, at::kByte);
  EXPECT_EQ(outer.idle_bytes(), static_cast<std::size_t>(kLarge));
}

}  // namespace
}  // namespace wattle::trainer

// SPDX-License-Identifier: MIT
#include "trainer/training/augmentation.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "trainer/model/network.h"

namespace wattle::trainer {
namespace {

at::Generator generator(std::uint64_t seed) { return make_generator(seed); }

/// `count` images of the same pixels 1, 2, 3, ...
at::Tensor images(std::int64_t count, std::int64_t channels, std::int64_t height,
                  std::int64_t width) {
  const at::Tensor one = at::arange(1, channels * height * width + 1, at::kFloat);
  return one.view({1, channels, height, width}).repeat({count, 1, 1, 1});
}

/// The image in every way that it can be cut out of black edges; row by row of places.
std::vector<at::Tensor> all_cuts(const at::Tensor& image, std::int64_t crop) {
  std::vector<at::Tensor> cuts;
  const at::Tensor padded = at::constant_pad_nd(image, {crop, crop, crop, crop}, 0);
  for (std::int64_t row = 0; row <= 2 * crop; ++row) {
    for (std::int64_t column = 0; column <= 2 * crop; ++column) {
      cuts.push_back(padded.narrow(1, row, image.size(1)).narrow(2, column, image.size(2)));
    }
  }
  return cuts;
}

TEST(Augmentation, OfNothingIsTheImagesThemselves) {
  at::Generator own = generator(1);
  const at::Tensor batch = images(3, 1, 4, 4);
  EXPECT_TRUE(augment(batch, {}, own).is_same(batch));
}

TEST(Augmentation, LeavesItsInputAsItWas) {
  at::Generator own = generator(1);
  const at::Tensor batch = images(8, 3, 5, 4);
  const at::Tensor before = batch.clone();
  const at::Tensor changed = augment(batch, {true, 2}, own);
  EXPECT_TRUE(at::equal(batch, before));
  EXPECT_EQ(changed.sizes(), batch.sizes());
  EXPECT_EQ(changed.scalar_type(), batch.scalar_type());
}

// Of n fair draws the share deviates by more than 5 / (2 sqrt(n)) once in 1.7 million.
TEST(Augmentation, FlipsHalfOfTheImagesAndNothingElse) {
  constexpr std::int64_t kImages = 4000;
  at::Generator own = generator(2);
  const at::Tensor batch = images(kImages, 3, 2, 3);
  const at::Tensor changed = augment(batch, {true, 0}, own);
  const at::Tensor same = changed.eq(batch).flatten(1).all(1);
  const at::Tensor flipped = changed.eq(batch.flip({3})).flatten(1).all(1);
  EXPECT_TRUE(same.logical_xor(flipped).all().item<bool>());
  const double share = flipped.to(at::kDouble).mean().item<double>();
  EXPECT_NEAR(share, 0.5, 5.0 / (2.0 * std::sqrt(static_cast<double>(kImages))));
}

// Each of 25 places has probability p = 1/25: 5 deviations of sqrt(n p (1 - p)); with 25 places a
// false alarm about once in 70,000.
TEST(Augmentation, CutsOutEveryPlaceEquallyOften) {
  constexpr std::int64_t kImages = 5000;
  constexpr std::int64_t kCrop = 2;
  at::Generator own = generator(3);
  const at::Tensor batch = images(kImages, 2, 3, 4);
  const at::Tensor changed = augment(batch, {false, kCrop}, own);
  std::int64_t found = 0;
  const std::vector<at::Tensor> cuts = all_cuts(batch[0], kCrop);
  const double p = 1.0 / static_cast<double>(cuts.size());
  const double expected = static_cast<double>(kImages) * p;
  for (const at::Tensor& cut : cuts) {
    const auto count = changed.eq(cut).flatten(1).all(1).sum().item<std::int64_t>();
    EXPECT_NEAR(static_cast<double>(count), expected, 5.0 * std::sqrt(expected * (1.0 - p)));
    found += count;
  }
  EXPECT_EQ(found, kImages);
}

TEST(Augmentation, DrawsForEachImageAlone) {
  at::Generator own = generator(4);
  const at::Tensor changed = augment(images(64, 1, 4, 4), {true, 2}, own);
  std::set<std::string> different;
  for (std::int64_t i = 0; i < changed.size(0); ++i) {
    const at::Tensor flat = changed[i].contiguous();
    different.emplace(static_cast<const char*>(flat.data_ptr()), flat.nbytes());
  }
  // 64 draws of 50 ways give 36 different ones, with a deviation of 2.3: 20 are 7 deviations off.
  EXPECT_GT(different.size(), 20U);
}

TEST(Augmentation, IsTheSameForTheSameSeedAlone) {
  const at::Tensor batch = images(32, 3, 4, 4);
  at::Generator first = generator(5);
  at::Generator same = generator(5);
  at::Generator other = generator(6);
  const at::Tensor changed = augment(batch, {true, 3}, first);
  EXPECT_TRUE(at::equal(changed, augment(batch, {true, 3}, same)));
  EXPECT_FALSE(at::equal(changed, augment(batch, {true, 3}, other)));
}

TEST(Augmentation, DrawsNothingFromTheDefaultGenerator) {
  const at::Tensor before = at::detail::getDefaultCPUGenerator().get_state();
  at::Generator own = generator(7);
  augment(images(4, 1, 4, 4), {true, 1}, own);
  EXPECT_TRUE(at::equal(before, at::detail::getDefaultCPUGenerator().get_state()));
}

}  // namespace
}  // namespace wattle::trainer

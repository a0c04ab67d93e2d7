// SPDX-License-Identifier: MIT
#include "trainer/dataset/image.h"

#include <gmock/gmock.h>

#include "tests/trainer/dataset/image_samples.h"
#include "tests/trainer/temporary_folder.h"

namespace wattle::trainer {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Image grey(std::int64_t height, std::int64_t width, std::vector<std::uint8_t> pixels) {
  return {1, height, width, std::move(pixels)};
}

TEST(Png, IsReadPixelByPixel) {
  const TemporaryFolder folder;
  const auto image = read_image(folder.write("a.png", png(grey(2, 3, {0, 1, 2, 3, 128, 255}))));
  ASSERT_TRUE(image) << image.error().message;
  EXPECT_EQ(image->channels, 1);
  EXPECT_EQ(image->height, 2);
  EXPECT_EQ(image->width, 3);
  EXPECT_THAT(image->pixels, ElementsAre(0, 1, 2, 3, 128, 255));
}

TEST(Png, OfColoursHasPlanes) {
  const TemporaryFolder folder;
  const auto image = read_image(folder.write("a.png", png({3, 1, 2, {1, 2, 10, 20, 100, 200}})));
  ASSERT_TRUE(image) << image.error().message;
  EXPECT_EQ(image->channels, 3);
  EXPECT_THAT(image->pixels, ElementsAre(1, 2, 10, 20, 100, 200));
}

// A flat block has no frequency but the mean, whose rounding is at most one level.
TEST(Jpeg, OfOneGreyKeepsIt) {
  const TemporaryFolder folder;
  const auto image =
      read_image(folder.write("a.jpg", jpeg(grey(8, 16, std::vector<std::uint8_t>(128, 77)))));
  ASSERT_TRUE(image) << image.error().message;
  EXPECT_EQ(image->channels, 1);
  EXPECT_EQ(image->height, 8);
  EXPECT_EQ(image->width, 16);
  EXPECT_THAT(image->pixels, Each(AllOf(::testing::Ge(76), ::testing::Le(78))));
}

TEST(Jpeg, OfColoursHasPlanes) {
  const TemporaryFolder folder;
  Image red{3, 8, 8, std::vector<std::uint8_t>(192, 0)};
  std::fill_n(red.pixels.begin(), 64, std::uint8_t{255});
  const auto image = read_image(folder.write("a.jpg", jpeg(red)));
  ASSERT_TRUE(image) << image.error().message;
  ASSERT_EQ(image->channels, 3);
  EXPECT_GT(image->pixels[0], 250);
  EXPECT_LT(image->pixels[64], 5);
  EXPECT_LT(image->pixels[128], 5);
}

struct Fault {
  std::string name;
  std::string bytes;
  std::string expected;

  friend void PrintTo(const Fault& shown, std::ostream* out) { *out << shown.name; }
};

class BadImage : public ::testing::TestWithParam<Fault> {};

TEST_P(BadImage, IsRefusedByItsName) {
  const TemporaryFolder folder;
  const auto image = read_image(folder.write("bad.png", GetParam().bytes));
  ASSERT_FALSE(image);
  EXPECT_EQ(image.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(image.error().message, AllOf(HasSubstr("bad.png"), HasSubstr(GetParam().expected)));
}

std::string cut(std::string bytes, std::size_t by) {
  bytes.resize(bytes.size() - by);
  return bytes;
}

/// The width in the header of a PNG, at offset 16, replaced. Its checksum no longer fits.
std::string huge_png() {
  std::string bytes = png(grey(2, 2, {1, 2, 3, 4}));
  bytes[16] = '\x7F';
  return bytes;
}

const Image& noise() {
  static const Image image = [] {
    Image made{1, 64, 64, {}};
    for (int i = 0; i < 64 * 64; ++i) {
      made.pixels.push_back(static_cast<std::uint8_t>(i * 2654435761U >> 24U));
    }
    return made;
  }();
  return image;
}

INSTANTIATE_TEST_SUITE_P(Faults, BadImage,
                         ::testing::Values(Fault{"Empty", "", "neither PNG nor JPEG"},
                                           Fault{"Text", "hello", "neither PNG nor JPEG"},
                                           Fault{"PngCutShort", cut(png(noise()), 2000), ""},
                                           Fault{"PngOfMagicAlone", "\x89PNG", ""},
                                           Fault{"PngWithABadHeader", huge_png(), ""},
                                           Fault{"JpegCutShort", cut(jpeg(noise()), 1500), ""},
                                           Fault{"JpegOfMagicAlone", "\xFF\xD8\xFF", ""}),
                         [](const auto& tested) { return tested.param.name; });

TEST(ImageFile, ThatIsMissingIsNotFound) {
  const auto image = read_image("/nowhere/a.png");
  ASSERT_FALSE(image);
  EXPECT_EQ(image.error().code, ErrorCode::kNotFound);
}

TEST(Resized, ToTheSameSizeIsTheSame) {
  const Image image = grey(2, 2, {1, 2, 3, 4});
  EXPECT_EQ(resized(image, 2, 2).pixels, image.pixels);
}

TEST(Resized, ToHalfTheSizeAveragesBlocks) {
  const Image image = grey(2, 4,
                           {0, 4, 10, 20,  //
                            4, 8, 30, 40});
  EXPECT_THAT(resized(image, 1, 2).pixels, ElementsAre(4, 25));
}

TEST(Resized, ToTwiceTheSizeRepeatsPixels) {
  const Image image = grey(1, 2, {7, 9});
  EXPECT_THAT(resized(image, 2, 4).pixels, ElementsAre(7, 7, 9, 9, 7, 7, 9, 9));
}

// Of three pixels over two: the middle one lies half in each.
TEST(Resized, SplitsPixelsByArea) {
  const Image image = grey(1, 3, {0, 90, 240});
  EXPECT_THAT(resized(image, 1, 2).pixels, ElementsAre(30, 190));
}

TEST(Resized, TreatsEachColourAlone) {
  const Image image{3, 1, 2, {0, 2, 10, 20, 100, 200}};
  EXPECT_THAT(resized(image, 1, 1).pixels, ElementsAre(1, 15, 150));
}

TEST(Resized, KeepsOneColourInAnySize) {
  const Image image = grey(5, 7, std::vector<std::uint8_t>(35, 201));
  for (const std::int64_t side : {1, 2, 3, 11, 13}) {
    EXPECT_THAT(resized(image, side, 17 - side).pixels, Each(201)) << side;
  }
}

TEST(WithChannels, MakesGreyOfColoursByTheirBrightness) {
  const Image image{3, 1, 4, {255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255}};
  EXPECT_THAT(with_channels(image, 1).pixels, ElementsAre(76, 150, 29, 255));
}

TEST(WithChannels, MakesThreeEqualOnesOfGrey) {
  EXPECT_THAT(with_channels(grey(1, 2, {3, 4}), 3).pixels, ElementsAre(3, 4, 3, 4, 3, 4));
}

}  // namespace
}  // namespace wattle::trainer

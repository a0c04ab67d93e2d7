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

struct Stored {
  std::string name;
  std::string file;
  std::vector<std::uint8_t> pixels;

  friend void PrintTo(const Stored& shown, std::ostream* out) { *out << shown.name; }
};

class PngValues : public ::testing::TestWithParam<Stored> {};

TEST_P(PngValues, AreThoseThatAreStored) {
  const std::string& file = GetParam().file;
  const auto image = decode_image({file.begin(), file.end()}, "a.png");
  ASSERT_TRUE(image) << image.error().message;
  EXPECT_EQ(image->pixels, GetParam().pixels);
}

/// Bytes that may be zero.
template <std::size_t N>
std::string bytes(const char (&text)[N]) {
  return {text, N - 1};
}

// 16 bits: v x 255 / 65535 = v / 257, rounded: 0x8000 / 257 = 127.50, 0x4000 / 257 = 63.75.
// Opacity a: v x a / 255. 255 x 128 / 255 = 128; 100 x 128 / 255 = 50.2.
INSTANTIATE_TEST_SUITE_P(
    Kinds, PngValues,
    ::testing::Values(
        Stored{"Grey16",
               one_row_png(4, 16, PngColour::kGrey, bytes("\0\0\x80\0\x40\0\xFF\xFF")),
               {0, 128, 64, 255}},
        Stored{"GreyOfGammaOne",
               one_row_png(2, 8, PngColour::kGrey, bytes("\x80\x40"),
                           png_chunk("gAMA", big_endian(100000))),
               {128, 64}},
        Stored{"Grey16OfGamma",
               one_row_png(1, 16, PngColour::kGrey, bytes("\x80\0"),
                           png_chunk("gAMA", big_endian(45455))),
               {128}},
        Stored{"GreyOfOneBit",
               one_row_png(8, 1, PngColour::kGrey, "\xA0"),
               {255, 0, 255, 0, 0, 0, 0, 0}},
        Stored{"GreyOfFourBits", one_row_png(2, 4, PngColour::kGrey, "\x1F"), {17, 255}},
        Stored{"GreyWithAlpha",
               one_row_png(3, 8, PngColour::kGreyAlpha, bytes("\xFF\x80\x64\x80\x64\0")),
               {128, 50, 0}},
        Stored{"Grey16WithAlpha",
               one_row_png(1, 16, PngColour::kGreyAlpha, bytes("\xFF\xFF\x80\x80")),
               {128}},
        Stored{"ColoursWithAlpha",
               one_row_png(2, 8, PngColour::kRgba, bytes("\xFF\x64\0\x80\1\2\3\xFF")),
               {128, 1, 50, 2, 0, 3}},
        Stored{"Palette",
               one_row_png(2, 8, PngColour::kPalette, bytes("\1\0"),
                           png_chunk("PLTE", bytes("\1\2\3\x80\x81\x82"))),
               {128, 1, 129, 2, 130, 3}},
        Stored{"PaletteOfTwoBitsWithAlpha",
               one_row_png(2, 2, PngColour::kPalette, "\x10",
                           png_chunk("PLTE", bytes("\1\2\3\xFF\xFF\x64")) +
                               png_chunk("tRNS", bytes("\xFF\x80"))),
               {1, 128, 2, 128, 3, 50}},
        Stored{"TransparentGrey",
               one_row_png(2, 8, PngColour::kGrey, bytes("\x64\x65"),
                           png_chunk("tRNS", bytes("\0\x64"))),
               {0, 101}},
        Stored{"TransparentGrey16IsToldByAllItsBits",
               one_row_png(2, 16, PngColour::kGrey, bytes("\x80\0\x80\1"),
                           png_chunk("tRNS", bytes("\x80\0"))),
               {0, 128}},
        Stored{"TransparentColour",
               one_row_png(2, 8, PngColour::kRgb, bytes("\1\2\3\1\2\4"),
                           png_chunk("tRNS", bytes("\0\1\0\2\0\3"))),
               {0, 1, 0, 2, 0, 4}}),
    [](const auto& tested) { return tested.param.name; });

// Adam7 on 2 x 2: pass 1 has (0, 0), pass 6 (0, 1), pass 7 the second row.
TEST(Png, IsReadInterlaced) {
  const std::string header = big_endian(2) + big_endian(2) + bytes("\x08\0\0\0\1");
  const std::string rows = bytes("\0\x0A\0\x0B\0\x0C\x0D");
  std::string packed(compressBound(rows.size()), '\0');
  uLongf size = packed.size();
  compress(reinterpret_cast<Bytef*>(packed.data()), &size,
           reinterpret_cast<const Bytef*>(rows.data()), rows.size());
  packed.resize(size);
  const std::string file = "\x89PNG\r\n\x1A\n" + png_chunk("IHDR", header) +
                           png_chunk("IDAT", packed) + png_chunk("IEND", "");
  const auto image = decode_image({file.begin(), file.end()}, "a.png");
  ASSERT_TRUE(image) << image.error().message;
  EXPECT_THAT(image->pixels, ElementsAre(10, 11, 12, 13));
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
  // A flat block's Y, Cb and Cr are whole numbers, each off by up to 0.5 when it is coded and by up
  // to 1 more when the mean of its block is; red is Y + 1.402 Cr, green Y - 0.344 Cb - 0.714 Cr,
  // blue Y + 1.772 Cb, and a last rounding adds 0.5.
  constexpr double kOff = 1.5 * (1 + 1.772) + 0.5;
  Image red{3, 8, 8, std::vector<std::uint8_t>(192, 0)};
  std::fill_n(red.pixels.begin(), 64, std::uint8_t{255});
  const auto image = read_image(folder.write("a.jpg", jpeg(red)));
  ASSERT_TRUE(image) << image.error().message;
  ASSERT_EQ(image->channels, 3);
  EXPECT_GE(image->pixels[0], 255 - kOff);
  EXPECT_LE(image->pixels[64], kOff);
  EXPECT_LE(image->pixels[128], kOff);
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
std::string png_with_a_bad_header() {
  std::string bytes = png(grey(2, 2, {1, 2, 3, 4}));
  bytes[16] = '\x7F';
  return bytes;
}

/// The height and width in the header of a JPEG file, five bytes behind its marker, replaced.
std::string jpeg_of_size(std::uint32_t side) {
  std::string bytes = jpeg(grey(8, 8, std::vector<std::uint8_t>(64, 77)));
  const std::size_t marker = bytes.find("\xFF\xC0");
  bytes.replace(marker + 5, 2, big_endian(side).substr(2));
  bytes.replace(marker + 7, 2, big_endian(side).substr(2));
  return bytes;
}

/// A progressive JPEG file whose one block is coded `scans` times.
std::string jpeg_of_scans(int scans) {
  std::string bytes = jpeg(grey(8, 8, std::vector<std::uint8_t>(64, 77)));
  bytes.replace(bytes.find("\xFF\xC0"), 2, "\xFF\xC2");  // baseline to progressive
  bytes.resize(bytes.find("\xFF\xDA"));
  for (int scan = 0; scan < scans; ++scan) {
    // Coefficient 0 of component 1 in full precision, of difference 0: 00 of the usual code.
    bytes += std::string("\xFF\xDA\0\x08\1\1\0\0\0\0\x3F", 11);
  }
  return bytes + "\xFF\xD9";
}

TEST(Jpeg, OfSomeScansIsRead) {
  const std::string file = jpeg_of_scans(500);
  const auto image = decode_image({file.begin(), file.end()}, "a.jpg");
  ASSERT_TRUE(image) << image.error().message;
  EXPECT_THAT(image->pixels, Each(128));
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

constexpr std::uint32_t kMostSides = 8192;  // squared, the most pixels

INSTANTIATE_TEST_SUITE_P(
    Faults, BadImage,
    ::testing::Values(
        Fault{"Empty", "", "neither PNG nor JPEG"}, Fault{"Text", "hello", "neither PNG nor JPEG"},
        Fault{"PngCutShort", cut(png(noise()), 2000), "the file is cut short"},
        Fault{"PngWithoutItsEnd", cut(png(noise()), 12), "the file is cut short"},
        Fault{"PngOfMagicAlone", "\x89PNG", "the file is cut short"},
        Fault{"PngWithABadHeader", png_with_a_bad_header(), "CRC"},
        Fault{"PngOfTooFewPixels", one_row_png(9, 8, PngColour::kGrey, "12345"), "data"},
        Fault{"PngOfTooLargeASide", one_row_png(32769, 8, PngColour::kGrey, "1"),
              "says that it is 1x32769"},
        Fault{"PngOfTheLargestSide", one_row_png(0x7FFFFFFF, 8, PngColour::kGrey, "1"),
              "says that it is 1x2147483647"},
        Fault{"JpegCutShort", cut(jpeg(noise()), 1500), "Premature end"},
        Fault{"JpegOfMagicAlone", "\xFF\xD8\xFF", "says that it is 0x0"},
        Fault{"JpegOfTooLargeASide", jpeg_of_size(65500), "says that it is 65500x65500"},
        Fault{"JpegOfTooManyPixels", jpeg_of_size(kMostSides + 1), "says that it is 8193x8193"},
        Fault{"JpegOfTooManyScans", jpeg_of_scans(501), "scans"}),
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

// Widths first or heights first: what is cheaper. Both are the same mean.
TEST(Resized, StretchesAndSquashes) {
  const Image image = grey(4, 1, {0, 100, 200, 40});
  EXPECT_THAT(resized(image, 2, 3).pixels, ElementsAre(50, 50, 50, 120, 120, 120));
  const Image turned = grey(1, 4, {0, 100, 200, 40});
  EXPECT_THAT(resized(turned, 3, 2).pixels, ElementsAre(50, 120, 50, 120, 50, 120));
}

// By doubles for every old row at the new width, or the other way round, this would take 4 GB.
TEST(Resized, OfAThinImageTakesLittle) {
  const Image thin = grey(32768, 1, std::vector<std::uint8_t>(32768, 9));
  EXPECT_THAT(resized(thin, 1, 16384).pixels, Each(9));
  const Image flat = grey(1, 32768, std::vector<std::uint8_t>(32768, 9));
  EXPECT_THAT(resized(flat, 16384, 1).pixels, Each(9));
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

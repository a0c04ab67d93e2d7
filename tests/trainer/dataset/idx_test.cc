// SPDX-License-Identifier: MIT
#include "trainer/dataset/idx.h"

#include <gmock/gmock.h>

#include "tests/trainer/dataset/samples.h"
#include "tests/trainer/temporary_folder.h"

namespace wattle::trainer {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(IdxImages, AreReadPlain) {
  const TemporaryFolder folder;
  const auto images = read_idx_images(folder.write("images", idx_images(3, 2, 4)));
  ASSERT_TRUE(images);
  EXPECT_EQ(images->count, 3);
  EXPECT_EQ(images->rows, 2);
  EXPECT_EQ(images->columns, 4);
  ASSERT_EQ(images->pixels.size(), 24U);
  EXPECT_EQ(images->pixels[7], 0);
  EXPECT_EQ(images->pixels[8], 1);
}

TEST(IdxImages, AreReadFromGzip) {
  const TemporaryFolder folder;
  const auto packed = read_idx_images(folder.write("images.gz", gzip(idx_images(300, 5, 5))));
  const auto plain = read_idx_images(folder.write("images", idx_images(300, 5, 5)));
  ASSERT_TRUE(packed);
  ASSERT_TRUE(plain);
  EXPECT_EQ(packed->pixels, plain->pixels);
}

TEST(IdxLabels, AreRead) {
  const TemporaryFolder folder;
  const auto labels = read_idx_labels(folder.write("labels", idx_labels(12)), 10);
  ASSERT_TRUE(labels);
  EXPECT_EQ(labels->size(), 12U);
  EXPECT_EQ(labels->back(), 1);
}

TEST(IdxFile, ThatIsMissingIsNotFound) {
  const auto images = read_idx_images("/nowhere/images");
  ASSERT_FALSE(images);
  EXPECT_EQ(images.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(images.error().message, HasSubstr("/nowhere/images"));
}

/// The bytes with one of them replaced.
std::string with_byte(std::string bytes, std::size_t offset, char value) {
  bytes[offset] = value;
  return bytes;
}

struct Fault {
  std::string name;
  std::string bytes;
  std::string expected;

  friend void PrintTo(const Fault& shown, std::ostream* out) { *out << shown.name; }
};

class CorruptImages : public ::testing::TestWithParam<Fault> {};

TEST_P(CorruptImages, AreRefusedWithFileAndOffset) {
  const TemporaryFolder folder;
  const auto images = read_idx_images(folder.write("images", GetParam().bytes));
  ASSERT_FALSE(images);
  EXPECT_EQ(images.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(images.error().message,
              AllOf(HasSubstr(folder.path() / "images"), HasSubstr(GetParam().expected)));
}

std::string name_of(const ::testing::TestParamInfo<Fault>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Faults, CorruptImages,
    ::testing::Values(
        Fault{"Empty", "", "ends at offset 0"},
        Fault{"InsideHeader", idx_images(1, 2, 2).substr(0, 10), "ends at offset 10"},
        Fault{"LabelsInstead", idx_labels(20), "0x00000801"},
        Fault{"Truncated", idx_images(3, 2, 2).substr(0, 27), "ends at offset 27"},
        Fault{"TooLong", idx_images(3, 2, 2) + "x", "goes on behind unpacked offset 28"},
        Fault{"NoRows", idx_images(3, 0, 2), "offset 8"},
        Fault{"HugeSide", big_endian(0x803) + big_endian(1) + big_endian(70000) + big_endian(1),
              "70000x1"},
        Fault{"HugeCount",
              big_endian(0x803) + big_endian(~0U) + big_endian(4096) + big_endian(4096),
              "ends at offset 16"},
        Fault{"TruncatedGzip", gzip(idx_images(300, 5, 5)).substr(0, 60), "unpacked offset"}),
    name_of);

class CorruptLabels : public ::testing::TestWithParam<Fault> {};

TEST_P(CorruptLabels, AreRefusedWithFileAndOffset) {
  const TemporaryFolder folder;
  const auto labels = read_idx_labels(folder.write("labels", GetParam().bytes), 10);
  ASSERT_FALSE(labels);
  EXPECT_EQ(labels.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(labels.error().message,
              AllOf(HasSubstr(folder.path() / "labels"), HasSubstr(GetParam().expected)));
}

INSTANTIATE_TEST_SUITE_P(
    Faults, CorruptLabels,
    ::testing::Values(Fault{"InsideHeader", "abc", "ends at offset 3"},
                      Fault{"ImagesInstead", idx_images(1, 2, 2), "0x00000803"},
                      Fault{"Truncated", idx_labels(9).substr(0, 15), "ends at offset 15"},
                      Fault{"OutOfRange", with_byte(idx_labels(9), 12, 12),
                            "label at offset 12 is 12, expected 0 to 9"}),
    name_of);

TEST(GzipFile, WithAFlippedByteIsCorrupt) {
  const TemporaryFolder folder;
  std::string packed = gzip(idx_images(300, 5, 5));
  packed[packed.size() - 6] ^= 1;  // inside the checksum of the trailer
  const auto images = read_idx_images(folder.write("images.gz", packed));
  ASSERT_FALSE(images);
  EXPECT_EQ(images.error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace wattle::trainer

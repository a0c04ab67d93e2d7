// SPDX-License-Identifier: MIT
#include "trainer/dataset/image_folder.h"

#include <gmock/gmock.h>

#include "tests/trainer/dataset/image_samples.h"
#include "tests/trainer/temporary_folder.h"

namespace wattle::trainer {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Image flat(std::int64_t channels, std::int64_t height, std::int64_t width, std::uint8_t value) {
  return {channels, height, width,
          std::vector<std::uint8_t>(static_cast<std::size_t>(channels * height * width), value)};
}

ImageSource sized(std::int64_t height, std::int64_t width) {
  ImageSource source;
  source.size = {height, width};
  return source;
}

TEST(ImageFolder, HasAClassForEachFolder) {
  const TemporaryFolder folder;
  folder.write("dog/b.PNG", png(flat(1, 2, 2, 20)));
  folder.write("dog/a.jpeg", jpeg(flat(1, 2, 2, 128)));
  folder.write("cat/1.png", png(flat(1, 2, 2, 10)));
  folder.write("cat/notes.txt", "not an image");
  folder.write(".hidden/1.png", png(flat(1, 2, 2, 10)));
  folder.write("README.md", "not a class");
  const auto set = read_image_folder(folder.path(), {});
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_THAT(set->targets.front().classes, ElementsAre("cat", "dog"));
  EXPECT_THAT(set->targets.front().labels, ElementsAre(0, 1, 1));
  EXPECT_EQ(set->input.shape, (Sizes{1, 2, 2}));
  EXPECT_EQ(set->bytes[0], 10);
  EXPECT_EQ(set->bytes[8], 20);
  EXPECT_EQ(set->divisor, 255.0);
}

TEST(ImageFolder, IsColouredWhenOneImageIs) {
  const TemporaryFolder folder;
  folder.write("a/1.png", png(flat(1, 1, 1, 5)));
  folder.write("b/1.png", png({3, 1, 1, {1, 2, 3}}));
  const auto set = read_image_folder(folder.path(), {});
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->input.shape, (Sizes{3, 1, 1}));
  EXPECT_THAT(set->bytes, ElementsAre(5, 5, 5, 1, 2, 3));
}

TEST(ImageFolder, IsGreyWhereAskedFor) {
  const TemporaryFolder folder;
  folder.write("a/1.png", png(flat(1, 1, 1, 5)));
  folder.write("b/1.png", png(flat(3, 1, 1, 7)));
  ImageSource source;
  source.colour = false;
  const auto set = read_image_folder(folder.path(), source);
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_THAT(set->bytes, ElementsAre(5, 7));
}

TEST(ImageFolder, BringsImagesToOneSize) {
  const TemporaryFolder folder;
  folder.write("a/1.png", png(flat(1, 3, 5, 5)));
  folder.write("b/1.png", png(flat(1, 4, 2, 7)));
  const auto set = read_image_folder(folder.path(), sized(2, 2));
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_THAT(set->bytes, ElementsAre(5, 5, 5, 5, 7, 7, 7, 7));
}

TEST(ImageFolder, RefusesDifferentSizesAndNamesBothFiles) {
  const TemporaryFolder folder;
  folder.write("a/1.png", png(flat(1, 3, 5, 5)));
  folder.write("b/2.png", png(flat(1, 4, 2, 7)));
  const auto set = read_image_folder(folder.path(), {});
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(set.error().message,
              AllOf(HasSubstr("b/2.png: is 4x2"), HasSubstr("a/1.png is 3x5")));
  EXPECT_THAT(set.error().hint, HasSubstr("size"));
}

TEST(ImageFolder, RefusesAnUnreadableImageByItsName) {
  const TemporaryFolder folder;
  folder.write("a/1.png", png(flat(1, 1, 1, 5)));
  folder.write("b/2.png", "no image");
  const auto set = read_image_folder(folder.path(), {});
  ASSERT_FALSE(set);
  EXPECT_THAT(set.error().message, HasSubstr("b/2.png"));
}

TEST(ImageFolder, RefusesAClassWithoutAnImage) {
  const TemporaryFolder folder;
  folder.write("a/1.png", png(flat(1, 1, 1, 5)));
  folder.write("b/notes.txt", "no image");
  const auto set = read_image_folder(folder.path(), {});
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(set.error().message, AllOf(HasSubstr("/b: "), HasSubstr("without an example")));
}

TEST(ImageFolder, RefusesOneClassAlone) {
  const TemporaryFolder folder;
  folder.write("a/1.png", png(flat(1, 1, 1, 5)));
  const auto set = read_image_folder(folder.path(), {});
  ASSERT_FALSE(set);
  EXPECT_THAT(set.error().message, HasSubstr("found 1"));
}

// The name becomes part of results, which are JSON.
TEST(ImageFolder, RefusesAClassWhoseNameIsNoUtf8) {
  const TemporaryFolder folder;
  folder.write("a/1.png", png(flat(1, 1, 1, 5)));
  folder.write("caf\xE9/1.png", png(flat(1, 1, 1, 5)));
  const auto set = read_image_folder(folder.path(), {});
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(set.error().message,
              AllOf(HasSubstr(folder.path().string()), HasSubstr("no UTF-8 behind \"caf\"")));
}

TEST(ImageFolder, IsNamedWithoutItsSlash) {
  const TemporaryFolder folder;
  folder.write("pets.v2/a/1.png", png(flat(1, 1, 1, 5)));
  folder.write("pets.v2/b/1.png", png(flat(1, 1, 1, 5)));
  for (const char* name : {"pets.v2", "pets.v2/", "pets.v2/."}) {
    const auto set = read_image_folder(folder.path() / name, {});
    ASSERT_TRUE(set) << set.error().message;
    EXPECT_EQ(set->name, "pets.v2");
  }
}

TEST(ImageFolder, ThatIsMissingIsNotFound) {
  const auto set = read_image_folder("/nowhere", {});
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace wattle::trainer

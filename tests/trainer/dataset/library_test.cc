// SPDX-License-Identifier: MIT
#include "trainer/dataset/library.h"

#include <gmock/gmock.h>

#include <thread>

#include "tests/trainer/dataset/samples.h"
#include "tests/trainer/temporary_folder.h"

namespace wattle::trainer {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

void write_set(const TemporaryFolder& folder, const std::string& name) {
  folder.write(name + "/train-images-idx3-ubyte.gz", gzip(idx_images(30, 4, 5)));
  folder.write(name + "/train-labels-idx1-ubyte", idx_labels(30));
  folder.write(name + "/t10k-images-idx3-ubyte", idx_images(20, 4, 5));
  folder.write(name + "/t10k-labels-idx1-ubyte.gz", gzip(idx_labels(20)));
}

TEST(DatasetLibrary, ReadsAnIdxSetWithItsOwnTestPart) {
  const TemporaryFolder folder;
  write_set(folder, "fashion-mnist");
  DatasetLibrary library({folder.path()});
  const auto set = library.load("fashion_mnist");
  ASSERT_TRUE(set);
  EXPECT_EQ((*set)->size(), 50);
  EXPECT_EQ((*set)->own_test_begin, 30);
  EXPECT_EQ((*set)->input.shape, (Sizes{1, 4, 5}));
  EXPECT_EQ((*set)->bytes[29 * 20], 29);
  EXPECT_EQ((*set)->bytes[30 * 20], 0);
}

TEST(DatasetLibrary, LooksInEachDirectoryInOrder) {
  const TemporaryFolder folder;
  write_set(folder, "second/mnist");
  DatasetLibrary library({folder.path() / "first", folder.path() / "second"});
  EXPECT_TRUE(library.load("mnist"));
}

TEST(DatasetLibrary, SaysWhereItLookedAndWhatToInstall) {
  DatasetLibrary library({"/nowhere", "/neither"});
  const auto set = library.load("fashion_mnist");
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(set.error().message,
              AllOf(HasSubstr("/nowhere/fashion-mnist"), HasSubstr("/neither/fashion-mnist")));
  EXPECT_THAT(set.error().hint, HasSubstr("dataset-fashion-mnist"));
}

TEST(DatasetLibrary, RefusesANameItDoesNotKnow) {
  DatasetLibrary library({});
  const auto set = library.load("digit");
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(set.error().message, HasSubstr("digits, fashion_mnist, mnist"));
}

TEST(DatasetLibrary, NamesAMissingFile) {
  const TemporaryFolder folder;
  write_set(folder, "mnist");
  std::filesystem::remove(folder.path() / "mnist/t10k-labels-idx1-ubyte.gz");
  DatasetLibrary library({folder.path()});
  const auto set = library.load("mnist");
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(set.error().message, HasSubstr("t10k-labels-idx1-ubyte"));
}

TEST(DatasetLibrary, RefusesAsManyLabelsAsImagesAreNot) {
  const TemporaryFolder folder;
  write_set(folder, "mnist");
  folder.write("mnist/train-labels-idx1-ubyte", idx_labels(29));
  DatasetLibrary library({folder.path()});
  const auto set = library.load("mnist");
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(set.error().message, AllOf(HasSubstr("30 images"), HasSubstr("29 labels")));
}

TEST(DatasetLibrary, RefusesATestPartOfAnotherSize) {
  const TemporaryFolder folder;
  write_set(folder, "mnist");
  folder.write("mnist/t10k-images-idx3-ubyte", idx_images(20, 5, 4));
  DatasetLibrary library({folder.path()});
  const auto set = library.load("mnist");
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kCorrupt);
}

TEST(DatasetLibrary, FindsASetThatWasInstalledAfterAFailure) {
  const TemporaryFolder folder;
  DatasetLibrary library({folder.path()});
  EXPECT_FALSE(library.load("mnist"));
  write_set(folder, "mnist");
  EXPECT_TRUE(library.load("mnist"));
}

TEST(DatasetLibrary, SharesOneCopyAmongThreadsThatAskAtOnce) {
  const TemporaryFolder folder;
  write_set(folder, "mnist");
  DatasetLibrary library({folder.path()});
  std::vector<const Dataset*> seen(8, nullptr);
  {
    std::vector<std::jthread> threads;
    for (const Dataset*& mine : seen) {
      threads.emplace_back([&library, &mine] { mine = library.load("mnist")->get(); });
    }
  }
  EXPECT_NE(seen.front(), nullptr);
  EXPECT_THAT(seen, ::testing::Each(seen.front()));
}

}  // namespace
}  // namespace wattle::trainer

// SPDX-License-Identifier: MIT
#include "trainer/dataset/cifar.h"

#include <gmock/gmock.h>

#include <set>

#include "tests/trainer/dataset/samples.h"
#include "tests/trainer/temporary_folder.h"

namespace wattle::trainer {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::size_t kPlane = 32U * 32U;

/// Labels as they stand in the file, then red, green and blue of one value each.
std::string record(const std::string& labels, char red, char green, char blue) {
  return labels + std::string(kPlane, red) + std::string(kPlane, green) + std::string(kPlane, blue);
}

void write_ten(const TemporaryFolder& folder) {
  for (char batch = 1; batch <= 5; ++batch) {
    folder.write("data_batch_" + std::to_string(batch) + ".bin",
                 record(std::string(1, batch), batch, 20, 30));
  }
  folder.write("test_batch.bin.gz", gzip(record("\x09", 1, 2, 3)));
}

TEST(Cifar10, HasFiveBatchesAndATestPart) {
  const TemporaryFolder folder;
  write_ten(folder);
  const auto set = read_cifar(Cifar::k10, folder.path());
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->size(), 6);
  EXPECT_EQ(set->own_test_begin, 5);
  EXPECT_THAT(set->targets.front().labels, ElementsAre(1, 2, 3, 4, 5, 9));
  EXPECT_EQ(set->targets.front().classes[9], "truck");
}

TEST(Cifar10, KeepsThePlanesOfColours) {
  const TemporaryFolder folder;
  write_ten(folder);
  const auto set = read_cifar(Cifar::k10, folder.path());
  ASSERT_TRUE(set);
  EXPECT_EQ(set->input.shape, (Sizes{3, 32, 32}));
  const std::size_t second = 3 * kPlane;
  EXPECT_EQ(set->bytes[second], 2);
  EXPECT_EQ(set->bytes[second + kPlane - 1], 2);
  EXPECT_EQ(set->bytes[second + kPlane], 20);
  EXPECT_EQ(set->bytes[second + 2 * kPlane], 30);
}

TEST(Cifar10, WithoutAllBatchesIsNotFound) {
  const TemporaryFolder folder;
  write_ten(folder);
  std::filesystem::remove(folder.path() / "data_batch_4.bin");
  const auto set = read_cifar(Cifar::k10, folder.path());
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(set.error().message, HasSubstr("data_batch_4.bin"));
}

TEST(Cifar100, HasTheFineLabelBehindTheCoarseOne) {
  const TemporaryFolder folder;
  folder.write("train.bin", record("\x13\x63", 1, 2, 3) + record(std::string("\0\1", 2), 4, 5, 6));
  folder.write("test.bin", record(std::string("\2\3", 2), 7, 8, 9));
  const auto set = read_cifar(Cifar::k100, folder.path());
  ASSERT_TRUE(set) << set.error().message;
  ASSERT_EQ(set->targets.size(), 2U);
  EXPECT_EQ(set->targets[0].name, "fine");
  EXPECT_THAT(set->targets[0].labels, ElementsAre(99, 1, 3));
  EXPECT_THAT(set->targets[1].labels, ElementsAre(19, 0, 2));
  EXPECT_EQ(set->targets[0].classes[99], "worm");
  EXPECT_EQ(set->targets[1].classes[19], "vehicles_2");
  EXPECT_EQ(set->bytes[3 * kPlane], 4);
}

TEST(Cifar, HasAsManyClassesAsItsNameSaysAllDifferent) {
  const Dataset ten = empty_cifar(Cifar::k10);
  const Dataset hundred = empty_cifar(Cifar::k100);
  const auto different = [](const Target& target) {
    return std::set<std::string>(target.classes.begin(), target.classes.end()).size();
  };
  EXPECT_EQ(different(ten.targets[0]), 10U);
  EXPECT_EQ(different(hundred.targets[0]), 100U);
  EXPECT_EQ(different(hundred.targets[1]), 20U);
}

// Labels stay as many as images.
TEST(Cifar, IsAsItWasAfterAFault) {
  const std::string text = record("\1", 1, 2, 3) + record("\x0A", 1, 2, 3);
  Dataset set = empty_cifar(Cifar::k10);
  ASSERT_FALSE(append_cifar({text.begin(), text.end()}, "some/file.bin", set));
  EXPECT_EQ(set.size(), 0);
  EXPECT_TRUE(set.bytes.empty());
}

struct Fault {
  std::string name;
  Cifar which;
  std::string bytes;
  std::string expected;

  friend void PrintTo(const Fault& shown, std::ostream* out) { *out << shown.name; }
};

class CorruptCifar : public ::testing::TestWithParam<Fault> {};

TEST_P(CorruptCifar, IsRefusedWithFileAndOffset) {
  const std::string& text = GetParam().bytes;
  Dataset set = empty_cifar(GetParam().which);
  const auto added = append_cifar({text.begin(), text.end()}, "some/file.bin", set);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(added.error().message,
              AllOf(HasSubstr("some/file.bin"), HasSubstr(GetParam().expected)));
}

INSTANTIATE_TEST_SUITE_P(
    Faults, CorruptCifar,
    ::testing::Values(Fault{"Empty", Cifar::k10, "", "offset 0, before any record of 3073"},
                      Fault{"CutShort", Cifar::k10, record("\1", 1, 2, 3).substr(0, 3000),
                            "offset 3000, inside a record of 3073 bytes"},
                      Fault{"RecordsOfTheOtherSet", Cifar::k100, record("\1", 1, 2, 3),
                            "inside a record of 3074 bytes"},
                      Fault{"LabelOfTen", Cifar::k10,
                            record("\1", 1, 2, 3) + record("\x0A", 1, 2, 3),
                            "label at offset 3073 is 10, expected 0 to 9"},
                      Fault{"CoarseLabelOfTwenty", Cifar::k100, record("\x14\1", 1, 2, 3),
                            "label at offset 0 is 20, expected 0 to 19"},
                      Fault{"FineLabelOfAHundred", Cifar::k100, record("\1\x64", 1, 2, 3),
                            "label at offset 1 is 100, expected 0 to 99"}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace wattle::trainer

// SPDX-License-Identifier: MIT
#include "trainer/checksum.h"

#include <gtest/gtest.h>

#include "tests/trainer/temporary_folder.h"

namespace wattle::trainer {
namespace {

// The check value of CRC-32's definition.
TEST(Checksum, IsCrc32) {
  EXPECT_EQ(checksum("123456789"), 0xcbf43926U);
  EXPECT_EQ(checksum("6789", checksum("12345")), 0xcbf43926U);
  EXPECT_EQ(checksum({}, 0xcbf43926U), 0xcbf43926U);
}

TEST(FileDigest, TellsContentsApart) {
  const TemporaryFolder folder;
  EXPECT_EQ(file_digest(folder.write("a", "123456789")), "9-cbf43926");
  EXPECT_EQ(file_digest(folder.write("empty", "")), "0-00000000");
  EXPECT_NE(file_digest(folder.write("b", "123456780")), "9-cbf43926");
  const std::string large(200000, 'x');
  EXPECT_EQ(file_digest(folder.write("c", large)), digest_text(large.size(), checksum(large)));
}

TEST(FileDigest, OfNoFileIsEmpty) {
  const TemporaryFolder folder;
  EXPECT_EQ(file_digest(folder.path() / "none"), "");
  EXPECT_EQ(file_digest(folder.path()), "");
}

}  // namespace
}  // namespace wattle::trainer

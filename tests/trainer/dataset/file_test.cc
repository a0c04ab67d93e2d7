// SPDX-License-Identifier: MIT
#include "trainer/dataset/file.h"

#include <gmock/gmock.h>

#include "tests/trainer/dataset/samples.h"
#include "tests/trainer/temporary_folder.h"

namespace wattle::trainer {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::vector<std::uint8_t> as_bytes(const std::string& text) { return {text.begin(), text.end()}; }

TEST(File, OfExactlyTheLargestSizeIsRead) {
  const TemporaryFolder folder;
  const std::string text = "twelve bytes";
  EXPECT_EQ(read_file(folder.write("plain", text), 12), as_bytes(text));
  EXPECT_EQ(read_file(folder.write("packed", gzip(text)), 12), as_bytes(text));
}

TEST(File, OfMoreIsRefusedWithItsOffset) {
  const TemporaryFolder folder;
  for (const std::string& bytes : {std::string("twelve bytes"), gzip("twelve bytes")}) {
    const auto read = read_file(folder.write("file", bytes), 11);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::kCorrupt);
    EXPECT_THAT(read.error().message,
                AllOf(HasSubstr(folder.path() / "file"), HasSubstr("unpacked offset 11")));
  }
}

// 64 MiB in 64 KiB: what is read has to grow, and stops at the limit.
TEST(File, ThatUnpacksToAThousandTimesItsSizeIsReadWhole) {
  const TemporaryFolder folder;
  const std::size_t size = std::size_t{1} << 26U;
  const auto file = folder.write("bomb", gzip(std::string(size, 'x')));
  const auto read = read_file(file, size);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->size(), size);
  EXPECT_FALSE(read_file(file, size - 1));
}

TEST(File, ThatIsEmptyIsRead) {
  const TemporaryFolder folder;
  EXPECT_EQ(read_file(folder.write("empty", ""), 0), as_bytes(""));
}

TEST(FileStart, IsNoLongerThanTheFile) {
  const TemporaryFolder folder;
  const auto file = folder.write("packed", gzip("twelve bytes"));
  EXPECT_EQ(read_start(file, 6), as_bytes("twelve"));
  EXPECT_EQ(read_start(file, 60), as_bytes("twelve bytes"));
}

}  // namespace
}  // namespace wattle::trainer

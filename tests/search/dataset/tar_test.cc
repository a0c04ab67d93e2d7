// SPDX-License-Identifier: MIT
#include "search/dataset/tar.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "tests/search/dataset/archive.h"

namespace wattle::search {
namespace {

using test::text_of;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

class Tar : public ::testing::Test {
 protected:
  Result<void> unpack(const std::string& packed) const {
    std::ofstream(folder_.path() / "a.tar.gz", std::ios::binary) << packed;
    fs::create_directory(folder_.path() / "out");
    return unpack_tar_gz(folder_.path() / "a.tar.gz", folder_.path() / "out");
  }
  fs::path out(const std::string& name) const { return folder_.path() / "out" / name; }

  test::TemporaryDirectory folder_;
};

TEST_F(Tar, IsUnpackedWithoutItsFolders) {
  const std::string big(3000, 'x');
  const auto done =
      unpack(gzip_of(folder_, tar_member("set/", "", '5') + tar_member("set/a.bin", big) +
                                  tar_member("set/empty", "") + tar_member("b", "12") + tar_end()));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(text_of(out("a.bin")), big);
  EXPECT_EQ(text_of(out("b")), "12");
  EXPECT_TRUE(fs::exists(out("empty")));
  EXPECT_FALSE(fs::exists(out("set")));
}

TEST_F(Tar, WritesNowhereElse) {
  const auto done = unpack(
      gzip_of(folder_, tar_member("../../escape", "1") + tar_member("/absolute", "2") +
                           tar_member("x/..", "3") + tar_member("link", "", '2') + tar_end()));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_TRUE(fs::exists(out("escape")));
  EXPECT_TRUE(fs::exists(out("absolute")));
  EXPECT_FALSE(fs::exists(out("link")));
  EXPECT_EQ(std::distance(fs::directory_iterator(out("")), {}), 2);
}

TEST_F(Tar, ThatIsCutShortIsCorrupt) {
  const auto done =
      unpack(gzip_of(folder_, tar_member("a", std::string(2000, 'x')).substr(0, 900)));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(done.error().message, HasSubstr("cut short"));
}

TEST_F(Tar, WithoutHeadersIsCorrupt) {
  const auto done = unpack(gzip_of(folder_, std::string(4 * kBlock, 'x')));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(done.error().message, HasSubstr("offset 512"));
}

TEST_F(Tar, WithAChangedHeaderIsCorrupt) {
  std::string archive = tar_member("a", "12") + tar_end();
  archive[0] = 'b';
  EXPECT_FALSE(unpack(gzip_of(folder_, archive)));
}

}  // namespace
}  // namespace wattle::search

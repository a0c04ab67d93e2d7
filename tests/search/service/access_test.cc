// SPDX-License-Identifier: MIT
#include "search/service/access.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

const std::string kReader(20, 'r');
const std::string kAdmin(20, 'a');

TEST(Access, KnowsRolesByTheirTokens) {
  const auto access =
      Access::from_text("# who may what\n\nread " + kReader + "\r\n  admin\t" + kAdmin + "\n");
  ASSERT_TRUE(access) << access.error().message;
  EXPECT_FALSE(access->is_open());
  EXPECT_EQ(access->role_of("Bearer " + kReader), Role::kRead);
  EXPECT_EQ(access->role_of("Bearer " + kAdmin), Role::kAdmin);
}

TEST(Access, KnowsNobodyElse) {
  const auto access = Access::from_text("work " + kReader);
  ASSERT_TRUE(access) << access.error().message;
  for (const std::string& wrong :
       {std::string(), std::string("Bearer"), std::string("Bearer "), kReader, "bearer " + kReader,
        "Basic " + kReader, "Bearer " + kReader + "r", "Bearer  " + kReader,
        "Bearer " + kReader.substr(1)}) {
    EXPECT_EQ(access->role_of(wrong), std::nullopt) << wrong;
  }
}

TEST(Access, RefusesLinesThatMakeNoSense) {
  for (const char* wrong : {"", "# nothing", "owner aaaaaaaaaaaaaaaaaaaa", "read short", "read",
                            "read aaaaaaaaaaaa bbbbbb"}) {
    const auto access = Access::from_text(wrong);
    ASSERT_FALSE(access) << wrong;
    EXPECT_EQ(access.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(access.error().message.find("aaaa"), std::string::npos) << "a token is not told";
  }
}

TEST(Access, AFileThatOthersCanReadIsRefused) {
  const test::TemporaryDirectory folder;
  const std::filesystem::path file = folder.path() / "tokens";
  std::ofstream(file) << "admin " << kAdmin << "\n";
  using std::filesystem::perms;
  std::filesystem::permissions(file, perms::owner_all | perms::group_read);
  EXPECT_EQ(Access::from_file(file).error().code, ErrorCode::kPermissionDenied);
  std::filesystem::permissions(file, perms::owner_read | perms::owner_write);
  EXPECT_TRUE(Access::from_file(file));
  EXPECT_EQ(Access::from_file(folder.path() / "none").error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace wattle::search

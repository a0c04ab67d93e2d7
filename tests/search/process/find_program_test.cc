// SPDX-License-Identifier: MIT
#include "search/process/find_program.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

namespace fs = std::filesystem;

TEST(FindProgram, ANameIsLookedForInThePath) {
  const auto found = find_program("sh", "/nowhere");
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->is_absolute());
  EXPECT_EQ(found->filename(), "sh");
  EXPECT_EQ(find_program("no-such-program", "/").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(find_program("", "/").error().code, ErrorCode::kNotFound);
}

TEST(FindProgram, APathStartsAtTheFolder) {
  const test::TemporaryDirectory folder;
  const fs::path file = folder.path() / "bin" / "tool";
  fs::create_directories(file.parent_path());
  std::ofstream(file) << "#!/bin/sh\n";
  EXPECT_EQ(find_program("bin/tool", folder.path()).error().code, ErrorCode::kPermissionDenied);
  fs::permissions(file, fs::perms::owner_all);
  EXPECT_EQ(find_program("bin/tool", folder.path()), file);
  EXPECT_EQ(find_program(file.string(), "/nowhere"), file);
  EXPECT_EQ(find_program("./other", folder.path()).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/objective/trainer_library.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

TEST(TrainerLibrary, NamesEveryPlaceItLookedIn) {
  const auto trainer = load_trainer({{"/nowhere/a.so", "/nowhere/b.so"}}, {});
  ASSERT_FALSE(trainer);
  EXPECT_EQ(trainer.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(trainer.error().message.find("/nowhere/a.so"), std::string::npos);
  EXPECT_NE(trainer.error().message.find("/nowhere/b.so"), std::string::npos);
}

TEST(TrainerLibrary, AFileThatIsNoLibraryIsAnErrorAndNoCrash) {
  const test::TemporaryDirectory folder;
  const std::filesystem::path file = folder.path() / "libwattle_trainer.so";
  std::ofstream(file) << "not a library";
  const auto trainer = load_trainer({{file}}, {});
  ASSERT_FALSE(trainer);
  EXPECT_EQ(trainer.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace wattle::search

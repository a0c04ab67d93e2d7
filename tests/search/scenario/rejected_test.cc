// SPDX-License-Identifier: MIT
// The documents that the JSON Schema refuses (schema_test.py) are refused here too.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/search/scenario/sample.h"

namespace wattle::search {
namespace {

using nlohmann::json;

json read(const std::string& file) {
  std::ifstream stream(std::string(WATTLE_SOURCE_DIR) + "/" + file);
  return json::parse(stream, nullptr, false);
}

TEST(Rejected, EveryBadDocumentHasFaults) {
  const json quickstart = read("scenarios/quickstart.json");
  const json rejected = read("tests/search/scenario/rejected.json");
  ASSERT_TRUE(rejected.is_object());
  for (const auto& [name, patch] : rejected.items()) {
    json document = quickstart;
    document.merge_patch(patch);
    EXPECT_FALSE(faults_of(document).empty()) << name;
  }
}

}  // namespace
}  // namespace wattle::search

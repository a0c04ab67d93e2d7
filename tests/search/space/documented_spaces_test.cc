// SPDX-License-Identifier: MIT
// The snippets of docs/search_space.md are spaces.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "search/space/grid.h"
#include "tests/search/space/space_fixture.h"

namespace wattle::search {
namespace {

/// The texts between "```json" and "```", in order.
std::vector<std::string> json_blocks(const std::string& page) {
  const std::string opening = "```json\n";
  std::vector<std::string> blocks;
  for (auto at = page.find(opening); at != std::string::npos; at = page.find(opening, at)) {
    at += opening.size();
    blocks.push_back(page.substr(at, page.find("```", at) - at));
  }
  return blocks;
}

TEST(DocumentedSpaces, AreReadAndSampled) {
  std::ifstream in(std::string(WATTLE_SOURCE_DIR) + "/docs/search_space.md");
  std::stringstream page;
  page << in.rdbuf();
  const std::vector<std::string> blocks = json_blocks(page.str());
  EXPECT_GE(blocks.size(), 4U);
  for (const std::string& block : blocks) {
    const auto snippet = nlohmann::json::parse(block);
    const nlohmann::json none;
    const auto read = SearchSpace::from_json(
        snippet.value("space", none), snippet.value("forbid", none), snippet.value("points", none));
    ASSERT_TRUE(read.has_value()) << read.error().front().expected;
    const SearchSpace& space = *read;
    Rng rng(1);
    EXPECT_TRUE(space.sample(rng).has_value());
    EXPECT_TRUE(Grid::of(space).has_value());
  }
}

}  // namespace
}  // namespace wattle::search

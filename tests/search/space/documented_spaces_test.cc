// SPDX-License-Identifier: MIT
// The snippets of docs/search_space.md are spaces.
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>
#include <string>

#include "search/space/grid.h"
#include "tests/search/space/space_fixture.h"

namespace wattle::search {
namespace {

TEST(DocumentedSpaces, AreReadAndSampled) {
  std::ifstream in(std::string(WATTLE_SOURCE_DIR) + "/docs/search_space.md");
  std::stringstream text;
  text << in.rdbuf();
  const std::string page = text.str();
  const std::regex block("```json\n([^`]*)```");
  int snippets = 0;
  for (auto match = std::sregex_iterator(page.begin(), page.end(), block);
       match != std::sregex_iterator(); ++match) {
    ++snippets;
    const auto snippet = nlohmann::json::parse((*match)[1].str());
    const SearchSpace space =
        test::space_of(snippet.at("space"), snippet.value("forbid", nlohmann::json(nullptr)));
    Rng rng(1);
    EXPECT_TRUE(space.sample(rng).has_value());
    EXPECT_TRUE(Grid::of(space).has_value());
  }
  EXPECT_GE(snippets, 4);
}

}  // namespace
}  // namespace wattle::search

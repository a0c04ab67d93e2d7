// SPDX-License-Identifier: MIT
// Every citation in the code is resolved by docs/bibliography.md.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Bibliography, ResolvesEveryKeyInTheCode) {
  static const std::regex key(R"(\[([A-Z][A-Za-z]+[12][0-9]{3}[a-z]?)[,\]])");
  const fs::path root = WATTLE_SOURCE_DIR;
  const std::string bibliography = content(root / "docs" / "bibliography.md");
  int keys = 0;
  for (const char* component : {"energy", "trainer", "search", "tests"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / component)) {
      if (!entry.is_regular_file()) continue;
      const std::string text = content(entry.path());
      for (std::sregex_iterator match(text.begin(), text.end(), key), end; match != end; ++match) {
        ++keys;
        EXPECT_NE(bibliography.find("[" + (*match)[1].str() + "]"), std::string::npos)
            << entry.path() << " cites " << (*match)[1];
      }
    }
  }
  EXPECT_GT(keys, 0) << "the test no longer finds the citations";
}

TEST(Bibliography, HasEachKeyOnce) {
  static const std::regex entry(R"(\*\*\[(\w+)\]\*\*)");
  const std::string bibliography = content(fs::path(WATTLE_SOURCE_DIR) / "docs/bibliography.md");
  std::set<std::string> keys;
  for (std::sregex_iterator match(bibliography.begin(), bibliography.end(), entry), end;
       match != end; ++match) {
    EXPECT_TRUE(keys.insert((*match)[1]).second) << (*match)[1];
  }
  EXPECT_FALSE(keys.empty()) << "the test no longer finds the entries";
}

}  // namespace

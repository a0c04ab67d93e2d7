// SPDX-License-Identifier: MIT
// The arrows between folders point one way: docs/architecture.md says which.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Include {
  std::string from;  ///< room of the including file: "energy", "search/gp"
  std::string to;    ///< the included path: "search/gp/kernel.h", "torch/torch.h"
  std::string file;
};

/// "energy" and "trainer" are one room each; search has one a folder.
std::string room_of(const std::string& path) {
  const auto first = path.find('/');
  if (first == std::string::npos || path.compare(0, first, "search") != 0)
    return path.substr(0, first);
  return path.substr(0, path.find('/', first + 1));
}

bool is_source(const fs::path& path) {
  return path.extension() == ".h" || path.extension() == ".cc";
}

std::vector<Include> includes_below(const std::string& component) {
  static const std::regex pattern(R"(^\s*#include\s+[<"]([^>"]+)[>"])");
  const fs::path root = WATTLE_SOURCE_DIR;
  std::vector<Include> includes;
  for (const auto& entry : fs::recursive_directory_iterator(root / component)) {
    if (!is_source(entry.path())) continue;
    const std::string file = fs::relative(entry.path(), root).string();
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      std::smatch match;
      if (std::regex_search(line, match, pattern))
        includes.push_back({room_of(file), match[1], file});
    }
  }
  return includes;
}

bool is_ours(const std::string& path) {
  return path.rfind("energy/", 0) == 0 || path.rfind("trainer/", 0) == 0 ||
         path.rfind("search/", 0) == 0;
}

/// Which rooms each room may include, besides itself.
const std::map<std::string, std::set<std::string>>& allowed() {
  static const std::map<std::string, std::set<std::string>> rooms = [] {
    std::map<std::string, std::set<std::string>> below;
    const auto add = [&](const std::string& room, std::set<std::string> direct) {
      std::set<std::string> all = direct;
      for (const std::string& lower : direct) all.insert(below[lower].begin(), below[lower].end());
      below[room] = all;
    };
    add("energy", {});
    add("trainer", {"energy"});
    add("search/space", {"energy"});
    add("search/trial", {"search/space"});
    add("search/table", {"search/trial"});
    add("search/gp", {"search/trial"});
    add("search/acquisition", {"search/gp"});
    add("search/strategy", {"search/acquisition"});
    add("search/pruning", {"search/acquisition"});
    add("search/store", {"search/acquisition"});
    add("search/process", {"energy"});
    add("search/objective", {"search/acquisition", "search/table", "search/process", "trainer"});
    add("search/scenario",
        {"search/strategy", "search/pruning", "search/store", "search/objective"});
    add("search/study", {"search/scenario"});
    add("search/statistics", {"search/space"});
    add("search/report", {"search/study", "search/statistics"});
    add("search/exchange", {"search/report"});
    add("search/compare", {"search/report"});
    add("search/service", {"search/compare", "search/exchange"});
    add("search/dataset", {"energy"});
    add("search/search.h", {"search/report"});  // the umbrella
    add("search/command", {"search/compare", "search/report", "search/exchange", "search/dataset", "search/service"});
    return below;
  }();
  return rooms;
}

class Rooms : public testing::Test {
 protected:
  static const std::vector<Include>& all() {
    static const std::vector<Include> includes = [] {
      std::vector<Include> found;
      for (const char* component : {"energy", "trainer", "search"}) {
        const auto below = includes_below(component);
        found.insert(found.end(), below.begin(), below.end());
      }
      return found;
    }();
    return includes;
  }
};

TEST_F(Rooms, AreAllKnown) {
  for (const Include& include : all()) EXPECT_TRUE(allowed().count(include.from)) << include.file;
}

TEST_F(Rooms, IncludeOnlyRoomsBelowThem) {
  int arrows = 0;
  for (const Include& include : all()) {
    if (!is_ours(include.to)) continue;
    const std::string to = room_of(include.to);
    if (to == include.from) continue;
    ++arrows;
    EXPECT_TRUE(allowed().at(include.from).count(to)) << include.file << " includes " << include.to;
  }
  EXPECT_GT(arrows, 50) << "the test no longer finds the includes";
}

TEST_F(Rooms, OnlyTheDoorOfTheTrainerIsOpen) {
  for (const Include& include : all()) {
    if (include.from == "trainer" || include.to.rfind("trainer/", 0) != 0) continue;
    // What it measures of a model is plain data, which the report shows.
    if (include.to == "trainer/model_profile.h" && include.from == "search/report") continue;
    EXPECT_EQ(include.to, "trainer/trainer.h") << include.file;
    EXPECT_TRUE(include.from == "search/objective" || include.from == "search/command")
        << include.file;
  }
}

TEST_F(Rooms, OnlyTheTrainerKnowsLibtorch) {
  for (const Include& include : all()) {
    const bool torch = include.to.rfind("torch/", 0) == 0 || include.to.rfind("ATen/", 0) == 0;
    if (!torch) continue;
    EXPECT_EQ(include.from, "trainer") << include.file;
  }
}

TEST_F(Rooms, StrategiesKnowNoClockAndNoStore) {
  const std::set<std::string> pure{"search/space", "search/gp", "search/acquisition",
                                   "search/strategy"};
  for (const Include& include : all()) {
    if (!pure.count(include.from)) continue;
    EXPECT_NE(include.to, "chrono") << include.file;
    EXPECT_NE(include.to, "energy/clock.h") << include.file;
    EXPECT_EQ(include.to.find("soci"), std::string::npos) << include.file;
  }
}

}  // namespace

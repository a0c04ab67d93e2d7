// SPDX-License-Identifier: MIT
// Holds what is installed against what the umbrella headers include.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>

namespace {

namespace fs = std::filesystem;

const fs::path kRoot = WATTLE_SOURCE_DIR;

/// The headers that a component installs, relative to the root.
std::set<std::string> listed(const std::string& component) {
  std::set<std::string> headers;
  std::ifstream in(fs::path(WATTLE_BINARY_DIR) / "public_headers" / (component + ".txt"));
  for (std::string line; std::getline(in, line);) {
    headers.insert(fs::relative(fs::path(line), kRoot).string());
  }
  return headers;
}

/// What a header includes, by any number of steps: ours, and everybody else's.
struct Closure {
  std::set<std::string> ours;
  std::set<std::string> others;
};

void follow(const std::string& header, Closure& closure) {
  static const std::regex pattern(R"(^\s*#\s*include\s+[<"]([^>"]+)[>"])");
  if (!closure.ours.insert(header).second) return;
  std::ifstream in(kRoot / header);
  EXPECT_TRUE(in) << header;
  for (std::string line; std::getline(in, line);) {
    std::smatch match;
    if (!std::regex_search(line, match, pattern)) continue;
    if (fs::exists(kRoot / match[1].str())) {
      follow(match[1], closure);
    } else {
      closure.others.insert(match[1]);
    }
  }
}

Closure closure_of(const std::string& header) {
  Closure closure;
  follow(header, closure);
  return closure;
}

std::set<std::string> without(std::set<std::string> all, const std::set<std::string>& some) {
  for (const std::string& each : some) all.erase(each);
  return all;
}

/// Headers of libraries, which have a folder or an ending; those of the language have neither, and
/// those of the system are in sys/.
std::set<std::string> libraries(const std::set<std::string>& headers) {
  std::set<std::string> found;
  for (const std::string& header : headers) {
    if (header.rfind("sys/", 0) == 0) continue;
    if (header.find_first_of("/.") != std::string::npos) found.insert(header);
  }
  return found;
}

TEST(PublicHeaders, EnergyInstallsWhatItsUmbrellaIncludes) {
  EXPECT_EQ(listed("energy"), closure_of("energy/energy.h").ours);
}

TEST(PublicHeaders, SearchInstallsWhatItsUmbrellaIncludesBesidesEnergy) {
  EXPECT_EQ(listed("search"), without(closure_of("search/search.h").ours, listed("energy")));
}

TEST(PublicHeaders, TheDoorOfTheTrainerIsInstalledWithTheSearch) {
  const std::set<std::string> all = listed("search");
  for (const std::string& header : closure_of("trainer/trainer.h").ours) {
    EXPECT_TRUE(all.count(header) + listed("energy").count(header) == 1) << header;
  }
}

TEST(PublicHeaders, ContractSuitesIncludeNothingThatIsNotInstalled) {
  std::set<std::string> installed = listed("contract");
  ASSERT_FALSE(installed.empty());
  for (const char* component : {"energy", "search"}) installed.merge(listed(component));
  for (const std::string& suite : listed("contract")) {
    EXPECT_EQ(without(closure_of(suite).ours, installed), std::set<std::string>()) << suite;
  }
}

TEST(PublicHeaders, EnergyNeedsNoLibraryButExpected) {
  EXPECT_EQ(libraries(closure_of("energy/energy.h").others),
            std::set<std::string>({"tl/expected.hpp"}));
}

TEST(PublicHeaders, SearchNeedsNoLibraryButJsonAndExpected) {
  EXPECT_EQ(libraries(closure_of("search/search.h").others),
            std::set<std::string>({"nlohmann/json.hpp", "tl/expected.hpp"}));
}

}  // namespace

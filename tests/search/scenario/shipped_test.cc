// SPDX-License-Identifier: MIT
// The files in scenarios/ and docs/ agree with the code, and broken ones never end the process.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "search/scenario/json_reader.h"
#include "tests/search/scenario/sample.h"

namespace wattle::search {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

const fs::path kSource = WATTLE_SOURCE_DIR;

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

TEST(Docs, TheSchemaIsCurrent) {
  const json written = json::parse(text_of(kSource / "docs/scenario.schema.json"), nullptr, false);
  EXPECT_TRUE(written == scenario_schema())
      << "docs/scenario.schema.json differs from the table of fields: run ./dev docs";
}

TEST(Docs, TheReferenceIsCurrent) {
  EXPECT_TRUE(text_of(kSource / "docs/scenario.md") == scenario_reference())
      << "docs/scenario.md differs from the table of fields: run ./dev docs";
}

TEST(Docs, EveryLinkOfTheReferenceLeadsSomewhere) {
  const std::string page = scenario_reference();
  std::size_t links = 0;
  for (std::size_t at = page.find("](#"); at != std::string::npos; at = page.find("](#", at + 1)) {
    const std::string anchor = page.substr(at + 3, page.find(')', at) - at - 3);
    const bool heading = anchor == "conditions";
    EXPECT_TRUE(heading || page.find("<a id=\"" + anchor + "\">") != std::string::npos) << anchor;
    ++links;
  }
  EXPECT_GT(links, 50U);
}

TEST(Scenarios, EveryShippedOneIsValid) {
  int count = 0;
  for (const auto& entry : fs::directory_iterator(kSource / "scenarios")) {
    if (entry.path().extension() != ".json") continue;
    const auto scenario = load_scenario(entry.path());
    EXPECT_TRUE(scenario) << entry.path() << "\n" << to_text(scenario.error().front());
    ++count;
  }
  EXPECT_GE(count, 3);
}

TEST(Scenarios, WrittenOutAreReadAsThemselves) {
  for (const auto& entry : fs::directory_iterator(kSource / "scenarios")) {
    if (entry.path().extension() != ".json") continue;
    const auto scenario = load_scenario(entry.path());
    const auto again = validate_scenario(scenario->document, entry.path().parent_path());
    ASSERT_TRUE(again) << entry.path() << "\n" << to_text(again.error().front());
    EXPECT_EQ(again->document, scenario->document) << entry.path();
  }
}

TEST(Scenarios, EveryShippedOneIsInTheReadme) {
  const std::string readme = text_of(kSource / "scenarios/README.md");
  for (const auto& entry : fs::directory_iterator(kSource / "scenarios")) {
    if (entry.path().extension() != ".json") continue;
    EXPECT_NE(readme.find(entry.path().filename().string()), std::string::npos) << entry.path();
  }
}

/// Breaks text or documents at random; the same seed breaks them the same way.
class Breaker {
 public:
  explicit Breaker(std::uint64_t seed) : engine_(seed) {}

  std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }

  std::string break_text(std::string text) {
    if (below(2) == 0) return text.substr(0, below(text.size()));
    for (std::size_t flips = 1 + below(8); flips > 0; --flips) {
      text[below(text.size())] = static_cast<char>(below(256));
    }
    return text;
  }

  json break_document(json document) {
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
      const json flat = document.flatten();
      if (flat.empty()) break;
      auto chosen = flat.begin();
      std::advance(chosen, static_cast<std::ptrdiff_t>(below(flat.size())));
      json::json_pointer place(chosen.key());
      for (std::size_t up = below(3); up > 0 && !place.empty(); --up)
        place = place.parent_pointer();
      if (place.empty() || (below(2) == 0 && erase(document, place))) continue;
      document[place] = any_value();
    }
    return document;
  }

 private:
  static bool erase(json& document, const json::json_pointer& place) {
    json& parent = document[place.parent_pointer()];
    if (!parent.is_object()) return false;
    parent.erase(place.back());
    return true;
  }

  json any_value() {
    const std::vector<json> values = {nullptr,
                                      true,
                                      0,
                                      -1,
                                      1e300,
                                      9223372036854775807,
                                      18446744073709551615U,
                                      0.5,
                                      "",
                                      "$width",
                                      "$nowhere",
                                      "$width / ($width - 16)",
                                      "$(",
                                      "async",
                                      "bayesian",
                                      "\xFF",
                                      json::array(),
                                      json::array({json::object(), nullptr}),
                                      json::object(),
                                      json{{"kind", "best"}},
                                      json{{"type", "categorical"}, {"choices", {1, "sgd"}}}};
    return values[below(values.size())];
  }

  std::mt19937_64 engine_;
};

constexpr int kMutations = 1000;
constexpr std::uint64_t kSeed = 20;

TEST(Mutations, BrokenTextGivesAScenarioOrFaults) {
  const std::string good = text_of(kSource / "scenarios/quickstart.json");
  ASSERT_FALSE(good.empty());
  Breaker breaker(kSeed);
  int refused = 0;
  for (int i = 0; i < kMutations; ++i) {
    const auto document = read_json(breaker.break_text(good));
    if (!document) {
      ASSERT_FALSE(document.error().empty()) << "mutation " << i;
      ++refused;
      continue;
    }
    const auto scenario = validate_scenario(*document);
    if (scenario) continue;
    ASSERT_FALSE(scenario.error().empty()) << "mutation " << i;
    ++refused;
  }
  EXPECT_GT(refused, kMutations / 2);
}

TEST(Mutations, BrokenDocumentsGiveAScenarioOrFaults) {
  const json good = json::parse(text_of(kSource / "scenarios/quickstart.json"));
  Breaker breaker(kSeed);
  int refused = 0;
  for (int i = 0; i < kMutations; ++i) {
    const json document = breaker.break_document(good);
    const auto scenario = validate_scenario(document);
    if (scenario) {
      EXPECT_TRUE(validate_scenario(scenario->document)) << "mutation " << i;
      continue;
    }
    ASSERT_FALSE(scenario.error().empty()) << "mutation " << i;
    for (const Fault& fault : scenario.error()) EXPECT_FALSE(to_text(fault).empty());
    ++refused;
  }
  EXPECT_GT(refused, kMutations / 2);
}

}  // namespace
}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// From text and files to documents: syntax, names that stand twice, `extends`.
#include <gtest/gtest.h>

#include <fstream>

#include "search/scenario/json_reader.h"
#include "tests/search/scenario/sample.h"
#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;

std::vector<Fault> read_faults(const std::string& text) {
  const auto document = read_json(text);
  return document ? std::vector<Fault>{} : document.error();
}

TEST(JsonReader, ASyntaxErrorIsOneFaultWithLineAndColumn) {
  EXPECT_THAT(read_faults("{\n  \"a\": 1,\n  \"b\": ]\n}"),
              ElementsAre(IsFaultAt("", "line 3, column 8")));
  EXPECT_THAT(read_faults(""), ElementsAre(IsFaultAt("", "line 1, column 1")));
  EXPECT_THAT(read_faults("{\"\xC3\xA9\": ]}"), ElementsAre(IsFaultAt("", "line 1, column 7")));
}

TEST(JsonReader, CommentsAndTrailingTextAreSyntaxErrors) {
  EXPECT_EQ(read_faults("{} // done").size(), 1U);
  EXPECT_EQ(read_faults("{/* none */}").size(), 1U);
  EXPECT_EQ(read_faults("{} {}").size(), 1U);
  EXPECT_EQ(read_faults("{\"a\": 1,}").size(), 1U);
}

TEST(JsonReader, ANameThatStandsTwiceIsAFaultAtItsPlace) {
  EXPECT_THAT(read_faults(R"({"a": 1, "b": [{}, {"c": {"x": 1, "x": 2}}], "a": 2})"),
              ElementsAre(IsFaultAt("/b/1/c/x", "once"), IsFaultAt("/a", "once")));
  EXPECT_THAT(read_faults(R"([{"a": 1}, {"a": 1}])"), testing::IsEmpty());
}

TEST(JsonReader, NumbersBeyondDoublesAreFaults) {
  EXPECT_THAT(read_faults("[1e999]"), ElementsAre(IsFaultAt("", "range of doubles")));
}

TEST(JsonReader, DeepNestingIsOneFaultAndNotACrash) {
  constexpr int kDeep = 100'000;
  EXPECT_THAT(read_faults(std::string(kDeep, '[') + std::string(kDeep, ']')),
              ElementsAre(testing::Field(&Fault::expected, testing::HasSubstr("nesting"))));
  std::string members;
  for (int i = 0; i < 70; ++i) members += "{\"a\":";
  EXPECT_EQ(read_faults(members + "1" + std::string(70, '}')).size(), 1U);
  EXPECT_TRUE(read_json(std::string(64, '[') + std::string(64, ']')));
}

TEST(JsonReader, TextThatIsNoUtf8IsAFault) {
  EXPECT_EQ(read_faults("{\"a\": \"\xFF\"}").size(), 1U);
}

/// Files of scenarios in a folder that goes away.
class Files : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& name, const json& document) {
    const std::filesystem::path file = folder_.path() / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << document.dump();
    return file;
  }
  std::vector<Fault> load_faults(const std::filesystem::path& file) {
    const auto scenario = load_scenario(file);
    return scenario ? std::vector<Fault>{} : scenario.error();
  }

  test::TemporaryDirectory folder_;
};

TEST_F(Files, MissingFilesAndFoldersAreFaults) {
  EXPECT_THAT(load_faults(folder_.path() / "none.json"), ElementsAre(IsFaultAt("", "exists")));
  EXPECT_THAT(load_faults(folder_.path()), ElementsAre(IsFaultAt("", "can be read")));
}

TEST_F(Files, AScenarioKnowsItsFile) {
  const auto file = write("a.json", train_sample());
  const auto scenario = load_scenario(file);
  ASSERT_TRUE(scenario);
  EXPECT_EQ(scenario->file, file);
}

TEST_F(Files, OverridesAreAppliedAndTheirFaultsJoinTheOthers) {
  const auto file = write("a.json", with(train_sample(), "/seed", -1));
  const auto scenario = load_scenario(file, {{"finalist", "2"}, {"budget.trials", "0"}});
  ASSERT_FALSE(scenario);
  EXPECT_THAT(pointers(scenario.error()), ElementsAre("/finalist", "/budget/trials", "/seed"));
  const auto repaired = load_scenario(file, {{"seed", "1"}, {"budget.trials", "9"}});
  ASSERT_TRUE(repaired);
  EXPECT_EQ(repaired->document["budget"]["trials"], 9);
}

TEST_F(Files, ExtendsMergesObjectsReplacesListsAndRemovesNulls) {
  write("base.json", train_sample());
  const auto file = write("studies/b.json", {{"extends", "../base.json"},
                                             {"name", "b"},
                                             {"budget", {{"trials", nullptr}, {"joules", 5}}},
                                             {"objective", {{"model", {{"hidden", {4, 4}}}}}}});
  const auto scenario = load_scenario(file);
  ASSERT_TRUE(scenario) << to_text(scenario.error().front());
  EXPECT_FALSE(scenario->document.contains("extends"));
  EXPECT_EQ(scenario->document["name"], "b");
  EXPECT_EQ(scenario->document["budget"], json({{"joules", 5}}));
  EXPECT_EQ(scenario->document["objective"]["model"]["hidden"], json({4, 4}));
  EXPECT_EQ(scenario->document["objective"]["data"]["name"], "digits");
}

TEST_F(Files, ExtendsIsRelativeToTheFileThatSaysIt) {
  write("one/base.json", train_sample());
  write("one/middle.json", {{"extends", "base.json"}, {"seed", 3}});
  const auto file = write("top.json", {{"extends", "one/middle.json"}});
  const auto scenario = load_scenario(file);
  ASSERT_TRUE(scenario);
  EXPECT_EQ(scenario->document["seed"], 3);
}

TEST_F(Files, ACycleOfExtendsIsAFaultThatNamesItsPath) {
  write("a.json", {{"extends", "b.json"}});
  write("b.json", {{"extends", "./a.json"}});
  EXPECT_THAT(load_faults(folder_.path() / "a.json"),
              ElementsAre(IsFaultAt("/extends", "a.json -> b.json -> a.json")));
  EXPECT_THAT(load_faults(write("self.json", {{"extends", "self.json"}})),
              ElementsAre(IsFaultAt("/extends", "self.json -> self.json")));
}

TEST_F(Files, ABaseThatCannotBeReadIsAFaultAtExtends) {
  EXPECT_THAT(load_faults(write("a.json", {{"extends", "none.json"}})),
              ElementsAre(AllOf(IsFaultAt("/extends", "exists"),
                                testing::Field(&Fault::value, "\"none.json\""))));
  std::ofstream(folder_.path() / "bad.json") << "{\n";
  EXPECT_THAT(load_faults(write("b.json", {{"extends", "bad.json"}})),
              ElementsAre(IsFaultAt("/extends", "line 2, column 1")));
  EXPECT_THAT(load_faults(write("c.json", {{"extends", 3}})), ElementsAre(IsFaultAt("/extends")));
}

TEST_F(Files, ADocumentInMemoryExtendsRelativeToItsFolder) {
  write("base.json", train_sample());
  const auto scenario = validate_scenario({{"extends", "base.json"}, {"seed", 5}}, folder_.path());
  ASSERT_TRUE(scenario);
  EXPECT_EQ(scenario->document["seed"], 5);
  EXPECT_EQ(scenario->file.parent_path(), folder_.path());
}

}  // namespace
}  // namespace wattle::search

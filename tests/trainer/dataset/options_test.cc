// SPDX-License-Identifier: MIT
#include "trainer/dataset/options.h"

#include <gmock/gmock.h>

namespace wattle::trainer {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(DataOptions, AreParsed) {
  const auto parsed = parse_data_options(json{{"name", "digits"},
                                              {"validation", 0.1},
                                              {"test", 0.0},
                                              {"seed", 5},
                                              {"limit", 100},
                                              {"standardise", true}});
  ASSERT_TRUE(parsed);
  EXPECT_EQ(std::get<NamedSource>(parsed->source).name, "digits");
  EXPECT_EQ(parsed->validation, 0.1);
  EXPECT_EQ(parsed->test, 0.0);
  EXPECT_EQ(parsed->seed, 5U);
  EXPECT_EQ(parsed->limit, 100);
  EXPECT_TRUE(parsed->standardise);
}

TEST(DataOptions, NeedAName) {
  const auto parsed = parse_data_options(json());
  ASSERT_FALSE(parsed);
  EXPECT_THAT(parsed.error().message, HasSubstr("data.name"));
}

TEST(DataOptions, RefuseAValidationPartOfNothing) {
  EXPECT_FALSE(parse_data_options(json{{"name", "digits"}, {"validation", 0.0}}));
}

TEST(DataOptions, WrittenOutDefaultsAreTheDefaults) {
  json data = default_data();
  data["name"] = "digits";
  const auto written = parse_data_options(data);
  const auto absent = parse_data_options(json{{"name", "digits"}});
  ASSERT_TRUE(written && absent);
  EXPECT_EQ(written->validation, absent->validation);
  EXPECT_EQ(written->test, absent->test);
  EXPECT_EQ(written->seed, absent->seed);
  EXPECT_EQ(written->standardise, absent->standardise);
}

TEST(DataOptions, TellTheKindByItsMember) {
  EXPECT_TRUE(std::holds_alternative<CsvSource>(
      parse_data_options({{"csv", "a.csv"}, {"target", "y"}})->source));
  EXPECT_TRUE(std::holds_alternative<ImageSource>(parse_data_options({{"images", "a"}})->source));
  EXPECT_TRUE(std::holds_alternative<TextSource>(parse_data_options({{"text", "a"}})->source));
  EXPECT_TRUE(std::holds_alternative<IdxSource>(
      parse_data_options({{"idx", {{"images", "a"}, {"labels", "b"}}}})->source));
  EXPECT_TRUE(std::holds_alternative<TextSource>(
      parse_data_options({{"kind", "text"}, {"text", "a"}})->source));
}

TEST(DataOptions, OfEverySourceAreParsed) {
  const auto csv = std::get<CsvSource>(parse_data_options({{"csv", "a.csv"},
                                                           {"target", "y"},
                                                           {"categorical", {"zip"}},
                                                           {"ignore", {"id"}},
                                                           {"missing", "mean"}})
                                           ->source);
  EXPECT_EQ(csv.file, "a.csv");
  EXPECT_EQ(csv.target, "y");
  EXPECT_THAT(csv.categorical, ElementsAre("zip"));
  EXPECT_THAT(csv.ignore, ElementsAre("id"));
  EXPECT_TRUE(csv.impute);
  const auto images = std::get<ImageSource>(
      parse_data_options({{"images", "a"}, {"size", {8, 6}}, {"colour", true}})->source);
  EXPECT_THAT(images.size, ElementsAre(8, 6));
  EXPECT_EQ(images.colour, true);
  const auto text = std::get<TextSource>(parse_data_options({{"text", "a.csv"},
                                                             {"column", "body"},
                                                             {"target", "y"},
                                                             {"tokens", "characters"},
                                                             {"vocabulary", 50},
                                                             {"length", 7}})
                                             ->source);
  EXPECT_EQ(text.column, "body");
  EXPECT_EQ(text.tokens, TokenKind::kCharacters);
  EXPECT_EQ(text.vocabulary, 50);
  EXPECT_EQ(text.length, 7);
}

TEST(DataOptions, TakeClassesAsNamesOrNumbers) {
  const auto parsed = parse_data_options({{"name", "mnist"},
                                          {"classes", {"cat", 3}},
                                          {"targets", {"class", "parity"}},
                                          {"groups", {{"parity", {{0, 2}, {1, 3}}}}},
                                          {"augment", {{"flip", true}, {"crop", 4}}}});
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_THAT(parsed->classes, ElementsAre("cat", "3"));
  EXPECT_THAT(parsed->targets, ElementsAre("class", "parity"));
  EXPECT_THAT(parsed->groups.at("parity"),
              ElementsAre(ElementsAre("0", "2"), ElementsAre("1", "3")));
  EXPECT_TRUE(parsed->augment.flip);
  EXPECT_EQ(parsed->augment.crop, 4);
}

struct Refused {
  std::string name;
  json data;
  std::string expected;

  friend void PrintTo(const Refused& shown, std::ostream* out) { *out << shown.name; }
};

class BadDataOptions : public ::testing::TestWithParam<Refused> {};

TEST_P(BadDataOptions, AreRefusedByTheirMember) {
  const auto parsed = parse_data_options(GetParam().data);
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(parsed.error().message, HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    Members, BadDataOptions,
    ::testing::Values(
        Refused{"NoTarget", {{"csv", "a.csv"}}, "data.target"},
        Refused{"NoLabels", {{"idx", {{"images", "a"}}}}, "data.idx.labels"},
        Refused{"HalfATestPart",
                {{"idx", {{"images", "a"}, {"labels", "b"}, {"test_images", "c"}}}},
                "test_labels"},
        Refused{"SizeOfOneSide", {{"images", "a"}, {"size", {8}}}, "data.size"},
        Refused{"ColourByNumber", {{"images", "a"}, {"colour", 2}}, "data.colour"},
        Refused{"NoNumbersForTokens", {{"text", "a"}, {"vocabulary", 2}}, "data.vocabulary"},
        Refused{"UnknownTokens", {{"text", "a"}, {"tokens", "word"}}, "data.tokens"},
        Refused{"HalfAClass", {{"name", "mnist"}, {"classes", {0.5, 1}}}, "data.classes"},
        Refused{"OneGroup", {{"name", "mnist"}, {"groups", {{"a", {{1}}}}}}, "data.groups"},
        Refused{"MemberOfAnotherKind", {{"name", "mnist"}, {"target", "y"}}, "data.target"},
        Refused{"TwoKinds", {{"name", "mnist"}, {"csv", "a.csv"}}, "data"},
        Refused{"NegativeCrop", {{"name", "mnist"}, {"augment", {{"crop", -1}}}}, "augment.crop"}),
    [](const auto& tested) { return tested.param.name; });

// The fault of an object within stands as it is, not behind its name once more.
TEST(DataOptions, NameTheMemberOfAnObjectOnce) {
  EXPECT_EQ(parse_data_options({{"idx", {{"images", "a"}}}}).error().message,
            "data.idx.labels: is missing");
  EXPECT_EQ(parse_data_options({{"name", "mnist"}, {"augment", {{"flip", 1}}}}).error().message,
            "data.augment.flip: 1 is neither true nor false");
}

TEST(DataOptions, ContentLeavesOutWhatOnlyTheSplitDependsOn) {
  const json data = {{"name", "mnist"}};
  json other = data;
  other.update({{"seed", 3}, {"limit", 9}, {"standardise", true}, {"augment", {{"crop", 1}}}});
  EXPECT_EQ(parse_data_options(data)->content, parse_data_options(other)->content);
}

TEST(DataOptions, ContentKeepsTheSplitWhereSomethingIsFitted) {
  for (const json& data :
       {json{{"text", "a"}}, json{{"csv", "a"}, {"target", "y"}, {"missing", "mean"}}}) {
    json other = data;
    other["seed"] = 3;
    EXPECT_NE(parse_data_options(data)->content, parse_data_options(other)->content);
  }
}

}  // namespace
}  // namespace wattle::trainer

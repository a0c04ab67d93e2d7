// SPDX-License-Identifier: MIT
#include "search/objective/expression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace wattle::search {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

const Parameters& parameters() {
  static const Parameters values(json{{"a", 6},
                                      {"b", 4},
                                      {"rate", 0.5},
                                      {"zero", 0},
                                      {"name", "adam"},
                                      {"sizes", {8, 16}},
                                      {"big", std::numeric_limits<std::int64_t>::max()}});
  return values;
}

json value_of(const std::string& text) {
  const auto resolved = resolve(text, parameters());
  return resolved ? *resolved : json("error: " + resolved.error().message);
}

std::string error_of(const std::string& text) {
  const auto resolved = resolve(text, parameters());
  return resolved ? "no error" : resolved.error().message;
}

std::string grammar_error(const std::string& text) {
  const auto names = expression_names(text);
  return names ? "no error" : names.error().message;
}

TEST(Expression, IsTextWithAName) {
  for (const char* text : {"$a", "2 * $a", "x$a", "$_", "$$a"})
    EXPECT_TRUE(is_expression(text)) << text;
  for (const char* text : {"", "adam", "$", "$5", "a$", "$ a", "\xC2\xA3", "$\xC3\xA9"}) {
    EXPECT_FALSE(is_expression(text)) << text;
  }
}

TEST(Expression, ALoneReferenceIsOneNameWithBlanks) {
  EXPECT_EQ(lone_reference(" $width "), "width");
  for (const char* text : {"($width)", "-$width", "$width * 1", "width", "$width $width"}) {
    EXPECT_EQ(lone_reference(text), std::nullopt) << text;
  }
}

TEST(Expression, NamesAreListedOnceInOrder) {
  const auto names = expression_names("$b * ($a + $b) / $rate_2");
  ASSERT_TRUE(names);
  EXPECT_THAT(*names, ElementsAre("b", "a", "rate_2"));
}

TEST(Expression, FollowsTheUsualPrecedence) {
  EXPECT_EQ(value_of("$a + 2 * 3"), json(12));
  EXPECT_EQ(value_of("($a + 2) * 3"), json(24));
  EXPECT_EQ(value_of("$a - 2 - 1"), json(3));
  EXPECT_EQ(value_of("$a / 2 / 3"), json(1));
  EXPECT_EQ(value_of("-$a * -2"), json(12));
  EXPECT_EQ(value_of("2 - -$a"), json(8));
  EXPECT_EQ(value_of("--$a"), json(6));
}

TEST(Expression, StaysAnIntegerWhenAllOperandsAreAndTheResultIsWhole) {
  EXPECT_TRUE(value_of("$a / 3").is_number_integer());
  EXPECT_TRUE(value_of("$a / $b").is_number_float());
  EXPECT_EQ(value_of("$a / $b"), json(1.5));
  EXPECT_TRUE(value_of("$a * 2.0").is_number_float());
  EXPECT_TRUE(value_of("$rate * 2").is_number_float());
}

TEST(Expression, ALoneReferenceGivesTheValueAsItIs) {
  EXPECT_EQ(value_of("$name"), json("adam"));
  EXPECT_EQ(value_of("$sizes"), json({8, 16}));
  EXPECT_TRUE(value_of("$a").is_number_integer());
}

TEST(Expression, RefusesWhatIsNoNumber) {
  EXPECT_THAT(error_of("$a / $zero"), HasSubstr("division by zero"));
  EXPECT_THAT(error_of("$rate / 0.0"), HasSubstr("division by zero"));
  EXPECT_THAT(error_of("$big + 1"), HasSubstr("beyond 64 bits"));
  EXPECT_THAT(error_of("(-$big - 1) / -1"), HasSubstr("beyond 64 bits"));
  EXPECT_THAT(error_of("1e308 * 10 * $a"), HasSubstr("too large"));
  EXPECT_THAT(error_of("$name * 2"), HasSubstr("$name is no number"));
}

TEST(Expression, FaultsTellTheColumn) {
  EXPECT_THAT(grammar_error("$a *"), HasSubstr("column 5: expected a number"));
  EXPECT_THAT(grammar_error("$a $b"), HasSubstr("column 4: expected an operator"));
  EXPECT_THAT(grammar_error("($a + 1"), HasSubstr("column 8: expected \")\""));
  EXPECT_THAT(grammar_error("$a + $"), HasSubstr("column 7: expected a name"));
  EXPECT_THAT(grammar_error("$a % 2"), HasSubstr("column 4"));
  EXPECT_THAT(grammar_error(""), HasSubstr("column 1"));
}

TEST(Expression, ColumnsCountCharactersNotBytes) {
  EXPECT_THAT(grammar_error("\xC3\xA9 + $a"), HasSubstr("column 1:"));
  EXPECT_THAT(grammar_error("$a\xE2\x82\xAC"), HasSubstr("column 3:"));
  EXPECT_THAT(grammar_error("$a + \xF0\x9F\x8C\xB3 "), HasSubstr("column 6:"));
}

TEST(Expression, NumbersAreJsonNumbersWithoutASign) {
  EXPECT_EQ(value_of("1.5e1 + $a"), json(21.0));
  EXPECT_THAT(grammar_error(".5 + $a"), HasSubstr("column 1"));
  EXPECT_THAT(grammar_error("0x10 + $a"), HasSubstr("column 2"));
  EXPECT_THAT(grammar_error("nan + $a"), HasSubstr("column 1"));
  EXPECT_THAT(grammar_error("9223372036854775808 + $a"), HasSubstr("64 bits"));
  EXPECT_THAT(grammar_error("1e999 + $a"), HasSubstr("too large"));
}

TEST(Expression, DeepNestingIsAFaultAndNotACrash) {
  constexpr int kDeep = 100'000;
  EXPECT_THAT(grammar_error(std::string(kDeep, '(') + "$a"), HasSubstr("nesting"));
  EXPECT_THAT(grammar_error(std::string(kDeep, '-') + "$a"), HasSubstr("nesting"));
  EXPECT_EQ(grammar_error(std::string(60, '(') + "$a" + std::string(60, ')')), "no error");
}

TEST(Expression, LongTextIsReadInLinearTime) {
  std::string sum = "$a";
  for (int i = 0; i < 100'000; ++i) sum += " + 1";
  EXPECT_EQ(value_of(sum), json(100'006));
}

TEST(Expression, ZeroBytesAreFaults) {
  EXPECT_THAT(grammar_error(std::string("$a\0 + 1", 7)), HasSubstr("column 3"));
}

TEST(Resolve, ReplacesEveryExpressionAndNothingElse) {
  const json objective = {{"model", {{"hidden", {"$a", "$a * 2"}}, {"family", "mlp"}}},
                          {"rate", "$rate"},
                          {"flag", true},
                          {"none", nullptr},
                          {"price", "$5"}};
  const auto resolved = resolve(objective, parameters());
  ASSERT_TRUE(resolved);
  EXPECT_EQ(*resolved, json({{"model", {{"hidden", {6, 12}}, {"family", "mlp"}}},
                             {"rate", 0.5},
                             {"flag", true},
                             {"none", nullptr},
                             {"price", "$5"}}));
}

TEST(Resolve, LeavesOutMembersOfInactiveParameters) {
  const json objective = {{"momentum", "$absent"}, {"inner", {{"x", "$absent * 2"}, {"y", 1}}}};
  const auto resolved = resolve(objective, parameters());
  ASSERT_TRUE(resolved);
  EXPECT_EQ(*resolved, json({{"inner", {{"y", 1}}}}));
}

TEST(Resolve, AnInactiveElementOrWholeIsAnError) {
  EXPECT_FALSE(resolve(json{{"hidden", {8, "$absent"}}}, parameters()));
  EXPECT_FALSE(resolve("$absent", parameters()));
}

TEST(Resolve, AValueIsNotResolvedAgain) {
  const auto resolved = resolve(json{{"x", "$t"}}, Parameters(json{{"t", "$a"}}));
  ASSERT_TRUE(resolved);
  EXPECT_EQ(*resolved, json({{"x", "$a"}}));
}

TEST(Resolve, DeepNestingIsAnError) {
  json nested = 1;
  for (int i = 0; i < 200; ++i) nested = json::array({nested});
  EXPECT_FALSE(resolve(nested, parameters()));
}

}  // namespace
}  // namespace wattle::search

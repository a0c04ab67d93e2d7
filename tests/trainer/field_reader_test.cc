// SPDX-License-Identifier: MIT
#include "trainer/field_reader.h"

#include <gmock/gmock.h>

namespace wattle::trainer {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

TEST(FieldReader, GivesTheFallbackForAnAbsentMember) {
  const json object = json::object();
  FieldReader reader(object, "training");
  EXPECT_EQ(reader.real("rate", 0.5, {0, 1}), 0.5);
  EXPECT_EQ(reader.integer("epochs", 7, {1, 9}), 7);
  EXPECT_TRUE(reader.boolean("shuffle", true));
  EXPECT_FALSE(reader.fault());
}

TEST(FieldReader, TakesNullForAnEmptyObject) {
  const json nothing;
  FieldReader reader(nothing, "training");
  EXPECT_EQ(reader.integers("hidden", {64}, {1, 99}), std::vector<std::int64_t>{64});
  EXPECT_FALSE(reader.fault());
}

TEST(FieldReader, TakesAWholeFloatForAnInteger) {
  const json object = {{"epochs", 8.0}};
  FieldReader reader(object, "training");
  EXPECT_EQ(reader.integer("epochs", 1, {1, 9}), 8);
  EXPECT_FALSE(reader.fault());
}

TEST(FieldReader, RefusesAnotherObjectThanAnObject) {
  const json list = {1, 2};
  FieldReader reader(list, "model");
  EXPECT_EQ(reader.real("x", 3.0, {0, 9}), 3.0);
  ASSERT_TRUE(reader.fault());
  EXPECT_THAT(reader.fault()->message, HasSubstr("model: expected an object"));
}

TEST(FieldReader, NamesAnUnknownMemberAndTheKnownOnes) {
  const json object = {{"epohcs", 3}};
  FieldReader reader(object, "training");
  reader.integer("epochs", 1, {1, 9});
  ASSERT_TRUE(reader.fault());
  EXPECT_EQ(reader.fault()->code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(reader.fault()->message, HasSubstr("training.epohcs"));
  EXPECT_THAT(reader.fault()->message, HasSubstr("known are epochs"));
}

TEST(FieldReader, KeepsTheFirstFault) {
  const json object = {{"a", "x"}, {"b", -1}};
  FieldReader reader(object, "o");
  reader.real("b", 0.0, {0, 1});
  reader.real("a", 0.0, {0, 1});
  ASSERT_TRUE(reader.fault());
  EXPECT_THAT(reader.fault()->message, HasSubstr("o.b"));
}

struct WrongMember {
  std::string name;
  json value;
  std::string expected;

  friend void PrintTo(const WrongMember& shown, std::ostream* out) { *out << shown.name; }
};

class FieldReaderRefuses : public ::testing::TestWithParam<WrongMember> {};

TEST_P(FieldReaderRefuses, AndSaysWhatItExpected) {
  const json object = {{GetParam().name, GetParam().value}};
  FieldReader reader(object, "o");
  reader.real("real", 0.5, {0, 1, true, true});
  reader.integer("integer", 1, {1, 9});
  reader.boolean("boolean", true);
  reader.text("text", "");
  reader.choice("choice", "red", {"red", "blue"});
  reader.integers("integers", {}, {1, 9});
  ASSERT_TRUE(reader.fault());
  EXPECT_THAT(reader.fault()->message, HasSubstr("o." + GetParam().name));
  EXPECT_THAT(reader.fault()->message, HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    Members, FieldReaderRefuses,
    ::testing::Values(WrongMember{"real", "x", "(0, 1)"}, WrongMember{"real", 0.0, "(0, 1)"},
                      WrongMember{"real", 1.0, "(0, 1)"}, WrongMember{"integer", 1.5, "[1, 9]"},
                      WrongMember{"integer", 10, "[1, 9]"}, WrongMember{"integer", true, "whole"},
                      WrongMember{"boolean", 1, "neither true nor false"},
                      WrongMember{"text", 1, "not a string"},
                      WrongMember{"choice", "green", "red, blue"},
                      WrongMember{"integers", 3, "list"},
                      WrongMember{"integers", json::array({1, 0}), "[1, 9]"}));

}  // namespace
}  // namespace wattle::trainer

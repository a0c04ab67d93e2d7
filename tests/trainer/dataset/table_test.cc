// SPDX-License-Identifier: MIT
#include "trainer/dataset/table.h"

#include <gmock/gmock.h>

#include <cmath>

#include "tests/trainer/dataset/samples.h"
#include "tests/trainer/temporary_folder.h"

namespace wattle::trainer {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Result<Examples> read(const std::string& csv, CsvSource source,
                      const std::vector<std::string>& more_targets = {}) {
  const TemporaryFolder folder;
  source.file = "pets.csv";
  return read_table(folder.write(source.file, csv), source, more_targets);
}

CsvSource target(const std::string& column) {
  CsvSource source;
  source.target = column;
  return source;
}

constexpr const char* kPets =
    ",weight,colour,legs,kind\n"
    "0,4.5,red,4,cat\n"
    "1,0.5,blue,2,bird\n"
    "2, 30 ,red,4,dog\n";

TEST(Table, TurnsColumnsIntoFeatures) {
  const auto read_pets = read(kPets, target("kind"));
  ASSERT_TRUE(read_pets) << read_pets.error().message;
  const Dataset& set = read_pets->dataset;
  EXPECT_EQ(set.name, "pets");
  EXPECT_EQ(set.input.kind, InputKind::kTable);
  EXPECT_EQ(set.input.shape, (Sizes{4}));
  EXPECT_THAT(set.input_names, ElementsAre("weight", "colour=blue", "colour=red", "legs"));
  EXPECT_THAT(set.values, ElementsAre(4.5F, 0, 1, 4, 0.5F, 1, 0, 2, 30, 0, 1, 4));
  EXPECT_EQ(set.own_test_begin, 3);
}

TEST(Table, SortsClassesByName) {
  const auto pets = read(kPets, target("kind"));
  ASSERT_TRUE(pets);
  const Target& kind = pets->dataset.targets.front();
  EXPECT_EQ(kind.name, "kind");
  EXPECT_THAT(kind.classes, ElementsAre("bird", "cat", "dog"));
  EXPECT_THAT(kind.labels, ElementsAre(1, 0, 2));
}

TEST(Table, SortsClassesThatAreNumbersByValue) {
  const auto set = read("x,y\n1,10\n2,9\n3,100\n", target("y"));
  ASSERT_TRUE(set);
  EXPECT_THAT(set->dataset.targets.front().classes, ElementsAre("9", "10", "100"));
}

TEST(Table, LeavesOutWhatIsIgnored) {
  CsvSource source = target("kind");
  source.ignore = {"colour"};
  const auto pets = read(kPets, source);
  ASSERT_TRUE(pets);
  EXPECT_THAT(pets->dataset.input_names, ElementsAre("weight", "legs"));
}

TEST(Table, TakesNumbersAsNamesWhereToldSo) {
  CsvSource source = target("kind");
  source.categorical = {"legs"};
  const auto pets = read(kPets, source);
  ASSERT_TRUE(pets);
  EXPECT_THAT(pets->dataset.input_names,
              ElementsAre("weight", "colour=blue", "colour=red", "legs=2", "legs=4"));
}

TEST(Table, MayHaveSeveralTargets) {
  const auto pets = read(kPets, target("kind"), {"colour"});
  ASSERT_TRUE(pets);
  ASSERT_EQ(pets->dataset.targets.size(), 2U);
  EXPECT_THAT(pets->dataset.targets[1].classes, ElementsAre("blue", "red"));
  EXPECT_THAT(pets->dataset.input_names, ElementsAre("weight", "legs"));
}

TEST(Table, MarksMissingCellsToBeImputed) {
  CsvSource source = target("y");
  source.impute = true;
  const auto set = read("a,b,y\n1,x,p\n?,NA,q\nnan,z,p\n,x,q\n", source);
  ASSERT_TRUE(set) << set.error().message;
  const std::vector<float>& values = set->dataset.values;
  ASSERT_EQ(values.size(), 12U);
  for (const std::size_t place : {3U, 4U, 5U, 6U, 9U}) {
    EXPECT_TRUE(std::isnan(values[place])) << place;
  }
  EXPECT_EQ(values[0], 1.0F);
  EXPECT_EQ(values[8], 1.0F);
}

TEST(Table, MayBePacked) {
  const TemporaryFolder folder;
  CsvSource source = target("kind");
  const auto pets = read_table(folder.write("pets.csv.gz", gzip(kPets)), source, {});
  ASSERT_TRUE(pets);
  EXPECT_EQ(pets->dataset.size(), 3);
}

struct Fault {
  std::string name;
  std::string csv;
  CsvSource source;
  std::string expected;
  ErrorCode code = ErrorCode::kCorrupt;

  friend void PrintTo(const Fault& shown, std::ostream* out) { *out << shown.name; }
};

CsvSource with(CsvSource source, const std::vector<std::string>& ignore,
               const std::vector<std::string>& categorical) {
  source.ignore = ignore;
  source.categorical = categorical;
  return source;
}

std::string many_texts() {
  std::string csv = "x,y\n";
  for (int i = 0; i <= 1000; ++i) {
    csv += "t" + std::to_string(i) + (i % 2 == 0 ? ",a\n" : ",b\n");
  }
  return csv;
}

class BadTable : public ::testing::TestWithParam<Fault> {};

TEST_P(BadTable, IsRefusedWithItsPlace) {
  const auto set = read(GetParam().csv, GetParam().source);
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, GetParam().code);
  EXPECT_THAT(set.error().message, AllOf(HasSubstr("pets.csv"), HasSubstr(GetParam().expected)));
}

INSTANTIATE_TEST_SUITE_P(
    Faults, BadTable,
    ::testing::Values(
        Fault{"Empty", "", target("y"), "nothing at all"},
        Fault{"RaggedRow", "x,y\n1,a\n2\n", target("y"), "line 3: 1 cell, where the heading has 2"},
        Fault{"MissingCell", "x,y\n1,a\n,b\n", target("y"), "line 3, column \"x\": nothing stands"},
        Fault{"MissingClass", "x,y\n1,a\n2,NA\n", target("y"), "line 3, column \"y\": no class"},
        Fault{"OneClass", "x,y\n1,a\n2,a\n", target("y"), "1 different values"},
        Fault{"TextAmongNumbers", "x,y\n1,a\n2,b\nthree,a\n", target("y"),
              "line 4, column \"x\": \"three\" in a column of 2 numbers"},
        Fault{"NumberAmongTexts", "x,y\na,a\nb,b\n3,a\n", target("y"),
              "line 4, column \"x\": \"3\""},
        Fault{"NumberBeyondFloats", "x,y\n1,a\n1e39,b\n", target("y"), "line 3, column \"x\""},
        Fault{"TooManyTexts", many_texts(), target("y"), "1001 different texts"},
        Fault{"NoSuchTarget", kPets, target("kin"), "no column \"kin\" (data.target)",
              ErrorCode::kNotFound},
        Fault{"NoSuchIgnored", kPets, with(target("kind"), {"age"}, {}),
              "no column \"age\" (data.ignore)", ErrorCode::kNotFound},
        Fault{"NoSuchCategorical", kPets, with(target("kind"), {}, {"age"}),
              "no column \"age\" (data.categorical)", ErrorCode::kNotFound},
        Fault{"NothingToLearnFrom", "x,y\n1,a\n2,b\n", with(target("y"), {"x"}, {}),
              "no column is left"}),
    [](const auto& tested) { return tested.param.name; });

TEST(Table, RefusesAColumnOfNothingEvenToImpute) {
  CsvSource source = target("y");
  source.impute = true;
  const auto set = read("x,y\n,a\n,b\n", source);
  ASSERT_FALSE(set);
  EXPECT_THAT(set.error().message, HasSubstr("column \"x\" is empty"));
}

}  // namespace
}  // namespace wattle::trainer

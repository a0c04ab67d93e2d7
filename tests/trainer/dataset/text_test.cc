// SPDX-License-Identifier: MIT
#include "trainer/dataset/text.h"

#include <gmock/gmock.h>

#include "tests/trainer/temporary_folder.h"
#include "trainer/dataset/tokens.h"

namespace wattle::trainer {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Tokens, AreWordsInLowerCase) {
  EXPECT_THAT(tokens_of("Don't, 2 STOP--now!", TokenKind::kWords),
              ElementsAre("don", "t", "2", "stop", "now"));
}

TEST(Tokens, KeepLettersBeyondAscii) {
  EXPECT_THAT(tokens_of("Na\xC3\xAFve caf\xC3\xA9", TokenKind::kWords),
              ElementsAre("na\xC3\xAFve", "caf\xC3\xA9"));
}

TEST(Tokens, AreCharactersAsTheyAre) {
  EXPECT_THAT(tokens_of("A \xC3\xA9.", TokenKind::kCharacters),
              ElementsAre("A", " ", "\xC3\xA9", "."));
}

TEST(Vocabulary, NumbersTheMostFrequentFirst) {
  const std::vector<std::string> texts = {"b a b", "c a b", "d d d d"};
  const Vocabulary vocabulary(texts, {0, 1}, TokenKind::kWords, 100);
  EXPECT_THAT(vocabulary.tokens(), ElementsAre("<padding>", "<unknown>", "b", "a", "c"));
}

TEST(Vocabulary, TakesTheAlphabetAmongEqualsAndStopsAtItsSize) {
  const Vocabulary vocabulary({"z y x w"}, {0}, TokenKind::kWords, 4);
  EXPECT_THAT(vocabulary.tokens(), ElementsAre("<padding>", "<unknown>", "w", "x"));
}

TEST(Vocabulary, CutsAndPads) {
  const Vocabulary vocabulary({"a a b"}, {0}, TokenKind::kWords, 100);
  std::vector<std::int32_t> numbers(4, -1);
  vocabulary.encode("b new", 4, numbers.data());
  EXPECT_THAT(numbers, ElementsAre(3, 1, 0, 0));
  vocabulary.encode("a b a b a b", 4, numbers.data());
  EXPECT_THAT(numbers, ElementsAre(2, 3, 2, 3));
}

TEST(Tokens, AreThereOrNot) {
  EXPECT_TRUE(has_token("!? a", TokenKind::kWords));
  EXPECT_FALSE(has_token("!? ", TokenKind::kWords));
  EXPECT_TRUE(has_token(" ", TokenKind::kCharacters));
  EXPECT_FALSE(has_token("", TokenKind::kCharacters));
}

TextSource table_source() {
  TextSource source;
  source.target = "mood";
  return source;
}

TEST(Texts, ComeFromATable) {
  const TemporaryFolder folder;
  const auto file = folder.write("moods.csv", "mood,text\ngood,\"Yes, fine\"\nbad,No\n");
  const auto read = read_texts(file, table_source(), {});
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_THAT(read->texts, ElementsAre("Yes, fine", "No"));
  EXPECT_THAT(read->dataset.targets.front().classes, ElementsAre("bad", "good"));
  EXPECT_THAT(read->dataset.targets.front().labels, ElementsAre(1, 0));
  EXPECT_EQ(read->dataset.input.kind, InputKind::kTokens);
  EXPECT_EQ(read->dataset.input.shape, (Sizes{64}));
}

TEST(Texts, ComeFromAFolderForEachClass) {
  const TemporaryFolder folder;
  folder.write("texts/good/1.txt", "fine\nindeed");
  folder.write("texts/bad/1.txt", "no");
  folder.write("texts/bad/2.txt", "never");
  const auto read = read_texts(folder.path() / "texts", {}, {});
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_THAT(read->texts, ElementsAre("no", "never", "fine\nindeed"));
  EXPECT_THAT(read->dataset.targets.front().labels, ElementsAre(0, 0, 1));
}

struct Fault {
  std::string name;
  std::string csv;
  TextSource source;
  std::string expected;
  ErrorCode code = ErrorCode::kCorrupt;

  friend void PrintTo(const Fault& shown, std::ostream* out) { *out << shown.name; }
};

class BadTexts : public ::testing::TestWithParam<Fault> {};

TEST_P(BadTexts, AreRefusedWithTheirPlace) {
  const TemporaryFolder folder;
  const auto read = read_texts(folder.write("moods.csv", GetParam().csv), GetParam().source, {});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, GetParam().code);
  EXPECT_THAT(read.error().message, AllOf(HasSubstr("moods.csv"), HasSubstr(GetParam().expected)));
}

TextSource with_column(const std::string& column) {
  TextSource source = table_source();
  source.column = column;
  return source;
}

INSTANTIATE_TEST_SUITE_P(
    Faults, BadTexts,
    ::testing::Values(
        Fault{"NoTarget", "text,mood\na,x\nb,y\n", {}, "data.target", ErrorCode::kInvalidArgument},
        Fault{"NoSuchColumn", "text,mood\na,x\nb,y\n", with_column("body"),
              "no column \"body\" (data.column); it has text, mood", ErrorCode::kNotFound},
        Fault{"NoWord", "text,mood\na,x\n!?,y\n", table_source(),
              "line 3, column \"text\": holds no word"},
        Fault{"NoUtf8", "text,mood\na,x\n\xFF,y\n", table_source(),
              "line 3: a byte that is no UTF-8"},
        Fault{"NoClass", "text,mood\na,x\nb,\n", table_source(), "line 3, column \"mood\""}),
    [](const auto& tested) { return tested.param.name; });

TEST(TextFolder, RefusesBytesThatAreNoUtf8WithTheirOffset) {
  const TemporaryFolder folder;
  folder.write("a/1.txt", "fine");
  folder.write("b/1.txt", "abc\xFF");
  const auto read = read_texts(folder.path(), {}, {});
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, AllOf(HasSubstr("b/1.txt"), HasSubstr("offset 3")));
}

TEST(TextFolder, RefusesAnEmptyFile) {
  const TemporaryFolder folder;
  folder.write("a/1.txt", "fine");
  folder.write("b/1.txt", "");
  const auto read = read_texts(folder.path(), {}, {});
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, AllOf(HasSubstr("b/1.txt"), HasSubstr("no word")));
}

TEST(TextFolder, LeavesOutAByteOrderMark) {
  const TemporaryFolder folder;
  folder.write("texts/a/1.txt",
               "\xEF\xBB\xBF"
               "fine");
  folder.write("texts/b/1.txt", "bad");
  const auto read = read_texts(folder.path() / "texts/", {}, {});
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_THAT(read->texts, ElementsAre("fine", "bad"));
  EXPECT_EQ(read->dataset.name, "texts");
}

TEST(Texts, ThatAreMissingAreNotFound) {
  const auto read = read_texts("/nowhere/mials", {}, {});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(read.error().message, HasSubstr("/nowhere/mials: no such file"));
}

TEST(TextFolder, HasNoTargetColumn) {
  const TemporaryFolder folder;
  folder.write("a/1.txt", "fine");
  folder.write("b/1.txt", "fine");
  const auto read = read_texts(folder.path(), table_source(), {});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace wattle::trainer

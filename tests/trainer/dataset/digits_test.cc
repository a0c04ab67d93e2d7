// SPDX-License-Identifier: MIT
#include "trainer/dataset/digits.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/trainer/dataset/samples.h"
#include "tests/trainer/temporary_folder.h"

namespace wattle::trainer {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

/// An image whose pixels all are `pixel`.
std::string line(const std::string& pixel, const std::string& label) {
  std::string text;
  for (int i = 0; i < 64; ++i) {
    text += pixel;
    text += ',';
  }
  return text + label;
}

TEST(Digits, AreTheShippedOnes) {
  const auto digits =
      read_digits(std::filesystem::path(WATTLE_SOURCE_DIR) / "scenarios/data/digits/digits.csv.gz");
  ASSERT_TRUE(digits);
  EXPECT_EQ(digits->size(), 1797);
  EXPECT_EQ(digits->bytes.size(), 1797U * 64U);
  EXPECT_FALSE(digits->has_own_test());
  // Counts by class as published with the collection.
  const std::vector<std::int64_t> published = {178, 182, 177, 183, 181, 182, 181, 179, 174, 180};
  for (std::int64_t label = 0; label < 10; ++label) {
    EXPECT_EQ(std::count(digits->targets.front().labels.begin(),
                         digits->targets.front().labels.end(), label),
              published[static_cast<std::size_t>(label)]);
  }
}

TEST(Digits, AreScaledToOne) {
  const TemporaryFolder folder;
  const auto digits =
      read_digits(folder.write("digits.csv", line("16", "3") + "\r\n" + line("4", "9") + "\n"));
  ASSERT_TRUE(digits);
  EXPECT_EQ(digits->targets.front().labels, (std::vector<std::int64_t>{3, 9}));
  EXPECT_EQ(digits->bytes.front(), 16);
  EXPECT_EQ(digits->bytes.back(), 4);
  EXPECT_EQ(digits->divisor, 16.0);
}

struct Fault {
  std::string name;
  std::string text;
  std::string expected;

  friend void PrintTo(const Fault& shown, std::ostream* out) { *out << shown.name; }
};

class CorruptDigits : public ::testing::TestWithParam<Fault> {};

TEST_P(CorruptDigits, AreRefusedWithFileAndLine) {
  const TemporaryFolder folder;
  const auto digits = read_digits(folder.write("digits.csv", GetParam().text));
  ASSERT_FALSE(digits);
  EXPECT_EQ(digits.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(digits.error().message,
              AllOf(HasSubstr(folder.path() / "digits.csv"), HasSubstr(GetParam().expected)));
}

INSTANTIATE_TEST_SUITE_P(
    Faults, CorruptDigits,
    ::testing::Values(Fault{"Empty", "", "no example"},
                      Fault{"TooBright", line("17", "1"), "line 1, column 1: \"17\""},
                      Fault{"Negative", line("-1", "1"), "line 1, column 1"},
                      Fault{"NotANumber", line("3x", "1"), "line 1, column 1: \"3x\""},
                      Fault{"ClassOutOfRange", line("1", "1") + "\n" + line("1", "10"),
                            "line 2, column 65: \"10\""},
                      Fault{"TooFewColumns", line("1", "1").substr(8), "line 1, column 62: \"\""},
                      Fault{"TooManyColumns", line("1", "1") + ",5", "more than 65 columns"},
                      Fault{"EmptyLine", line("1", "1") + "\n\n" + line("1", "1"), "line 2"}),
    [](const ::testing::TestParamInfo<Fault>& named) { return named.param.name; });

}  // namespace
}  // namespace wattle::trainer

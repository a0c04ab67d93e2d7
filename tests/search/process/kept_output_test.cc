// SPDX-License-Identifier: MIT
#include "search/process/kept_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

constexpr std::size_t kPart = KeptOutput::kPart;

std::string kept_of(const std::string& text, std::size_t piece) {
  const test::TemporaryDirectory folder;
  const std::filesystem::path file = folder.path() / "new" / "stdout.txt";
  {
    KeptOutput output(file);
    for (std::size_t i = 0; i < text.size(); i += piece) output.add(text.substr(i, piece));
  }
  std::ostringstream read;
  if (std::filesystem::exists(file)) read << std::ifstream(file, std::ios::binary).rdbuf();
  return read.str();
}

std::string counting(std::size_t bytes) {
  std::string text;
  for (int i = 0; text.size() < bytes; ++i) text += std::to_string(i) + "\n";
  text.resize(bytes);
  return text;
}

TEST(KeptOutput, KeepsAllThatFits) {
  for (const std::size_t size : {std::size_t{1}, kPart - 1, kPart, kPart + 1, 2 * kPart}) {
    const std::string text = counting(size);
    EXPECT_TRUE(kept_of(text, 1000) == text) << size;
  }
}

TEST(KeptOutput, KeepsBeginningAndEndOfMoreAndSaysSo) {
  const std::string text = counting(5 * kPart + 123);
  const std::string kept = kept_of(text, 777);
  EXPECT_TRUE(kept.starts_with(text.substr(0, kPart)));
  EXPECT_TRUE(kept.ends_with(text.substr(text.size() - kPart)));
  const std::string note =
      "\n[... " + std::to_string(text.size() - 2 * kPart) + " bytes left out ...]\n";
  EXPECT_EQ(kept.size(), 2 * kPart + note.size());
  EXPECT_EQ(kept.substr(kPart, note.size()), note);
}

TEST(KeptOutput, WithoutOutputThereIsNoFile) { EXPECT_EQ(kept_of("", 1), ""); }

TEST(KeptOutput, WhatAnEarlierRunLeftGoes) {
  const test::TemporaryDirectory folder;
  const std::filesystem::path file = folder.path() / "stdout.txt";
  std::ofstream(file) << "of an earlier run";
  { const KeptOutput silent(file); }
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(KeptOutput, LastLinesAreOnOneLineAndBounded) {
  KeptOutput output("");
  EXPECT_EQ(output.last_lines(3, 100), "");
  output.add("one\ntwo\n\n  \nthree\nfo");
  output.add("ur");
  EXPECT_EQ(output.last_lines(3, 100), "two | three | four");
  EXPECT_EQ(output.last_lines(100, 100), "one | two | three | four");
  EXPECT_EQ(output.last_lines(3, 10), "...ree | four");
}

TEST(Printable, IsValidTextOnOneLine) {
  EXPECT_EQ(printable("a\tb\x1b[0m\n"), "a b [0m");
  EXPECT_EQ(printable("\xff!"), "\xEF\xBF\xBD!");
  EXPECT_EQ(printable("\xC3\xA9 \"quoted\" \\"), "\xC3\xA9 \"quoted\" \\");
}

}  // namespace
}  // namespace wattle::search

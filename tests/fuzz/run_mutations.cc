// SPDX-License-Identifier: MIT
// Feeds a fuzz target its corpus and mutations of it, from a fixed seed: what libFuzzer does, less
// cleverly, with any compiler and the same way every time.
//   PROGRAM FOLDER COUNT
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "search/space/rng.h"

// The name is libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using wattle::search::Rng;

constexpr std::uint64_t kSeed = 20240607;
/// Changes made to one text, at most: more leave nothing of the command that it was.
constexpr std::int64_t kMostChanges = 6;

/// Pieces that matter to a reader of JSON lines.
const std::vector<std::string>& words() {
  static const std::vector<std::string> words = {"\n",
                                                 "\r\n",
                                                 "\"",
                                                 "{",
                                                 "}",
                                                 "[",
                                                 "]",
                                                 ":",
                                                 ",",
                                                 "\\",
                                                 "null",
                                                 "true",
                                                 "false",
                                                 "NaN",
                                                 "-1",
                                                 "0",
                                                 "1e999",
                                                 "1e-999",
                                                 "0.5",
                                                 "1e15",
                                                 "\xff",
                                                 "\xc3",
                                                 "\\ud800",
                                                 "\\u0000",
                                                 " ",
                                                 "\t",
                                                 "//",
                                                 "\xef\xbb\xbf",
                                                 "[[[[[[[[",
                                                 "{\"a\":",
                                                 "18446744073709551616",
                                                 "\"id\"",
                                                 "\"ask\"",
                                                 "\"tell\"",
                                                 "\"best\"",
                                                 "\"metrics\"",
                                                 "\"parameters\"",
                                                 "\"joules\"",
                                                 std::string(1, '\0')};
  return words;
}

std::size_t below(Rng& rng, std::size_t count) {
  return static_cast<std::size_t>(rng.uniform_int(0, static_cast<std::int64_t>(count) - 1));
}

/// One change of a text that is not empty.
void change(std::string& text, const std::vector<std::string>& corpus, Rng& rng) {
  const std::size_t at = below(rng, text.size());
  const std::size_t length = 1 + below(rng, std::min<std::size_t>(16, text.size() - at));
  switch (below(rng, 6)) {
    case 0:
      text[at] = static_cast<char>(text[at] ^ (1 << below(rng, 8)));
      break;
    case 1:
      text[at] = static_cast<char>(below(rng, 256));
      break;
    case 2:
      text.erase(at, length);
      break;
    case 3:
      text.insert(at, text.substr(below(rng, text.size()), length));
      break;
    case 4:
      text.insert(at, words()[below(rng, words().size())]);
      break;
    default: {
      const std::string& other = corpus[below(rng, corpus.size())];
      text = text.substr(0, at) + other.substr(below(rng, other.size()));
    }
  }
}

void run(const std::string& text) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

std::vector<std::string> read_corpus(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry);
  std::sort(files.begin(), files.end());  // a folder has no order of its own
  std::vector<std::string> corpus;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    if (corpus.back().empty()) corpus.pop_back();
  }
  return corpus;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: " << argv[0] << " FOLDER COUNT\n";
    return 2;
  }
  const std::vector<std::string> corpus = read_corpus(argv[1]);
  const std::string_view number = argv[2];
  int count = 0;
  std::from_chars(number.data(), number.data() + number.size(), count);
  if (corpus.empty() || count < 1) {
    std::cerr << "no texts in " << argv[1] << ", or no count\n";
    return 2;
  }
  std::cout << "seed " << kSeed << ", " << corpus.size() << " texts, " << count << " mutations\n";
  for (const std::string& text : corpus) run(text);
  for (int i = 0; i < count; ++i) {
    Rng rng(kSeed, static_cast<std::uint64_t>(i));
    std::string text = corpus[below(rng, corpus.size())];
    for (std::int64_t left = rng.uniform_int(1, kMostChanges); left > 0 && !text.empty(); --left) {
      change(text, corpus, rng);
    }
    run(text);
  }
  return 0;
}

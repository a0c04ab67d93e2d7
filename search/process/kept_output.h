// SPDX-License-Identifier: MIT
// What a program prints, kept within bounds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace wattle::search {

/// Keeps the beginning and the end of a stream in a file, and says how much it left out between
/// them. The beginning is written as it comes, the end when this goes. A file that cannot be
/// written is not an error: the stream is then kept in memory only, for `last_lines`.
class KeptOutput {
 public:
  static constexpr std::size_t kPart = std::size_t{256} * 1024;  ///< bytes of each, about

  /// `file`: empty to write none. It is made when there is something to write; an old one goes now.
  explicit KeptOutput(std::filesystem::path file);
  ~KeptOutput();
  KeptOutput(const KeptOutput&) = delete;
  KeptOutput& operator=(const KeptOutput&) = delete;

  void add(std::string_view bytes);
  /// The last lines that are not blank, at most `count` and about `longest` bytes, joined by " | ";
  /// valid UTF-8 without control characters.
  std::string last_lines(std::size_t count, std::size_t longest) const;

 private:
  void write(std::string_view bytes);

  std::filesystem::path file_;
  std::ofstream out_;
  std::size_t written_ = 0;
  std::string end_;  ///< of all that came, at most 2 kPart
  std::uint64_t total_ = 0;
};

/// `text` on one line: bytes that are no UTF-8 become U+FFFD, control characters blanks.
std::string printable(std::string_view text);

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// Lines out of pieces of text as they arrive.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace wattle::search {

/// A line and where it stands, from 1.
struct OutputLine {
  std::size_t number = 0;
  std::string_view text;  ///< without its newline
  bool cut = false;       ///< it was longer than the longest; `text` is its beginning
};

/// Cuts a stream into lines of at most `longest` bytes; the rest of a longer one is dropped.
class LineSplitter {
 public:
  using Take = std::function<void(const OutputLine&)>;
  explicit LineSplitter(std::size_t longest) : longest_(longest) {}

  /// Calls `take` for each line that `bytes` complete.
  void add(std::string_view bytes, const Take& take);
  /// The stream has ended: its last line may have no newline.
  void end(const Take& take);

 private:
  void append(std::string_view part);
  void hand_over(const Take& take);

  const std::size_t longest_;
  std::string line_;
  bool begun_ = false;
  bool cut_ = false;
  std::size_t number_ = 1;
};

}  // namespace wattle::search

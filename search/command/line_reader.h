// SPDX-License-Identifier: MIT
// Lines of a stream that may be endless.
#pragma once

#include <cstddef>
#include <istream>
#include <string>

namespace wattle::search {

enum class LineEnd {
  kLine,     ///< a line, without its newline; the last one may have none
  kTooLong,  ///< a line of more than `longest` bytes has been skipped
  kEnd,      ///< nothing is left
};

/// Reads the next line into `line`, and never keeps more than `longest` bytes of one.
LineEnd read_line(std::istream& in, std::size_t longest, std::string& line);

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/command/line_reader.h"

#include <string>

namespace wattle::search {

LineEnd read_line(std::istream& in, std::size_t longest, std::string& line) {
  using Traits = std::istream::traits_type;
  line.clear();
  std::streambuf& bytes = *in.rdbuf();
  auto byte = bytes.sbumpc();
  if (Traits::eq_int_type(byte, Traits::eof())) return LineEnd::kEnd;
  bool too_long = false;
  for (; !Traits::eq_int_type(byte, Traits::eof()); byte = bytes.sbumpc()) {
    const char character = Traits::to_char_type(byte);
    if (character == '\n') break;
    too_long = too_long || line.size() == longest;
    if (!too_long) line += character;
  }
  return too_long ? LineEnd::kTooLong : LineEnd::kLine;
}

}  // namespace wattle::search

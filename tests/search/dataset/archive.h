// SPDX-License-Identifier: MIT
// Archives to unpack.
#pragma once

#include <zlib.h>

#include <filesystem>
#include <string>

#include "tests/support/file_text.h"
#include "tests/support/temporary_directory.h"

namespace wattle::search {

inline constexpr std::size_t kBlock = 512;

inline std::string octal(std::size_t value, std::size_t digits) {
  std::string text(digits, '0');
  for (std::size_t i = digits; i-- > 0; value /= 8) text[i] = static_cast<char>('0' + value % 8);
  return text;
}

/// One member, as POSIX.1-1988 (ustar) has it.
inline std::string tar_member(const std::string& name, const std::string& bytes, char type = '0') {
  std::string header(kBlock, '\0');
  header.replace(0, name.size(), name);
  header.replace(100, 7, octal(0644, 7));
  header.replace(124, 11, octal(bytes.size(), 11));
  header[156] = type;
  header.replace(257, 5, "ustar");
  header.replace(148, 8, "        ");
  std::size_t sum = 0;
  for (const char sign : header) sum += static_cast<unsigned char>(sign);
  header.replace(148, 8, octal(sum, 6) + std::string("\0 ", 2));
  return header + bytes + std::string((kBlock - bytes.size() % kBlock) % kBlock, '\0');
}

inline std::string tar_end() { return std::string(2 * kBlock, '\0'); }

inline std::string gzip_of(const test::TemporaryDirectory& folder, const std::string& plain) {
  const std::filesystem::path file = folder.path() / "packed";
  gzFile out = gzopen(file.c_str(), "wb");
  gzwrite(out, plain.data(), static_cast<unsigned>(plain.size()));
  gzclose(out);
  return test::text_of(file);
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "trainer/checksum.h"

#include <zlib.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <vector>

namespace wattle::trainer {

std::uint32_t checksum(std::string_view bytes, std::uint32_t before) {
  // zlib takes a null pointer, as an empty vector has it, for a wish to begin anew.
  return bytes.empty() ? before
                       : static_cast<std::uint32_t>(crc32_z(
                             before, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

std::string file_digest(const std::filesystem::path& file) {
  constexpr std::size_t kPart = 1U << 16U;
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return {};
  }
  std::vector<char> part(kPart);
  std::uint64_t size = 0;
  std::uint32_t sum = 0;
  do {
    in.read(part.data(), static_cast<std::streamsize>(part.size()));
    const auto count = static_cast<std::size_t>(in.gcount());
    sum = checksum({part.data(), count}, sum);
    size += count;
  } while (in);
  return in.eof() ? digest_text(size, sum) : std::string();
}

std::string checksum_text(std::uint32_t checksum) {
  constexpr std::size_t kHexadecimal = 8;
  std::array<char, kHexadecimal + 1> text{};
  std::snprintf(text.data(), text.size(), "%08x", static_cast<unsigned>(checksum));
  return text.data();
}

std::string digest_text(std::uint64_t size, std::uint32_t checksum) {
  return std::to_string(size) + "-" + checksum_text(checksum);
}

}  // namespace wattle::trainer

// SPDX-License-Identifier: MIT
// Numbers that tell whether bytes have changed. Against accidents, not against attackers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace wattle::trainer {

/// CRC-32 (ISO 3309) of the bytes behind those whose checksum is `before`.
std::uint32_t checksum(std::string_view bytes, std::uint32_t before = 0);

/// In eight hexadecimal digits.
std::string checksum_text(std::uint32_t checksum);

/// Size and checksum of a file, "1024-cbf43926"; empty when it cannot be read.
std::string file_digest(const std::filesystem::path& file);

/// The digest of so many bytes with this checksum.
std::string digest_text(std::uint64_t size, std::uint32_t checksum);

}  // namespace wattle::trainer

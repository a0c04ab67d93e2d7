// SPDX-License-Identifier: MIT
// The IDX format of MNIST and its kin, gzip or plain.
//
// images: 4 bytes 00 00 08 03, then count, rows, columns (4 bytes each, most significant first),
//         then count * rows * columns bytes, row by row.
// labels: 4 bytes 00 00 08 01, then count, then count bytes.
// The format has no checksum: a flipped pixel goes unseen unless gzip notices.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "energy/error.h"

namespace wattle::trainer {

struct IdxImages {
  std::int64_t count = 0;
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::vector<std::uint8_t> pixels;
};

/// Failures: those of read_file, and kCorrupt naming the file and the offset (unpacked).
Result<IdxImages> read_idx_images(const std::filesystem::path& path);
/// As above; every label must lie in 0 .. classes - 1.
Result<std::vector<std::uint8_t>> read_idx_labels(const std::filesystem::path& path, int classes);

/// The same for bytes in memory; `path` is for the message.
Result<IdxImages> parse_idx_images(std::vector<std::uint8_t> bytes,
                                   const std::filesystem::path& path);
Result<std::vector<std::uint8_t>> parse_idx_labels(std::vector<std::uint8_t> bytes,
                                                   const std::filesystem::path& path, int classes);

}  // namespace wattle::trainer

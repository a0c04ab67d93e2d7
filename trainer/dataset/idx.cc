// SPDX-License-Identifier: MIT
#include "trainer/dataset/idx.h"

#include <iomanip>
#include <sstream>
#include <string>
#include <utility>

#include "trainer/dataset/file.h"

namespace wattle::trainer {
namespace {

constexpr std::uint32_t kImageMagic = 0x00000803;
constexpr std::uint32_t kLabelMagic = 0x00000801;
constexpr std::size_t kImageHeader = 16;
constexpr std::size_t kLabelHeader = 8;
// No data set here is near it; it keeps the promised size within 64 bits.
constexpr std::uint32_t kLargestSide = 4096;

using Bytes = std::vector<std::uint8_t>;

std::uint32_t big_endian(const Bytes& bytes, std::size_t offset) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value = value << 8U | bytes[offset + i];
  }
  return value;
}

std::string hexadecimal(std::uint32_t value) {
  std::ostringstream out;
  out << "0x" << std::hex << std::setw(8) << std::setfill('0') << value;
  return out.str();
}

/// A header that is complete and of the right kind.
Result<void> check_header(const Bytes& bytes, const std::filesystem::path& path,
                          std::uint32_t magic, std::size_t header) {
  if (bytes.size() < header) {
    return corrupt(path, "ends at offset " + std::to_string(bytes.size()) +
                             ", inside its header of " + std::to_string(header) + " bytes");
  }
  if (const std::uint32_t found = big_endian(bytes, 0); found != magic) {
    return corrupt(path, "the magic number at offset 0 is " + hexadecimal(found) + ", expected " +
                             hexadecimal(magic));
  }
  return {};
}

Result<void> check_size(const std::filesystem::path& path, std::size_t size, std::size_t promised) {
  if (size != promised) {
    return corrupt(path, "ends at offset " + std::to_string(size) + ", its header promises " +
                             std::to_string(promised));
  }
  return {};
}

/// What the header says of the images; they have no pixels yet.
Result<IdxImages> image_header(const Bytes& bytes, const std::filesystem::path& path) {
  if (auto header = check_header(bytes, path, kImageMagic, kImageHeader); !header) {
    return tl::unexpected(header.error());
  }
  const std::uint32_t rows = big_endian(bytes, 8);
  const std::uint32_t columns = big_endian(bytes, 12);
  if (rows == 0 || columns == 0 || rows > kLargestSide || columns > kLargestSide) {
    return corrupt(path, "the image size at offset 8 is " + std::to_string(rows) + "x" +
                             std::to_string(columns) + ", expected 1 to " +
                             std::to_string(kLargestSide) + " a side");
  }
  return IdxImages{big_endian(bytes, 4), rows, columns, {}};
}

std::size_t promised_size(const IdxImages& header) {
  return kImageHeader + static_cast<std::size_t>(header.count * header.rows * header.columns);
}

/// The size of a file of labels, by its header.
Result<std::size_t> label_header(const Bytes& bytes, const std::filesystem::path& path) {
  return check_header(bytes, path, kLabelMagic, kLabelHeader).map([&] {
    return kLabelHeader + std::size_t{big_endian(bytes, 4)};
  });
}

}  // namespace

Result<IdxImages> parse_idx_images(Bytes bytes, const std::filesystem::path& path) {
  auto images = image_header(bytes, path);
  if (!images) {
    return images;
  }
  if (auto fits = check_size(path, bytes.size(), promised_size(*images)); !fits) {
    return tl::unexpected(fits.error());
  }
  bytes.erase(bytes.begin(), bytes.begin() + kImageHeader);
  images->pixels = std::move(bytes);
  return images;
}

Result<Bytes> parse_idx_labels(Bytes bytes, const std::filesystem::path& path, int classes) {
  const auto promised = label_header(bytes, path);
  if (!promised) {
    return tl::unexpected(promised.error());
  }
  if (auto fits = check_size(path, bytes.size(), *promised); !fits) {
    return tl::unexpected(fits.error());
  }
  for (std::size_t offset = kLabelHeader; offset < bytes.size(); ++offset) {
    if (bytes[offset] >= classes) {
      return corrupt(path, "the label at offset " + std::to_string(offset) + " is " +
                               std::to_string(bytes[offset]) + ", expected 0 to " +
                               std::to_string(classes - 1));
    }
  }
  bytes.erase(bytes.begin(), bytes.begin() + kLabelHeader);
  return bytes;
}

Result<IdxImages> read_idx_images(const std::filesystem::path& path) {
  return read_start(path, kImageHeader)
      .and_then([&](const Bytes& start) { return image_header(start, path); })
      .and_then([&](const IdxImages& header) { return read_file(path, promised_size(header)); })
      .and_then([&](Bytes bytes) { return parse_idx_images(std::move(bytes), path); });
}

Result<Bytes> read_idx_labels(const std::filesystem::path& path, int classes) {
  return read_start(path, kLabelHeader)
      .and_then([&](const Bytes& start) { return label_header(start, path); })
      .and_then([&](std::size_t promised) { return read_file(path, promised); })
      .and_then([&](Bytes bytes) { return parse_idx_labels(std::move(bytes), path, classes); });
}

}  // namespace wattle::trainer

// SPDX-License-Identifier: MIT
#include "search/dataset/tar.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "energy/text/durable_file.h"

namespace wattle::search {
namespace {

// A member is a header of one block, then its bytes, filled up to whole blocks.
constexpr std::size_t kBlock = 512;
constexpr std::size_t kNameLength = 100;
constexpr std::size_t kSizeOffset = 124;
constexpr std::size_t kSizeLength = 12;
constexpr std::size_t kChecksumOffset = 148;
constexpr std::size_t kChecksumLength = 8;
constexpr std::size_t kTypeOffset = 156;
constexpr std::size_t kChunk = 2048 * kBlock;

using Block = std::array<unsigned char, kBlock>;

struct CloseGzip {
  void operator()(gzFile file) const { gzclose(file); }
};

/// An octal number, ended by a blank or zero.
std::optional<std::int64_t> octal(const Block& block, std::size_t offset, std::size_t length) {
  std::int64_t value = 0;
  bool any = false;
  for (std::size_t i = offset; i < offset + length; ++i) {
    const unsigned char sign = block[i];
    if (sign == ' ' && !any) continue;
    if (sign == ' ' || sign == 0) break;
    if (sign < '0' || sign > '7') return std::nullopt;
    value = value * 8 + (sign - '0');
    any = true;
  }
  return any ? std::optional<std::int64_t>(value) : std::nullopt;
}

/// The checksum counts its own bytes as blanks.
bool has_right_checksum(const Block& header) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < kBlock; ++i) {
    const bool own = i >= kChecksumOffset && i < kChecksumOffset + kChecksumLength;
    sum += own ? ' ' : header[i];
  }
  return octal(header, kChecksumOffset, kChecksumLength) == sum;
}

class Unpacker {
 public:
  Unpacker(const std::filesystem::path& archive, const std::filesystem::path& folder)
      : archive_(archive), folder_(folder), file_(gzopen(archive.c_str(), "rb")) {}

  Result<void> run() {
    if (!file_) return fail(ErrorCode::kIo, archive_.string() + ": cannot be opened");
    Block header{};
    while (true) {
      if (!read(header.data(), kBlock)) return cut_short();
      if (std::all_of(header.begin(), header.end(), [](unsigned char b) { return b == 0; })) {
        return {};
      }
      if (auto done = member(header); !done) return done;
    }
  }

 private:
  bool read(unsigned char* place, std::size_t count) {
    const int got = gzread(file_.get(), place, static_cast<unsigned>(count));
    offset_ += got > 0 ? got : 0;
    return got == static_cast<int>(count);
  }

  tl::unexpected<Error> corrupt(const std::string& what) const {
    return fail(ErrorCode::kCorrupt,
                archive_.string() + ": " + what + " at unpacked offset " + std::to_string(offset_));
  }
  tl::unexpected<Error> cut_short() const { return corrupt("is cut short or damaged"); }

  Result<void> member(const Block& header) {
    const auto size = octal(header, kSizeOffset, kSizeLength);
    if (!has_right_checksum(header) || !size) return corrupt("no header of a tar archive before");
    const auto* const begin = reinterpret_cast<const char*>(header.data());
    const std::string name(begin, std::find(begin, begin + kNameLength, '\0'));
    const std::string last = name.substr(name.rfind('/') + 1);
    const bool regular = header[kTypeOffset] == '0' || header[kTypeOffset] == 0;
    const bool wanted = regular && !last.empty() && last != "." && last != "..";
    return copy(*size, wanted ? folder_ / last : std::filesystem::path());
  }

  /// Reads a member's bytes, to a file if there is one.
  Result<void> copy(std::int64_t size, const std::filesystem::path& to) {
    std::ofstream out;
    if (!to.empty()) out.open(to, std::ios::binary | std::ios::trunc);
    std::vector<unsigned char> chunk(kChunk);
    while (size > 0) {
      const auto part = static_cast<std::size_t>(std::min<std::int64_t>(size, kChunk));
      const std::size_t blocks = (part + kBlock - 1) / kBlock * kBlock;
      if (!read(chunk.data(), blocks)) return cut_short();
      out.write(reinterpret_cast<const char*>(chunk.data()), static_cast<std::streamsize>(part));
      size -= static_cast<std::int64_t>(part);
    }
    if (to.empty()) return {};
    out.close();
    if (out.fail()) return fail(ErrorCode::kIo, to.string() + ": cannot be written");
    return sync_to_disk(to);
  }

  const std::filesystem::path& archive_;
  const std::filesystem::path& folder_;
  std::unique_ptr<gzFile_s, CloseGzip> file_;
  std::int64_t offset_ = 0;
};

}  // namespace

Result<void> unpack_tar_gz(const std::filesystem::path& archive,
                           const std::filesystem::path& folder) {
  return Unpacker(archive, folder).run();
}

}  // namespace wattle::search

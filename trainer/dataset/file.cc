// SPDX-License-Identifier: MIT
#include "trainer/dataset/file.h"

#include <zlib.h>

#include <algorithm>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

namespace wattle::trainer {
namespace {

using Bytes = std::vector<std::uint8_t>;

// gzread counts in int.
constexpr std::size_t kLargestRead = std::size_t{1} << 30U;

struct CloseGzip {
  void operator()(gzFile file) const { gzclose(file); }
};

tl::unexpected<Error> read_failure(gzFile file, const std::string& path, std::size_t offset) {
  int status = Z_OK;
  const std::string reason = gzerror(file, &status);
  const std::string message =
      path + ": reading failed at unpacked offset " + std::to_string(offset) + ": " + reason;
  return fail(status == Z_ERRNO ? ErrorCode::kIo : ErrorCode::kCorrupt, message);
}

/// At most `most` bytes; the first read is of `guess`, each other one of as much as there is.
Result<Bytes> read_up_to(gzFile file, const std::string& path, std::size_t guess,
                         std::size_t most) {
  Bytes bytes;
  std::size_t size = 0;
  while (size < most) {
    const std::size_t wanted =
        std::min({size == 0 ? std::max<std::size_t>(guess, 1) : size, most - size, kLargestRead});
    bytes.resize(size + wanted);
    const int got = gzread(file, bytes.data() + size, static_cast<unsigned>(wanted));
    size += got > 0 ? static_cast<std::size_t>(got) : 0;
    if (got == static_cast<int>(wanted)) {
      continue;
    }
    int status = Z_OK;
    gzerror(file, &status);
    // A stream cut short ends in Z_BUF_ERROR with no negative count.
    if (got < 0 || status != Z_OK) {
      return read_failure(file, path, size);
    }
    break;
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace

Result<Bytes> read_start(const std::filesystem::path& path, std::size_t count) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return fail(ErrorCode::kNotFound, path.string() + ": no such file");
  }
  const std::unique_ptr<gzFile_s, CloseGzip> file(gzopen(path.c_str(), "rb"));
  const std::uintmax_t stored = std::filesystem::file_size(path, error);
  if (!file || error) {
    return fail(ErrorCode::kIo, path.string() + ": cannot be opened");
  }
  // One byte more than a plain file has: its end is seen by the first read.
  return read_up_to(file.get(), path.string(), stored + 1, count);
}

Result<Bytes> read_file(const std::filesystem::path& path, std::size_t largest) {
  return read_start(path, largest + 1).and_then([&](Bytes&& bytes) -> Result<Bytes> {
    if (bytes.size() > largest) {
      return corrupt(path, "goes on behind unpacked offset " + std::to_string(largest) +
                               ", where it should end at the latest");
    }
    return std::move(bytes);
  });
}

tl::unexpected<Error> corrupt(const std::filesystem::path& path, const std::string& what) {
  return fail(ErrorCode::kCorrupt, path.string() + ": " + what);
}

std::filesystem::path packed_or_plain(const std::filesystem::path& plain) {
  std::error_code ignored;
  return std::filesystem::exists(plain, ignored) ? plain
                                                 : std::filesystem::path(plain.string() + ".gz");
}

}  // namespace wattle::trainer

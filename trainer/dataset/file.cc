// SPDX-License-Identifier: MIT
#include "trainer/dataset/file.h"

#include <zlib.h>

#include <memory>
#include <string>
#include <system_error>

namespace wattle::trainer {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20U;

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

}  // namespace

Result<std::vector<std::uint8_t>> read_file(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {
    return fail(ErrorCode::kNotFound, path.string() + ": no such file");
  }
  const std::unique_ptr<gzFile_s, CloseGzip> file(gzopen(path.c_str(), "rb"));
  if (!file) {
    return fail(ErrorCode::kIo, path.string() + ": cannot be opened");
  }
  std::vector<std::uint8_t> bytes;
  std::size_t size = 0;
  int got = 0;
  do {
    bytes.resize(size + kChunk);
    got = gzread(file.get(), bytes.data() + size, static_cast<unsigned>(kChunk));
    size += got > 0 ? static_cast<std::size_t>(got) : 0;
  } while (got > 0);
  int status = Z_OK;
  gzerror(file.get(), &status);
  // A stream cut short ends in Z_BUF_ERROR with no negative count.
  if (got < 0 || status != Z_OK) {
    return read_failure(file.get(), path.string(), size);
  }
  bytes.resize(size);
  return bytes;
}

std::filesystem::path packed_or_plain(const std::filesystem::path& plain) {
  std::error_code ignored;
  return std::filesystem::exists(plain, ignored) ? plain
                                                 : std::filesystem::path(plain.string() + ".gz");
}

}  // namespace wattle::trainer

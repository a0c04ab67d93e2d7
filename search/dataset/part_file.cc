// SPDX-License-Identifier: MIT
#include "search/dataset/part_file.h"

#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

namespace wattle::search {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20U;

std::string hexadecimal(const unsigned char* bytes, unsigned count) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string text;
  for (unsigned i = 0; i < count; ++i) {
    text += kDigits[bytes[i] >> 4U];
    text += kDigits[bytes[i] & 15U];
  }
  return text;
}

}  // namespace

Result<PartFile> PartFile::open(const std::filesystem::path& path) {
  return LockedFile::open(path).and_then([&](LockedFile&& file) -> Result<PartFile> {
    const off_t size = ::lseek(file.descriptor(), 0, SEEK_END);
    if (size < 0) return io_failure(path, "cannot be read", errno);
    return PartFile(path, std::move(file), size);
  });
}

Result<void> PartFile::append(const char* data, std::size_t count) {
  while (count > 0) {
    const ssize_t written = ::write(file_.descriptor(), data, count);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return io_failure(path_, "cannot be written", errno);
    data += written;
    count -= static_cast<std::size_t>(written);
    size_ += written;
  }
  return {};
}

Result<void> PartFile::clear() {
  if (::ftruncate(file_.descriptor(), 0) != 0) return io_failure(path_, "cannot be written", errno);
  size_ = 0;
  return {};
}

Result<std::string> PartFile::sha256() const {
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(),
                                                                   EVP_MD_CTX_free);
  if (!context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1) {
    return fail(ErrorCode::kInternal, "OpenSSL has no SHA-256");
  }
  std::vector<char> chunk(kChunk);
  off_t offset = 0;
  ssize_t got = 0;
  while ((got = ::pread(file_.descriptor(), chunk.data(), chunk.size(), offset)) > 0) {
    EVP_DigestUpdate(context.get(), chunk.data(), static_cast<std::size_t>(got));
    offset += got;
  }
  if (got < 0) return io_failure(path_, "cannot be read", errno);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_DigestFinal_ex(context.get(), digest.data(), &size);
  return hexadecimal(digest.data(), size);
}

Result<void> PartFile::rename_to(const std::filesystem::path& path) {
  if (::fsync(file_.descriptor()) != 0) return io_failure(path_, "cannot be written", errno);
  std::error_code error;
  std::filesystem::rename(path_, path, error);
  if (error) return io_failure(path, "cannot be written", error.value());
  return {};
}

}  // namespace wattle::search

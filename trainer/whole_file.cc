// SPDX-License-Identifier: MIT
#include "trainer/whole_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace wattle::trainer {
namespace {

std::error_code last_error() { return {errno, std::generic_category()}; }

std::error_code write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      return last_error();
    }
    bytes.remove_prefix(static_cast<std::size_t>(written < 0 ? 0 : written));
  }
  return {};
}

/// On the disk when it returns: a file that is renamed first may be empty after a loss of power.
std::error_code write_and_sync(const std::filesystem::path& path, const std::string& bytes) {
  constexpr mode_t kMode = 0666;
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kMode);
  if (file < 0) {
    return last_error();
  }
  std::error_code error = write_all(file, bytes);
  if (!error && ::fsync(file) != 0) {
    error = last_error();
  }
  if (::close(file) != 0 && !error) {
    error = last_error();
  }
  return error;
}

}  // namespace

Result<void> write_whole(const std::filesystem::path& path, const std::string& bytes) {
  std::filesystem::path partial = path;
  partial += ".partial";
  std::error_code error = write_and_sync(partial, bytes);
  if (!error) {
    std::filesystem::rename(partial, path, error);
  }
  if (error) {
    std::error_code ignored;
    std::filesystem::remove(partial, ignored);
    return fail(ErrorCode::kIo, path.string() + ": cannot be written: " + error.message());
  }
  return {};
}

}  // namespace wattle::trainer

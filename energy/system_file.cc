// SPDX-License-Identifier: MIT
#include "energy/system_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <string_view>
#include <system_error>

namespace wattle::energy {

Result<std::string> read_system_line(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    if (errno == EACCES || errno == EPERM) {
      return fail(ErrorCode::kPermissionDenied, file.string() + " is not readable by this user");
    }
    return fail(ErrorCode::kUnavailable, file.string() + " cannot be opened");
  }
  std::array<char, 255> buffer{};
  const ssize_t size = ::read(descriptor, buffer.data(), buffer.size());
  ::close(descriptor);
  if (size < 0) return fail(ErrorCode::kIo, file.string() + " cannot be read");
  const std::string_view text(buffer.data(), static_cast<std::size_t>(size));
  return std::string(text.substr(0, text.find('\n')));
}

Result<std::uint64_t> read_system_number(const std::filesystem::path& file) {
  const auto text = read_system_line(file);
  if (!text) return tl::unexpected(text.error());
  std::uint64_t number = 0;
  const char* const end = text->data() + text->size();
  const auto [rest, error] = std::from_chars(text->data(), end, number);
  if (error != std::errc() || rest != end) {
    return fail(ErrorCode::kCorrupt, file.string() + " holds \"" + *text + "\", not a number");
  }
  return number;
}

}  // namespace wattle::energy

// SPDX-License-Identifier: MIT
#include "search/service/access.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <fstream>
#include <sstream>

namespace wattle::search {
namespace {

std::optional<Role> role_from(std::string_view name) {
  for (const Role role : {Role::kRead, Role::kWork, Role::kAdmin}) {
    if (to_string(role) == name) return role;
  }
  return std::nullopt;
}

/// Space, tab, or what a file from another system leaves at the end of a line.
std::string_view trimmed(std::string_view text) {
  constexpr const char* kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

tl::unexpected<Error> wrong_line(int number, const std::string& expected) {
  return fail(ErrorCode::kInvalidArgument,
              "line " + std::to_string(number) + " of the tokens: expected " + expected,
              "write ROLE TOKEN, where the role is read, work or admin; `openssl rand -hex 32` "
              "makes a token");
}

}  // namespace

std::string_view to_string(Role role) {
  switch (role) {
    case Role::kRead:
      return "read";
    case Role::kWork:
      return "work";
    case Role::kAdmin:
      return "admin";
  }
  return "unknown";
}

Access::Digest Access::digest_of(std::string_view token) {
  Digest digest{};
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): what the library takes
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(), digest.data());
  return digest;
}

Result<Access> Access::from_text(const std::string& text) {
  Access access;
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    const std::string_view content = trimmed(line);
    if (content.empty() || content.front() == '#') continue;
    const std::size_t blank = content.find_first_of(" \t");
    const std::optional<Role> role = role_from(content.substr(0, blank));
    if (!role) return wrong_line(number, "one of the roles read, work, admin");
    const std::string_view token =
        blank == std::string_view::npos ? std::string_view() : trimmed(content.substr(blank));
    if (token.size() < kShortestToken || token.find_first_of(" \t") != std::string_view::npos) {
      return wrong_line(number, "a token of at least " + std::to_string(kShortestToken) +
                                    " characters without blanks");
    }
    access.tokens_.push_back({*role, digest_of(token)});
  }
  if (!access.is_open()) return access;
  return fail(ErrorCode::kInvalidArgument, "there are no tokens", "write a line: admin TOKEN");
}

Result<Access> Access::from_file(const std::filesystem::path& file) {
  namespace fs = std::filesystem;
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    return fail(ErrorCode::kNotFound, "the tokens' file " + file.string() + " cannot be read");
  }
  std::error_code unreadable;
  const fs::perms others = fs::perms::group_all | fs::perms::others_all;
  if ((fs::status(file, unreadable).permissions() & others) != fs::perms::none) {
    return fail(ErrorCode::kPermissionDenied,
                "the tokens' file " + file.string() + " can be read or written by others",
                "chmod 600 " + file.string());
  }
  std::ostringstream text;
  text << stream.rdbuf();
  return from_text(text.str());
}

std::optional<Role> Access::role_of(std::string_view authorization) const {
  constexpr std::string_view kScheme = "Bearer ";
  if (authorization.substr(0, kScheme.size()) != kScheme) return std::nullopt;
  const Digest shown = digest_of(authorization.substr(kScheme.size()));
  std::optional<Role> role;
  for (const Token& token : tokens_) {  // all of them, so that time tells nothing
    if (CRYPTO_memcmp(token.digest.data(), shown.data(), shown.size()) == 0) role = token.role;
  }
  return role;
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// Who may do what: bearer tokens and their roles.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "energy/error.h"

namespace wattle::search {

/// Each may do what those before it may.
enum class Role {
  kRead,   ///< look at studies
  kWork,   ///< ask for trials and tell what came of them
  kAdmin,  ///< create, pause, resume and delete studies
};

std::string_view to_string(Role role);

/// Tokens that a server knows, by their digests. Without any, everybody may do everything.
class Access {
 public:
  Access() = default;
  /// Lines "ROLE TOKEN"; empty ones and those that begin with "#" are left out. Fails with
  /// kInvalidArgument (the line, never the token) and for a token of fewer than kShortestToken
  /// characters.
  static Result<Access> from_text(const std::string& text);
  /// The same of a file, which fails with kPermissionDenied where others than its owner can read
  /// it.
  static Result<Access> from_file(const std::filesystem::path& file);

  bool is_open() const { return tokens_.empty(); }
  /// The role of whoever shows `authorization`, the value of that header ("Bearer TOKEN"); nullopt
  /// when nobody is known by it. Takes the same time whether a token is nearly right or wrong.
  std::optional<Role> role_of(std::string_view authorization) const;

 private:
  using Digest = std::array<unsigned char, 32>;
  struct Token {
    Role role = Role::kRead;
    Digest digest{};
  };
  static Digest digest_of(std::string_view token);

  std::vector<Token> tokens_;
};

inline constexpr std::size_t kShortestToken = 16;

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/store/database_url.h"

#include <algorithm>
#include <cstddef>

namespace wattle::search {
namespace {

/// What stands between "user" and "@".
void cut_from_authority(std::string& url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string::npos) return;
  const std::size_t begin = scheme + 3;
  const std::size_t end = std::min(url.find_first_of("/?", begin), url.size());
  const std::size_t at = url.substr(0, end).rfind('@');
  const std::size_t colon = url.find(':', begin);
  if (at == std::string::npos || at < begin || colon == std::string::npos || colon > at) return;
  url.erase(colon, at - colon);
}

void cut_parameter(std::string& url) {
  constexpr std::string_view kName = "password=";
  const std::size_t name = url.find(kName, std::min(url.find('?'), url.size()));
  if (name == std::string::npos) return;
  const std::size_t next = url.find('&', name);
  // With the separator behind it, or the one before it when it is the last.
  if (next == std::string::npos) {
    url.erase(name - 1);
  } else {
    url.erase(name, next + 1 - name);
  }
}

}  // namespace

bool is_postgresql_url(std::string_view url) {
  return url.starts_with("postgresql://") || url.starts_with("postgres://");
}

std::string without_password(std::string_view url) {
  std::string shown(url);
  cut_from_authority(shown);
  cut_parameter(shown);
  return shown;
}

std::string with_timeouts(std::string url) {
  for (const char* parameter :
       {"connect_timeout=10", "keepalives_idle=15", "tcp_user_timeout=30000"}) {
    const std::string_view text(parameter);
    if (url.find(text.substr(0, text.find('=') + 1)) != std::string::npos) continue;
    url += url.find('?') == std::string::npos ? '?' : '&';
    url += text;
  }
  return url;
}

}  // namespace wattle::search

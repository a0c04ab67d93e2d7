// SPDX-License-Identifier: MIT
// A request and its answer, whatever carries them.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace wattle::search {

struct ApiRequest {
  std::string method = {};  ///< "GET"
  std::string path = {};    ///< "/v1/studies", decoded, without the query
  std::map<std::string, std::string> query = {};
  std::string body = {};
  std::string content_type = {};
  std::string authorization = {};
  std::string host = {};  ///< that the client thinks it talks to
  std::string origin =
      {};  ///< the page that a browser asks for; empty: no browser, or the same page
  std::string last_event_id = {};
};

struct ApiAnswer {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  /// In place of `body`: the next piece, which may be empty; false at the end.
  std::function<bool(std::string& piece)> stream;
};

}  // namespace wattle::search

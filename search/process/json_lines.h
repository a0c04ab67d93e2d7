// SPDX-License-Identifier: MIT
// Two processes that talk in lines of JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace wattle::search {

/// One end of a conversation. Not thread-safe.
class JsonLines {
 public:
  enum class Got {
    kMessage,
    kNothing,  ///< in that time
    kEnd,      ///< the other side is gone
    kBroken,   ///< a line that is no JSON
  };

  /// The descriptors are the caller's, and stay open as long as this is used.
  JsonLines(int from, int to) : from_(from), to_(to) {}

  /// False when the other side is gone. Texts that are no UTF-8 are mended.
  bool send(const nlohmann::json& message);
  /// Waits up to `milliseconds` for a whole message; -1: for ever.
  Got receive(nlohmann::json& message, int milliseconds);

 private:
  Got next_line(nlohmann::json& message);

  const int from_;
  const int to_;
  std::string received_;
  std::size_t searched_ = 0;  ///< of `received_`, without a newline
};

}  // namespace wattle::search

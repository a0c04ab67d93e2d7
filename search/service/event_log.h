// SPDX-License-Identifier: MIT
// What happens to a study, for those who watch it live.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace wattle::search {

struct StudyEvent {
  std::uint64_t id = 0;  ///< from 1, ascending
  std::string kind;      ///< "started", "step", "ended", "study"
  std::string data;      ///< JSON on one line
};

/// The last events. Thread-safe.
class EventLog {
 public:
  /// So many are kept, of so many bytes; who lags further behind loses the older ones.
  explicit EventLog(std::size_t kept = 2000, std::size_t bytes = std::size_t{4} << 20U)
      : kept_(kept), bytes_(bytes) {}

  void add(const std::string& kind, const nlohmann::json& data);
  /// Nothing will be added any more.
  void close();

  /// Those after `id`, once there are any, or none when `patience` is over or the log is closed.
  std::vector<StudyEvent> after(std::uint64_t id, std::chrono::milliseconds patience) const;
  bool closed() const;
  /// Id of the last one; 0: none.
  std::uint64_t last() const;

 private:
  const std::size_t kept_;
  const std::size_t bytes_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::deque<StudyEvent> events_;
  std::size_t size_ = 0;  ///< bytes of them all
  std::uint64_t last_ = 0;
  bool closed_ = false;
};

}  // namespace wattle::search

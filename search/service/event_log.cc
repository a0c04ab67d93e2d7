// SPDX-License-Identifier: MIT
#include "search/service/event_log.h"

#include <algorithm>

#include "search/report/trial_json.h"

namespace wattle::search {

void EventLog::add(const std::string& kind, const nlohmann::json& data) {
  std::string text = json_text(data);
  const std::scoped_lock lock(mutex_);
  size_ += text.size();
  events_.push_back({++last_, kind, std::move(text)});
  while (events_.size() > kept_ || size_ > bytes_) {
    size_ -= events_.front().data.size();
    events_.pop_front();
  }
  changed_.notify_all();
}

void EventLog::close() {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

std::vector<StudyEvent> EventLog::after(std::uint64_t id,
                                        std::chrono::milliseconds patience) const {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, patience, [&] { return last_ > id || closed_; });
  const auto first = std::find_if(events_.begin(), events_.end(),
                                  [&](const StudyEvent& event) { return event.id > id; });
  return {first, events_.end()};
}

bool EventLog::closed() const {
  const std::scoped_lock lock(mutex_);
  return closed_;
}

std::uint64_t EventLog::last() const {
  const std::scoped_lock lock(mutex_);
  return last_;
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/process/line_splitter.h"

namespace wattle::search {

void LineSplitter::add(std::string_view bytes, const Take& take) {
  while (!bytes.empty()) {
    const std::size_t newline = bytes.find('\n');
    append(bytes.substr(0, newline));
    if (newline == std::string_view::npos) return;
    hand_over(take);
    bytes.remove_prefix(newline + 1);
  }
}

void LineSplitter::end(const Take& take) {
  if (begun_) hand_over(take);
}

void LineSplitter::append(std::string_view part) {
  begun_ = begun_ || !part.empty();
  const std::size_t room = longest_ - line_.size();
  cut_ = cut_ || part.size() > room;
  line_ += part.substr(0, room);
}

void LineSplitter::hand_over(const Take& take) {
  take({number_, line_, cut_});
  ++number_;
  line_.clear();
  begun_ = false;
  cut_ = false;
}

}  // namespace wattle::search

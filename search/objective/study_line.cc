// SPDX-License-Identifier: MIT
#include "search/objective/study_line.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using Got = JsonLines::Got;

constexpr Seconds kLookPeriod{0.02};
constexpr Seconds kAlivePeriod{1.0};
constexpr int kForEver = -1;

}  // namespace

StudyLine::StudyLine(JsonLines& lines) : lines_(lines), looked_(clock_.now()), alive_(looked_) {}

void StudyLine::say(const json& message) {
  const std::scoped_lock lock(mutex_);
  lines_.send(message);
}

std::optional<json> StudyLine::ask(const json& message, const char* answer) {
  const std::scoped_lock lock(mutex_);
  lines_.send(message);
  std::optional<json> told;
  while (!told && !gone_) {
    const json heard = take(kForEver);
    if (heard.contains(answer)) told = heard.at(answer);
  }
  alive_ = clock_.now();
  return told;
}

bool StudyLine::cancelled() {
  const std::scoped_lock lock(mutex_);
  const Seconds now = clock_.now();
  if (cancelled_ || now - looked_ < kLookPeriod) return cancelled_;
  looked_ = now;
  take(0);
  if (now - alive_ >= kAlivePeriod) {
    alive_ = now;
    lines_.send({{"alive", true}});
  }
  return cancelled_;
}

json StudyLine::take(int milliseconds) {
  json message;
  const Got got = lines_.receive(message, milliseconds);
  if (got == Got::kNothing) return nullptr;
  gone_ = gone_ || got != Got::kMessage;
  cancelled_ = cancelled_ || gone_ || message.contains("cancel");
  return gone_ ? json() : message;
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/objective/remote_account.h"

#include "search/objective/training_messages.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using Got = JsonLines::Got;

constexpr Seconds kLookPeriod{0.02};
constexpr Seconds kAlivePeriod{1.0};
constexpr int kForEver = -1;

}  // namespace

RemoteAccount::RemoteAccount(JsonLines& lines)
    : lines_(lines), looked_(clock_.now()), alive_(looked_) {}

void RemoteAccount::uses_device(bool uses) {
  const std::scoped_lock lock(mutex_);
  lines_.send({{"uses_device", uses}});
}

energy::AccountReading RemoteAccount::reading() {
  const std::scoped_lock lock(mutex_);
  joules_.reset();
  lines_.send({{"reading", true}});
  while (!joules_ && !gone_) take(kForEver);
  alive_ = clock_.now();
  energy::AccountReading reading;
  reading.net.joules = Joules(joules_.value_or(0.0));
  return reading;
}

bool RemoteAccount::cancelled() {
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

void RemoteAccount::take(int milliseconds) {
  json message;
  const Got got = lines_.receive(message, milliseconds);
  if (got == Got::kNothing) return;
  gone_ = gone_ || got != Got::kMessage;
  cancelled_ = cancelled_ || gone_ || message.contains("cancel");
  if (got == Got::kMessage && message.contains("read")) {
    joules_ = exact_metrics_from_json(message.at("read")).at("joules");
  }
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// A worker process's account, whose meter the study's process reads.
#pragma once

#include <mutex>
#include <optional>

#include "energy/clock.h"
#include "energy/metering.h"
#include "search/process/json_lines.h"

namespace wattle::search {

/// Asks for each reading by a message, and waits for the answer; of a reading it has the net joules
/// alone. All that this process does is the account's, so it keeps no books of threads. When the
/// study is gone, it is cancelled and reads nothing.
class RemoteAccount final : public energy::Account {
 public:
  /// `lines` must outlive it.
  explicit RemoteAccount(JsonLines& lines);

  energy::ThreadGroup& threads() override { return threads_; }
  /// Nothing was used before.
  void carry(const energy::AccountReading& /*earlier*/) override {}
  void uses_device(bool uses) override;
  energy::AccountReading reading() override;
  energy::AccountReading close(bool /*as_overhead*/) override { return reading(); }
  /// Looks for the study's wish, at most every 20 ms, and tells every second that this process
  /// lives.
  bool cancelled();

 private:
  /// One message, if there is one within so many milliseconds; -1: for ever.
  void take(int milliseconds);

  JsonLines& lines_;
  const energy::SteadyClock clock_;
  energy::ThreadGroup threads_;
  std::mutex mutex_;  // guards all below, and lines_
  Seconds looked_;
  Seconds alive_;
  std::optional<double> joules_;  ///< the last answer; nullopt: waited for
  bool cancelled_ = false;
  bool gone_ = false;
};

}  // namespace wattle::search

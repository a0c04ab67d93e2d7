// SPDX-License-Identifier: MIT
// A worker process's account, whose meter the study's process reads.
#pragma once

#include "energy/metering.h"
#include "search/objective/study_line.h"

namespace wattle::search {

/// Asks for each reading by a message, and waits for the answer; of a reading it has the net joules
/// alone. All that this process does is the account's, so it keeps no books of threads. When the
/// study is gone, it is cancelled and reads nothing.
class RemoteAccount final : public energy::Account {
 public:
  /// `lines` must outlive it.
  explicit RemoteAccount(JsonLines& lines) : study_(lines) {}

  energy::ThreadGroup& threads() override { return threads_; }
  /// Nothing was used before.
  void carry(const energy::AccountReading& /*earlier*/) override {}
  void uses_device(bool uses) override { study_.say({{"uses_device", uses}}); }
  energy::AccountReading reading() override;
  energy::AccountReading close(bool /*as_overhead*/) override { return reading(); }
  /// As `StudyLine::cancelled`.
  bool cancelled() { return study_.cancelled(); }

 private:
  StudyLine study_;
  energy::ThreadGroup threads_;
};

}  // namespace wattle::search

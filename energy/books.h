// SPDX-License-Identifier: MIT
// The ledger with a meter and CPU clocks at hand: reads them and books intervals. Internal to
// metering, which shares it between the sampler thread and the accounts.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "energy/clock.h"
#include "energy/cpu_time.h"
#include "energy/ledger.h"
#include "energy/meter.h"
#include "energy/thread_group.h"

namespace wattle::energy {

/// Thread-safe. The contract of booking is in metering.h.
class Books {
 public:
  /// `start`: a reading of `meter` taken just now.
  Books(std::unique_ptr<EnergyMeter> meter, const CumulativeEnergy& start, const Clock& clock,
        Watts idle, std::filesystem::path proc);

  /// `threads` must live until the account is closed.
  AccountId open(const ThreadGroup& threads);
  void carry(AccountId id, const AccountReading& earlier);
  AccountReading reading(AccountId id);
  AccountReading close(AccountId id, bool as_overhead);
  LedgerTotals totals();
  /// Books what has passed since the last interval.
  void book();
  /// Books a last time; nothing is booked and the clock is not read from here on.
  void stop();
  const MeterInfo& meter() const { return meter_->info(); }
  std::optional<Error> last_failure() const;

 private:
  struct OpenAccount {
    const ThreadGroup* threads;
    Seconds booked;             ///< CPU time
    Seconds processes_at_open;  ///< of `threads`, that part of it
    Seconds processes;          ///< since then, as last read
  };
  void book_locked();
  /// CPU time of the other processes that worked for accounts, open and closed ones.
  Seconds process_time() const;
  std::map<AccountId, Seconds> take_trial_cpu();

  mutable std::mutex mutex_;
  std::unique_ptr<EnergyMeter> meter_;
  const Clock* clock_;
  Ledger ledger_;
  std::map<AccountId, OpenAccount> accounts_;
  Seconds closed_processes_;  ///< of process_time(), the closed accounts' part
  Seconds booked_at_;
  CpuMonitor cpu_;
  CpuTimes booked_cpu_;
  CumulativeEnergy booked_;
  int failures_ = 0;
  std::optional<Error> failure_;
  bool stopped_ = false;
};

}  // namespace wattle::energy

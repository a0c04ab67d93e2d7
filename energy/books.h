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
#include "energy/metering.h"
#include "energy/thread_group.h"

namespace wattle::energy {

/// Thread-safe. The contract of booking is in metering.h.
class Books {
 public:
  /// `start`: a reading of `meter` taken just now.
  Books(std::unique_ptr<EnergyMeter> meter, const CumulativeEnergy& start, const Clock& clock,
        const IdlePower& idle, std::filesystem::path proc);

  /// `threads` must live until the account is closed.
  AccountId open(const ThreadGroup& threads);
  void carry(AccountId id, const AccountReading& earlier);
  /// From now on the account uses the graphics processors, or no longer.
  void uses_device(AccountId id, bool uses);
  AccountReading reading(AccountId id);
  AccountReading close(AccountId id, bool as_overhead);
  LedgerTotals totals();
  /// Books what has passed since the last interval. For the sampler, which counts its own cost.
  void book();
  /// Books a last time; nothing is booked and the clock is not read from here on.
  void stop();
  const MeterInfo& meter() const { return meter_->info(); }
  std::optional<Error> last_failure() const;
  /// CPU time that all calls but `book` took, and time since the books were opened.
  MeteringCost cost() const;

 private:
  struct OpenAccount {
    const ThreadGroup* threads;
    GroupTime booked;
    Seconds processes_at_open;                           ///< of `threads`, their processes' part
    Seconds processes;                                   ///< since then, as last read
    std::optional<Seconds> device_since = std::nullopt;  ///< uses it since then, at most since the
                                                         ///< last booking; empty: does not
    Seconds device_time{};  ///< since the last booking, but for the time since `device_since`
  };
  void book_locked();
  std::map<AccountId, Seconds> take_device_time(Seconds now);
  /// CPU time of the other processes that worked for accounts, open and closed ones.
  Seconds process_time() const;
  std::map<AccountId, Seconds> take_trial_cpu();

  mutable std::mutex mutex_;
  std::unique_ptr<EnergyMeter> meter_;
  const Clock* clock_;
  Ledger ledger_;
  std::map<AccountId, OpenAccount> accounts_;
  Seconds closed_processes_;  ///< of process_time(), the closed accounts' part
  Seconds opened_at_;
  Seconds cost_;
  Seconds booked_at_;
  CpuMonitor cpu_;
  CpuTimes booked_cpu_;
  CumulativeEnergy booked_;
  int failures_ = 0;
  std::optional<Error> failure_;
  bool stopped_ = false;
};

}  // namespace wattle::energy

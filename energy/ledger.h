// SPDX-License-Identifier: MIT
// Who used the joules. Pure bookkeeping: no clock, no sensor, no thread.
#pragma once

#include <map>
#include <vector>

#include "energy/meter.h"
#include "energy/reading.h"
#include "energy/units.h"

namespace wattle::energy {

using AccountId = int;

/// One tick: what the meter counted between two reads, and who computed in the meantime.
struct LedgerInterval {
  Seconds duration;
  CumulativeEnergy metered;                ///< the increase over the interval
  Joules device{};                         ///< of it, the graphics processors' part
  std::map<AccountId, Seconds> trial_cpu;  ///< CPU seconds of each open account in the interval
  Seconds process_cpu;  ///< CPU seconds of the whole process and of its trials' processes
  Seconds machine_cpu;  ///< busy CPU seconds of the machine; >= process_cpu up to clock granularity
  std::map<AccountId, Seconds> device_time = {};  ///< for how long each open account used them
};

/// Whether a meter's readings tell how much of them is graphics processors': by parts whose names
/// begin with "gpu", or because "gpu" is all that it covers.
bool tells_device_part(const MeterInfo& meter);

/// That part of a reading, or 0 where the meter does not tell it.
Joules device_part(const MeterInfo& meter, const CumulativeEnergy& reading);

/// Joules by account. Invariant: trials + overhead + idle == total, up to rounding.
struct LedgerTotals {
  Joules trials;    ///< dynamic energy of the trials, ended and running
  Joules overhead;  ///< the search's own: fitting, acquisition, store, report, finalists measured
                    ///< again
  Joules idle;      ///< what the machine draws without us: idle power, and other programs' work
  Joules total;     ///< what the meter counted

  LedgerTotals& operator+=(const LedgerTotals& other);
};

/// What one trial used.
struct AccountReading {
  EnergyReading net;  ///< dynamic energy, above idle
  Joules gross;       ///< net plus the trial's share of the idle power, by slot-seconds
};

/// Splits metered joules. For an interval of length t with idle power P and metered energy E:
/// idle part I = min(E, P t); dynamic D = E - I; account i gets D c_i / c with c_i its CPU seconds
/// and c the machine's busy CPU seconds (at least the sum of the accounted ones); the process's CPU
/// time outside trials is overhead; what other programs used is booked with idle, and so is D when
/// nobody computed (c = 0).
/// Graphics processors compute without CPU time, so their part of E is taken out before, with their
/// part of P. What it has above its idle goes to the accounts that use them, in proportion to the
/// time for which they did: equally when all did all the time. It is overhead when none does.
/// An account's `low` and `high` are the same split of the meter's low and high energy, with P
/// taken as exact. Of the reading's interval the processor's part takes all that it can, since what
/// is estimated beside a GPU's counter is the processor. Its share of the idle part, for `gross`,
/// is I / k with k accounts in the interval: an account holds one slot. `shared` is set by an
/// interval with k > 1. Ids that are not open are a programmer's mistake. Not thread-safe.
class Ledger {
 public:
  /// `idle`: the machine's power with nothing running; 0 books all energy as dynamic.
  /// `device_idle`: of it, the graphics processors' part.
  Ledger(MeterInfo meter, Watts idle, Watts device_idle = Watts(0));

  AccountId open();
  /// An open account begins with what the same work used before, in another session: its readings
  /// include it, the totals do not.
  void carry(AccountId id, const AccountReading& earlier);
  /// Books an interval. Ids in it must be open. Negative durations, energies and CPU times
  /// count as zero, and no more than `metered` is the device's. Cost: linear in the accounts in
  /// `trial_cpu`.
  void book(const LedgerInterval& interval);
  /// The account's energy so far. The account stays as it is.
  AccountReading reading(AccountId id) const;
  /// Ends an account. `as_overhead` moves its joules from trials to overhead (a finalist's second
  /// run).
  AccountReading close(AccountId id, bool as_overhead = false);
  LedgerTotals totals() const;

 private:
  struct Account {
    Joules net, low, high, idle_share;
    Joules carried;  ///< of net
    Seconds window;
    bool shared = false;
  };
  AccountReading describe(const Account& account) const;
  void add(AccountId id, const CumulativeEnergy& dynamic, double share);

  MeterInfo meter_;
  Watts idle_;  ///< without the devices
  Watts device_idle_;
  std::map<AccountId, Account> open_;
  AccountId next_ = 0;
  LedgerTotals totals_;
};

}  // namespace wattle::energy

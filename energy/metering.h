// SPDX-License-Identifier: MIT
// The running side of the ledger: one thread that reads the meter and books intervals.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "energy/clock.h"
#include "energy/error.h"
#include "energy/ledger.h"
#include "energy/meter.h"
#include "energy/perf_events.h"
#include "energy/thread_group.h"

namespace wattle::energy {

class Metering;

/// One trial's account. Join the threads that work for it: only theirs counts. Thread-safe.
class Account {
 public:
  virtual ~Account() = default;
  virtual ThreadGroup& threads() = 0;
  /// Begins the account with what the same work used before, in another session: readings include
  /// it, the metering's totals do not. Not after `close`.
  virtual void carry(const AccountReading& earlier) = 0;
  /// Says that the work uses the machine's graphics processors from now on, or no longer: it then
  /// shares their energy with the other accounts that said so. At first no account does. Not after
  /// `close`.
  virtual void uses_device(bool uses) = 0;
  /// Reads the meter now and returns the energy so far.
  virtual AccountReading reading() = 0;
  /// Ends the account; later calls return the same reading. Destroying an open account closes it.
  virtual AccountReading close(bool as_overhead = false) = 0;
};

/// What the metering itself has used so far.
struct MeteringCost {
  Seconds cpu;   ///< of the sampler's thread, and of others while they asked for a booking
  Seconds wall;  ///< since the start, by the metering's clock
};

/// Power with nothing running.
struct IdlePower {
  Watts machine;  ///< all that the meter covers
  Watts devices;  ///< of it, `device_part`
};

struct MeteringOptions {
  Seconds period{0.1};  ///< time between reads; shortened to the meter's longest gap
  std::optional<Watts> idle = std::nullopt;  ///< the machine's idle power; else the meter's own,
                                             ///< else measured by `measure_idle_power`
  std::optional<Watts> device_idle =
      std::nullopt;  ///< of it, the graphics processors' part; else measured, where the meter tells
                     ///< that part from the others
  bool sampler_thread =
      true;  ///< false: intervals are booked only when somebody asks (tests with a manual clock)
  std::filesystem::path proc = "/proc";  ///< where the machine's CPU time is read
  std::shared_ptr<const PerfEvents> perf = kernel_perf_events();  ///< for the cycles of accounts'
                                                                  ///< threads; none: CPU time alone
};

/// Owns the meter, the ledger and the sampler thread. Thread-safe. Its end books a last interval;
/// accounts may outlive it and keep what was booked by then.
class Metering {
 public:
  virtual ~Metering() = default;
  virtual std::unique_ptr<Account> open() = 0;
  /// Reads the meter now and returns the totals since the start.
  virtual LedgerTotals totals() = 0;
  virtual const MeterInfo& meter() const = 0;
  /// What counts as idle: given, the meter's own, or measured at the start.
  virtual IdlePower idle() const = 0;
  /// How many reads of the meter failed so far, and the last reason; empty when none did.
  virtual std::optional<Error> last_failure() const = 0;
  virtual MeteringCost cost() const = 0;
};

/// Starts metering. `clock` must outlive the result. Fails when the meter's first read fails, when
/// `period` is not positive or an idle power is negative. Waits a second when the machine's or the
/// graphics processors' idle power has to be measured, longer for a coarse meter (see
/// `measure_idle_power`).
///
/// An interval is booked when the period passes or somebody asks, provided that the meter's counter
/// has moved; otherwise it goes on, so that a coarse counter's step is shared among all who
/// computed since its last step. A failed read leaves the interval open too, and the next good one
/// covers it. What an account used since the last booking and the counter does not show yet when
/// the account closes is lost to it and booked as overhead: at most one step of the counter, or the
/// time during which reads failed.
Result<std::unique_ptr<Metering>> start_metering(std::unique_ptr<EnergyMeter> meter,
                                                 const Clock& clock, MeteringOptions options = {});

/// Counts nothing: accounts read 0 J of source `kUnknown`. For trials whose joules nobody asks for.
std::unique_ptr<Metering> no_metering();

/// The machine's power over `duration`, or over ten steps of a meter of which these take longer,
/// but not above 30 s; with the calling thread asleep: an upper bound of the idle power, for others
/// may be at work. Fails with kInvalidArgument unless `duration` is positive.
Result<IdlePower> measure_idle_power(EnergyMeter& meter, Seconds duration);

}  // namespace wattle::energy

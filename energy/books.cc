// SPDX-License-Identifier: MIT
#include "energy/books.h"

#include <algorithm>
#include <string>
#include <utility>

namespace wattle::energy {
namespace {

/// Adds the CPU time of a scope in the calling thread.
class CostOf {
 public:
  explicit CostOf(Seconds& sum) : sum_(sum), start_(thread_cpu_time()) {}
  ~CostOf() { sum_ += thread_cpu_time() - start_; }
  CostOf(const CostOf&) = delete;
  CostOf& operator=(const CostOf&) = delete;

 private:
  Seconds& sum_;
  Seconds start_;
};

GroupTime difference(const GroupTime& to, const GroupTime& from) {
  return {to.threads - from.threads, to.processes - from.processes, to.cycles - from.cycles,
          to.uncounted - from.uncounted};
}

/// Gives each group of the threads' CPU time the part that it has of their cycles, when all of them
/// were counted in the interval; else leaves the times as they are. Their sum stays the same.
void share_by_cycles(std::map<AccountId, GroupTime>& used) {
  Seconds threads;
  double cycles = 0.0;
  for (const auto& [id, time] : used) {
    if (time.uncounted != Seconds(0) || time.cycles < 0.0) return;
    threads += time.threads;
    cycles += time.cycles;
  }
  if (!(cycles > 0.0)) return;
  for (auto& [id, time] : used) time.threads = threads * (time.cycles / cycles);
}

}  // namespace

Books::Books(std::unique_ptr<EnergyMeter> meter, const CumulativeEnergy& start, const Clock& clock,
             const IdlePower& idle, std::filesystem::path proc)
    : meter_(std::move(meter)),
      clock_(&clock),
      ledger_(meter_->info(), idle.machine, idle.devices),
      opened_at_(clock.now()),
      booked_at_(opened_at_),
      cpu_(std::move(proc), booked_at_),
      booked_(start) {}

AccountId Books::open(const ThreadGroup& threads) {
  const std::scoped_lock lock(mutex_);
  const CostOf cost(cost_);
  book_locked();  // the time before belongs to the others
  const AccountId id = ledger_.open();
  const GroupTime used = threads.time();
  accounts_.emplace(id, OpenAccount{&threads, used, used.processes, Seconds(0)});
  return id;
}

void Books::uses_device(AccountId id, bool uses) {
  const std::scoped_lock lock(mutex_);
  const CostOf cost(cost_);
  book_locked();  // the time before was used otherwise
  OpenAccount& account = accounts_.at(id);
  const Seconds now = clock_->now();
  if (account.device_since) account.device_time += now - *account.device_since;
  account.device_since.reset();
  if (uses) account.device_since = now;
}

void Books::carry(AccountId id, const AccountReading& earlier) {
  const std::scoped_lock lock(mutex_);
  ledger_.carry(id, earlier);
}

AccountReading Books::reading(AccountId id) {
  const std::scoped_lock lock(mutex_);
  const CostOf cost(cost_);
  book_locked();
  return ledger_.reading(id);
}

AccountReading Books::close(AccountId id, bool as_overhead) {
  const std::scoped_lock lock(mutex_);
  const CostOf cost(cost_);
  book_locked();
  // What is not booked yet has been used all the same, by this program and by nobody else's.
  const OpenAccount& account = accounts_.at(id);
  closed_processes_ += account.threads->time().processes - account.processes_at_open;
  accounts_.erase(id);
  return ledger_.close(id, as_overhead);
}

LedgerTotals Books::totals() {
  const std::scoped_lock lock(mutex_);
  const CostOf cost(cost_);
  book_locked();
  return ledger_.totals();
}

void Books::book() {
  const std::scoped_lock lock(mutex_);
  book_locked();
}

void Books::stop() {
  const std::scoped_lock lock(mutex_);
  book_locked();
  stopped_ = true;
}

std::optional<Error> Books::last_failure() const {
  const std::scoped_lock lock(mutex_);
  if (!failure_) return std::nullopt;
  Error error = *failure_;
  error.message =
      std::to_string(failures_) + " reads of the meter failed; the last because " + error.message;
  return error;
}

MeteringCost Books::cost() const {
  const std::scoped_lock lock(mutex_);
  return {.cpu = cost_, .wall = clock_->now() - opened_at_};
}

void Books::book_locked() {
  if (stopped_) return;
  const auto metered = meter_->read();
  if (!metered) {
    ++failures_;
    failure_ = metered.error();
    return;
  }
  if (metered->joules == booked_.joules) return;
  const Seconds now = clock_->now();
  // The trials' clocks first: the process's, read later, then contains them.
  auto trial_cpu = take_trial_cpu();
  const CpuTimes cpu = cpu_.read(now, process_time());
  const Seconds process = cpu.process - booked_cpu_.process;
  ledger_.book({.duration = now - booked_at_,
                .metered = {metered->joules - booked_.joules, metered->low - booked_.low,
                            metered->high - booked_.high},
                .device = device_part(meter(), *metered) - device_part(meter(), booked_),
                .trial_cpu = std::move(trial_cpu),
                .process_cpu = process,
                .machine_cpu = process + (cpu.others - booked_cpu_.others),
                .device_time = take_device_time(now)});
  booked_at_ = now;
  booked_cpu_ = cpu;
  booked_ = *metered;
}

std::map<AccountId, Seconds> Books::take_trial_cpu() {
  std::map<AccountId, GroupTime> used;
  for (auto& [id, account] : accounts_) {
    const GroupTime time = account.threads->time();
    used.emplace(id, difference(time, account.booked));
    account.booked = time;
    account.processes = time.processes - account.processes_at_open;
  }
  share_by_cycles(used);
  std::map<AccountId, Seconds> cpu;
  for (const auto& [id, time] : used) cpu.emplace(id, time.threads + time.processes);
  return cpu;
}

std::map<AccountId, Seconds> Books::take_device_time(Seconds now) {
  std::map<AccountId, Seconds> used;
  for (auto& [id, account] : accounts_) {
    Seconds time = account.device_time;
    if (account.device_since) {
      time += now - *account.device_since;
      account.device_since = now;
    }
    account.device_time = Seconds(0);
    if (time > Seconds(0)) used.emplace(id, time);
  }
  return used;
}

Seconds Books::process_time() const {
  Seconds sum = closed_processes_;
  for (const auto& [id, account] : accounts_) sum += account.processes;
  return sum;
}

}  // namespace wattle::energy

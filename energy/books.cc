// SPDX-License-Identifier: MIT
#include "energy/books.h"

#include <string>
#include <utility>

namespace wattle::energy {

Books::Books(std::unique_ptr<EnergyMeter> meter, const CumulativeEnergy& start, const Clock& clock,
             Watts idle, std::filesystem::path proc)
    : meter_(std::move(meter)),
      clock_(&clock),
      ledger_(meter_->info(), idle),
      booked_at_(clock.now()),
      cpu_(std::move(proc), booked_at_),
      booked_(start) {}

AccountId Books::open(const ThreadGroup& threads) {
  const std::scoped_lock lock(mutex_);
  book_locked();  // the time before belongs to the others
  const AccountId id = ledger_.open();
  const GroupTime used = threads.time();
  accounts_.emplace(
      id, OpenAccount{&threads, used.threads + used.processes, used.processes, Seconds(0)});
  return id;
}

void Books::carry(AccountId id, const AccountReading& earlier) {
  const std::scoped_lock lock(mutex_);
  ledger_.carry(id, earlier);
}

AccountReading Books::reading(AccountId id) {
  const std::scoped_lock lock(mutex_);
  book_locked();
  return ledger_.reading(id);
}

AccountReading Books::close(AccountId id, bool as_overhead) {
  const std::scoped_lock lock(mutex_);
  book_locked();
  // What is not booked yet has been used all the same, by this program and by nobody else's.
  const OpenAccount& account = accounts_.at(id);
  closed_processes_ += account.threads->time().processes - account.processes_at_open;
  accounts_.erase(id);
  return ledger_.close(id, as_overhead);
}

LedgerTotals Books::totals() {
  const std::scoped_lock lock(mutex_);
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
                .trial_cpu = std::move(trial_cpu),
                .process_cpu = process,
                .machine_cpu = process + (cpu.others - booked_cpu_.others)});
  booked_at_ = now;
  booked_cpu_ = cpu;
  booked_ = *metered;
}

std::map<AccountId, Seconds> Books::take_trial_cpu() {
  std::map<AccountId, Seconds> used;
  for (auto& [id, account] : accounts_) {
    const GroupTime time = account.threads->time();
    const Seconds cpu = time.threads + time.processes;
    used.emplace(id, cpu - account.booked);
    account.booked = cpu;
    account.processes = time.processes - account.processes_at_open;
  }
  return used;
}

Seconds Books::process_time() const {
  Seconds sum = closed_processes_;
  for (const auto& [id, account] : accounts_) sum += account.processes;
  return sum;
}

}  // namespace wattle::energy

// SPDX-License-Identifier: MIT
#include "energy/ledger.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace wattle::energy {
namespace {

constexpr Joules kNoJoules{0.0};
constexpr Seconds kNoTime{0.0};

Seconds accounted_cpu(const LedgerInterval& interval) {
  Seconds sum;
  for (const auto& [id, cpu] : interval.trial_cpu) sum += std::max(cpu, kNoTime);
  return sum;
}

}  // namespace

LedgerTotals& LedgerTotals::operator+=(const LedgerTotals& other) {
  trials += other.trials;
  overhead += other.overhead;
  idle += other.idle;
  total += other.total;
  return *this;
}

Ledger::Ledger(MeterInfo meter, Watts idle) : meter_(std::move(meter)), idle_(idle) {}

AccountId Ledger::open() {
  open_.emplace(next_, Account{});
  return next_++;
}

void Ledger::carry(AccountId id, const AccountReading& earlier) {
  assert(open_.contains(id));
  Account& account = open_.at(id);
  account.net += earlier.net.joules;
  account.low += earlier.net.low;
  account.high += earlier.net.high;
  account.idle_share += earlier.gross - earlier.net.joules;
  account.carried += earlier.net.joules;
  account.window += earlier.net.window;
  account.shared = account.shared || earlier.net.shared;
}

void Ledger::book(const LedgerInterval& interval) {
  const Seconds duration = std::max(interval.duration, kNoTime);
  const Joules idle_energy = idle_ * duration;
  const auto dynamic = [&](Joules metered) { return std::max(metered - idle_energy, kNoJoules); };

  const Joules metered = std::max(interval.metered.joules, kNoJoules);
  const Joules dynamic_part = dynamic(metered);
  const Joules idle_part = metered - dynamic_part;

  const Seconds trials = accounted_cpu(interval);
  const Seconds process = std::max(interval.process_cpu, trials);
  const Seconds machine = std::max(interval.machine_cpu, process);
  const double slots = static_cast<double>(interval.trial_cpu.size());

  for (const auto& [id, cpu] : interval.trial_cpu) {
    assert(open_.contains(id));
    Account& account = open_.at(id);
    const double share = machine > kNoTime ? std::max(cpu, kNoTime) / machine : 0.0;
    account.net += dynamic_part * share;
    account.low += dynamic(interval.metered.low) * share;
    account.high += dynamic(interval.metered.high) * share;
    account.idle_share += idle_part / slots;
    account.window += duration;
    account.shared = account.shared || slots > 1;
  }

  const double trials_share = machine > kNoTime ? trials / machine : 0.0;
  const double overhead_share = machine > kNoTime ? (process - trials) / machine : 0.0;
  const double others_share = machine > kNoTime ? (machine - process) / machine : 1.0;
  totals_ += {dynamic_part * trials_share, dynamic_part * overhead_share,
              idle_part + dynamic_part * others_share, metered};
}

AccountReading Ledger::describe(const Account& account) const {
  return {.net = {.joules = account.net,
                  .low = account.low,
                  .high = account.high,
                  .domains = meter_.domains,
                  .source = meter_.source,
                  .shared = account.shared,
                  .window = account.window},
          .gross = account.net + account.idle_share};
}

AccountReading Ledger::reading(AccountId id) const {
  assert(open_.contains(id));
  return describe(open_.at(id));
}

AccountReading Ledger::close(AccountId id, bool as_overhead) {
  AccountReading last = reading(id);
  if (as_overhead) {
    const Joules booked = last.net.joules - open_.at(id).carried;
    // The trials' sum was rounded differently from this account's; it may miss zero by an ulp.
    totals_.trials = std::max(totals_.trials - booked, kNoJoules);
    totals_.overhead += booked;
  }
  open_.erase(id);
  return last;
}

LedgerTotals Ledger::totals() const { return totals_; }

}  // namespace wattle::energy

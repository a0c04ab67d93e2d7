// SPDX-License-Identifier: MIT
#include "energy/ledger.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace wattle::energy {
namespace {

constexpr Joules kNoJoules{0.0};
constexpr Seconds kNoTime{0.0};

Seconds sum_of(const std::map<AccountId, Seconds>& times) {
  Seconds sum;
  for (const auto& [id, time] : times) sum += std::max(time, kNoTime);
  return sum;
}

bool is_device(const std::string& part) { return part.starts_with("gpu"); }

bool covers_devices_alone(const MeterInfo& meter) {
  return meter.domains.size() == 1 && meter.domains.front() == "gpu";
}

struct Metered {
  CumulativeEnergy processor;  ///< and all else that is no device
  CumulativeEnergy device;
};

/// The reading's interval goes to the processor's part as far as that reaches, the rest of it to
/// the device's.
Metered split(const LedgerInterval& interval) {
  const Joules total = std::max(interval.metered.joules, kNoJoules);
  const Joules device = std::clamp(interval.device, kNoJoules, total);
  const Joules processor = total - device;
  const Joules below = total - interval.metered.low;
  const Joules above = interval.metered.high - total;
  const Joules below_processor = std::min(below, processor);
  const Joules above_processor = processor > kNoJoules ? above : kNoJoules;
  return {
      .processor = {processor, processor - below_processor, processor + above_processor},
      .device = {device, device - (below - below_processor), device + (above - above_processor)}};
}

struct Parts {
  CumulativeEnergy dynamic;
  Joules idle;
};

Parts above_idle(const CumulativeEnergy& energy, Joules idle) {
  const auto dynamic = [&](Joules joules) { return std::max(joules - idle, kNoJoules); };
  const Joules above = dynamic(energy.joules);
  return {.dynamic = {above, dynamic(energy.low), dynamic(energy.high)},
          .idle = energy.joules - above};
}

}  // namespace

LedgerTotals& LedgerTotals::operator+=(const LedgerTotals& other) {
  trials += other.trials;
  overhead += other.overhead;
  idle += other.idle;
  total += other.total;
  return *this;
}

bool tells_device_part(const MeterInfo& meter) {
  return covers_devices_alone(meter) || std::ranges::any_of(meter.parts, is_device);
}

Joules device_part(const MeterInfo& meter, const CumulativeEnergy& reading) {
  if (covers_devices_alone(meter)) return reading.joules;
  Joules sum;
  if (reading.parts.size() != meter.parts.size()) return sum;
  for (std::size_t i = 0; i < meter.parts.size(); ++i) {
    if (is_device(meter.parts[i])) sum += reading.parts[i];
  }
  return sum;
}

Ledger::Ledger(MeterInfo meter, Watts idle, Watts device_idle)
    : meter_(std::move(meter)),
      idle_(idle - std::min(device_idle, idle)),
      device_idle_(std::min(device_idle, idle)) {}

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
  const Metered metered = split(interval);
  const Parts processor = above_idle(metered.processor, idle_ * duration);
  const Parts device = above_idle(metered.device, device_idle_ * duration);

  const Seconds trials = sum_of(interval.trial_cpu);
  const Seconds process = std::max(interval.process_cpu, trials);
  const Seconds machine = std::max(interval.machine_cpu, process);
  const auto share_of = [&](Seconds cpu) { return machine > kNoTime ? cpu / machine : 0.0; };
  const double slots = static_cast<double>(interval.trial_cpu.size());
  for (const auto& [id, cpu] : interval.trial_cpu) {
    assert(open_.contains(id));
    add(id, processor.dynamic, share_of(std::max(cpu, kNoTime)));
    Account& account = open_.at(id);
    account.idle_share += (processor.idle + device.idle) / slots;
    account.window += duration;
    account.shared = account.shared || slots > 1;
  }
  const Seconds device_time = sum_of(interval.device_time);
  for (const auto& [id, time] : interval.device_time) {
    if (time > kNoTime) add(id, device.dynamic, time / device_time);
  }

  const Joules dynamic = processor.dynamic.joules;
  const Joules device_dynamic = device.dynamic.joules;
  const bool device_used = device_time > kNoTime;
  const double others_share = machine > kNoTime ? (machine - process) / machine : 1.0;
  totals_ += {dynamic * share_of(trials) + (device_used ? device_dynamic : kNoJoules),
              dynamic * share_of(process - trials) + (device_used ? kNoJoules : device_dynamic),
              processor.idle + device.idle + dynamic * others_share,
              metered.processor.joules + metered.device.joules};
}

void Ledger::add(AccountId id, const CumulativeEnergy& dynamic, double share) {
  assert(open_.contains(id));
  Account& account = open_.at(id);
  account.net += dynamic.joules * share;
  account.low += dynamic.low * share;
  account.high += dynamic.high * share;
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

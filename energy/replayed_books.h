// SPDX-License-Identifier: MIT
// The ledger of trials that are replayed: it counts the joules that it is told.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "energy/metering.h"

namespace wattle::energy {

/// Books of recorded joules. All of them are trials': nothing was drawn while they were replayed
/// that a recording could know of, so overhead and idle stay 0. Thread-safe.
class ReplayedBooks final : public Metering {
 public:
  /// `info`: what the recording is.
  explicit ReplayedBooks(MeterInfo info) : info_(std::move(info)) {}

  /// What a running trial has used since its start; replaces what was told of it before.
  void tell(int trial, Joules so_far);
  /// The trial has ended: what was told of it stays. Cost: logarithmic in the running trials, as
  /// for `tell` and `forget`; `totals` is linear, `open` constant.
  void end(int trial);
  /// The trial was cut off and will be run again: what was told of it is taken back.
  void forget(int trial);

  /// An account that nothing is booked on: a recording knows no threads.
  std::unique_ptr<Account> open() override;
  LedgerTotals totals() override;
  const MeterInfo& meter() const override { return info_; }
  IdlePower idle() const override { return {}; }
  std::optional<Error> last_failure() const override { return std::nullopt; }
  /// None: nothing is measured.
  MeteringCost cost() const override { return {}; }

 private:
  const MeterInfo info_;
  std::mutex mutex_;
  Joules ended_;
  std::map<int, Joules> running_;
};

}  // namespace wattle::energy

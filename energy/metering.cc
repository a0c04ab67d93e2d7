// SPDX-License-Identifier: MIT
#include "energy/metering.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "energy/books.h"
#include "energy/cpu_time.h"

namespace wattle::energy {
namespace {

// A heuristic: a thousand updates of RAPL, and short against any study.
constexpr Seconds kIdleMeasurement{1.0};
// Of the meter, so that a step more or less matters by a tenth; but somebody waits for it.
constexpr double kIdleSteps = 10.0;
constexpr Seconds kLongestIdle{30.0};

std::chrono::duration<double> to_chrono(Seconds seconds) {
  return std::chrono::duration<double>(seconds.value);
}

class BookedAccount final : public Account {
 public:
  BookedAccount(std::shared_ptr<Books> books, std::shared_ptr<const PerfEvents> perf)
      : books_(std::move(books)), threads_(std::move(perf)), id_(books_->open(threads_)) {}
  ~BookedAccount() override { finish(false); }
  BookedAccount(const BookedAccount&) = delete;
  BookedAccount& operator=(const BookedAccount&) = delete;

  ThreadGroup& threads() override { return threads_; }

  void carry(const AccountReading& earlier) override { books_->carry(id_, earlier); }

  void uses_device(bool uses) override { books_->uses_device(id_, uses); }

  AccountReading reading() override {
    const std::scoped_lock lock(mutex_);
    return closed_ ? *closed_ : books_->reading(id_);
  }

  AccountReading close(bool as_overhead) override { return finish(as_overhead); }

 private:
  AccountReading finish(bool as_overhead) {
    const std::scoped_lock lock(mutex_);
    if (!closed_) closed_ = books_->close(id_, as_overhead);
    return *closed_;
  }

  std::mutex mutex_;
  std::shared_ptr<Books> books_;
  ThreadGroup threads_;
  AccountId id_;
  std::optional<AccountReading> closed_;
};

/// Books every `period` until it is destroyed, which does not wait for the period to pass.
class Sampler {
 public:
  Sampler(Books& books, Seconds period)
      : books_(books), period_(period), thread_([this] { run(); }) {}
  ~Sampler() {
    {
      const std::scoped_lock lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  /// CPU time of the thread, as of its last booking.
  Seconds cost() const { return Seconds(cost_.load()); }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, to_chrono(period_), [this] { return stopping_; })) {
      books_.book();
      cost_.store(thread_cpu_time().value);
    }
  }

  Books& books_;
  Seconds period_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::atomic<double> cost_{0.0};
  std::thread thread_;  // last: it uses the others
};

class BookedMetering final : public Metering {
 public:
  BookedMetering(std::shared_ptr<Books> books, const IdlePower& idle,
                 std::unique_ptr<Sampler> sampler, std::shared_ptr<const PerfEvents> perf)
      : books_(std::move(books)),
        idle_(idle),
        sampler_(std::move(sampler)),
        perf_(std::move(perf)) {}
  ~BookedMetering() override {
    sampler_.reset();
    books_->stop();
  }
  BookedMetering(const BookedMetering&) = delete;
  BookedMetering& operator=(const BookedMetering&) = delete;

  std::unique_ptr<Account> open() override {
    return std::make_unique<BookedAccount>(books_, perf_);
  }
  LedgerTotals totals() override { return books_->totals(); }
  const MeterInfo& meter() const override { return books_->meter(); }
  IdlePower idle() const override { return idle_; }
  std::optional<Error> last_failure() const override { return books_->last_failure(); }
  MeteringCost cost() const override {
    MeteringCost cost = books_->cost();
    if (sampler_) cost.cpu += sampler_->cost();
    return cost;
  }

 private:
  std::shared_ptr<Books> books_;
  const IdlePower idle_;
  std::unique_ptr<Sampler> sampler_;
  std::shared_ptr<const PerfEvents> perf_;
};

Result<IdlePower> idle_power(EnergyMeter& meter, const MeteringOptions& options) {
  std::optional<Watts> machine = options.idle ? options.idle : meter.info().idle;
  std::optional<Watts> devices = options.device_idle;
  if (!tells_device_part(meter.info())) devices = Watts(0);
  if (!machine || !devices) {
    const auto measured = measure_idle_power(meter, kIdleMeasurement);
    if (!measured) return tl::unexpected(measured.error());
    machine = machine.value_or(measured->machine);
    devices = devices.value_or(measured->devices);
  }
  return IdlePower{*machine, *devices};
}

Result<std::unique_ptr<Sampler>> start_sampler(Books& books, const MeteringOptions& options) {
  if (!options.sampler_thread) return nullptr;
  const Seconds gap = books.meter().longest_gap;
  const Seconds period = gap > Seconds(0) ? std::min(options.period, gap) : options.period;
  try {
    return std::make_unique<Sampler>(books, period);
  } catch (const std::system_error& error) {
    return fail(ErrorCode::kInternal,
                std::string("the thread that reads the meter did not start: ") + error.what());
  }
}

}  // namespace

Result<std::unique_ptr<Metering>> start_metering(std::unique_ptr<EnergyMeter> meter,
                                                 const Clock& clock, MeteringOptions options) {
  if (!(options.period > Seconds(0))) {
    return fail(ErrorCode::kInvalidArgument,
                "the period between reads of a meter must be positive");
  }
  for (const auto& given : {options.idle, options.device_idle}) {
    if (given && !(*given >= Watts(0))) {
      return fail(ErrorCode::kInvalidArgument, "the idle power must not be negative");
    }
  }
  const auto idle = idle_power(*meter, options);
  if (!idle) return tl::unexpected(idle.error());
  const auto start = meter->read();
  if (!start) return tl::unexpected(start.error());
  auto books = std::make_shared<Books>(std::move(meter), *start, clock, *idle, options.proc);
  auto sampler = start_sampler(*books, options);
  if (!sampler) return tl::unexpected(sampler.error());
  return std::make_unique<BookedMetering>(std::move(books), *idle, std::move(*sampler),
                                          std::move(options.perf));
}

Result<IdlePower> measure_idle_power(EnergyMeter& meter, Seconds duration) {
  if (!(duration > Seconds(0))) {
    return fail(ErrorCode::kInvalidArgument, "idle power is measured over a positive duration");
  }
  // A recording's step says nothing of how long it takes to read.
  if (meter.info().source != Source::kReplayed) {
    duration = std::max(duration, std::min(kIdleSteps * meter.info().resolution, kLongestIdle));
  }
  const auto before = meter.read();
  if (!before) return tl::unexpected(before.error());
  // The time is taken inside the two reads: if anything, the power comes out too high.
  const SteadyClock clock;
  const Seconds start = clock.now();
  std::this_thread::sleep_for(to_chrono(duration));
  const Seconds elapsed = clock.now() - start;
  const auto after = meter.read();
  if (!after) return tl::unexpected(after.error());
  const MeterInfo& info = meter.info();
  return IdlePower{(after->joules - before->joules) / elapsed,
                   (device_part(info, *after) - device_part(info, *before)) / elapsed};
}

}  // namespace wattle::energy

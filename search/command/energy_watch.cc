// SPDX-License-Identifier: MIT
#include "search/command/energy_watch.h"

#include <algorithm>
#include <chrono>
#include <iomanip>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>
#include <vector>

#include "energy/clock.h"
#include "energy/detect.h"
#include "search/command/energy_text.h"
#include "search/command/exit_code.h"
#include "search/command/interrupt.h"
#include "search/command/locations.h"
#include "search/command/messages.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

constexpr int kColumn = 12;
// Between looks at Ctrl-C; shorter where the meter wants to be read more often.
constexpr Seconds kStep{0.1};

/// What was counted up to a time.
struct Point {
  Seconds time;
  energy::CumulativeEnergy counted;
};

Joules part_of(const energy::CumulativeEnergy& counted, std::size_t part) {
  return part < counted.parts.size() ? counted.parts[part] : Joules();
}

/// Reads a meter against a clock.
class Watch {
 public:
  explicit Watch(std::unique_ptr<energy::EnergyMeter> meter) : meter_(std::move(meter)) {}

  const energy::MeterInfo& info() const { return meter_->info(); }

  Result<Point> read() {
    auto counted = meter_->read();
    if (!counted) return tl::unexpected(counted.error());
    return Point{clock_.now(), std::move(*counted)};
  }

  /// The next point, `interval` after `from`, or earlier when somebody wants to end.
  Result<Point> next(Seconds from, Seconds interval, const std::atomic<bool>& ended) {
    const Seconds gap = info().longest_gap;
    const Seconds step = gap > Seconds(0) ? std::min(kStep, gap) : kStep;
    while (!ended && clock_.now() - from < interval) {
      const Seconds left = interval - (clock_.now() - from);
      std::this_thread::sleep_for(
          std::chrono::duration<double>(std::clamp(left, Seconds(0), step).value));
      // Read on the way for its sake; the interval's sum is the same without, or after a failure.
      [[maybe_unused]] const auto read = meter_->read();
    }
    return read();
  }

 private:
  std::unique_ptr<energy::EnergyMeter> meter_;
  energy::SteadyClock clock_;
};

class Lines {
 public:
  Lines(const energy::MeterInfo& info, bool as_json, std::ostream& out)
      : info_(info), json_(as_json), out_(out) {}

  void head() {
    if (json_) return;
    out_ << info_.name << ": " << info_.explanation << "\n"
         << std::right << std::setw(kColumn) << "seconds" << std::setw(kColumn) << "watts"
         << std::setw(2 * kColumn) << "between";
    for (const std::string& part : info_.parts) out_ << std::setw(kColumn) << part;
    out_ << "\n";
  }

  void line(const Point& start, const Point& before, const Point& now) {
    const Seconds length = now.time - before.time;
    const auto watts = [&](Joules from, Joules to) { return (to - from).value / length.value; };
    const double low = watts(before.counted.low, now.counted.low);
    const double power = watts(before.counted.joules, now.counted.joules);
    const double high = watts(before.counted.high, now.counted.high);
    nlohmann::json parts = nlohmann::json::object();
    for (std::size_t i = 0; i < info_.parts.size(); ++i) {
      parts[info_.parts[i]] = watts(part_of(before.counted, i), part_of(now.counted, i));
    }
    if (json_) {
      out_ << nlohmann::json({{"seconds", (now.time - start.time).value},
                              {"watts", power},
                              {"low", low},
                              {"high", high},
                              {"parts", parts}})
                  .dump()
           << "\n";
    } else {
      out_ << std::fixed << std::setprecision(1) << std::setw(kColumn)
           << (now.time - start.time).value << std::setprecision(2) << std::setw(kColumn) << power
           << std::setw(2 * kColumn)
           << (low < high ? number_text(low) + " to " + number_text(high) : "");
      for (const auto& part : info_.parts) {
        out_ << std::setw(kColumn) << parts[part].get<double>();
      }
      out_ << "\n";
    }
    out_ << std::flush;
  }

  void end(const Point& start, const Point& now) {
    const Joules joules = now.counted.joules - start.counted.joules;
    const Seconds length = now.time - start.time;
    if (json_ || !(length > Seconds(0))) return;
    out_ << "In " << seconds_text(length) << ": " << joules_text(joules) << ", "
         << number_text(joules.value / length.value) << " W on average ("
         << source_words(info_.source) << "; covers " << coverage_text(info_) << ")\n";
  }

 private:
  const energy::MeterInfo& info_;
  bool json_;
  std::ostream& out_;
};

}  // namespace

int watch_energy(const WatchOptions& options) {
  auto choice = energy::open_meter(meter_here(options.meter), system_here());
  if (!choice) return report_error(choice.error());
  const std::atomic<bool>& ended = watch_interrupts();
  Watch watch(std::move(choice->meter));
  Lines lines(watch.info(), options.json, std::cout);
  const auto start = watch.read();
  if (!start) return report_error(start.error());
  lines.head();
  Point before = *start;
  for (int i = 0; !ended && (options.count == 0 || i < options.count); ++i) {
    const auto now = watch.next(before.time, options.interval, ended);
    if (!now) {
      lines.end(*start, before);
      return report_error(now.error());
    }
    lines.line(*start, before, *now);
    before = *now;
  }
  lines.end(*start, before);
  return kSuccess;
}

}  // namespace wattle::search

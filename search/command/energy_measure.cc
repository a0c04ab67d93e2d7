// SPDX-License-Identifier: MIT
#include "search/command/energy_measure.h"

#include <iostream>
#include <nlohmann/json.hpp>

#include "energy/clock.h"
#include "energy/detect.h"
#include "energy/mean_interval.h"
#include "energy/metering.h"
#include "search/command/energy_text.h"
#include "search/command/locations.h"
#include "search/command/messages.h"
#include "search/process/foreground_program.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

constexpr int kNoSuchProgram = 127;  // as the shell and `time` have it
constexpr int kNotRunnable = 126;
constexpr int kSignalled = 128;

/// One run of the command.
struct Run {
  energy::AccountReading used;
  energy::LedgerTotals machine;
  Seconds seconds;
  Seconds cpu;
  int status = 0;
};

energy::LedgerTotals difference(const energy::LedgerTotals& later,
                                const energy::LedgerTotals& earlier) {
  return {later.trials - earlier.trials, later.overhead - earlier.overhead,
          later.idle - earlier.idle, later.total - earlier.total};
}

int status_of(const ProgramEnd& end) {
  return end.signal != 0 ? kSignalled + end.signal : end.status;
}

Result<Run> run_once(const std::vector<std::string>& command, energy::Metering& metering) {
  const energy::SteadyClock clock;
  const energy::LedgerTotals before = metering.totals();
  const auto account = metering.open();
  account->uses_device(true);  // nobody knows whether it does; without a GPU it means nothing
  const Seconds begin = clock.now();
  const auto program = ForegroundProgram::start(command);
  if (!program) return tl::unexpected(program.error());
  Run run;
  {
    const energy::ProcessMembership member(account->threads(), (*program)->processes());
    run.status = status_of((*program)->wait());
    run.seconds = clock.now() - begin;
    run.used = account->close();
    run.cpu = account->threads().cpu_time();
  }
  run.machine = difference(metering.totals(), before);
  return run;
}

/// The mean of the runs.
struct Summary {
  Joules net, low, high, gross, machine, idle;
  Seconds seconds, cpu;
  double net_half_width = 0.0;
};

Summary summarise(const std::vector<Run>& runs) {
  Summary sum;
  std::vector<double> nets;
  const double share = 1.0 / static_cast<double>(runs.size());
  for (const Run& run : runs) {
    sum.net += run.used.net.joules * share;
    sum.low += run.used.net.low * share;
    sum.high += run.used.net.high * share;
    sum.gross += run.used.gross * share;
    sum.machine += run.machine.total * share;
    sum.idle += run.machine.idle * share;
    sum.seconds += run.seconds * share;
    sum.cpu += run.cpu * share;
    nets.push_back(run.used.net.joules.value);
  }
  sum.net_half_width = energy::mean_interval(nets).half_width;
  return sum;
}

nlohmann::json summary_json(const Summary& sum, std::size_t runs, const energy::MeterInfo& info) {
  return {{"runs", runs},
          {"joules", sum.net.value},
          {"low", sum.low.value},
          {"high", sum.high.value},
          {"half_width", runs > 1 ? nlohmann::json(sum.net_half_width) : nlohmann::json()},
          {"gross_joules", sum.gross.value},
          {"machine_joules", sum.machine.value},
          {"seconds", sum.seconds.value},
          {"cpu_seconds", sum.cpu.value},
          {"meter", info.name},
          {"source", energy::to_string(info.source)},
          {"covers", info.domains}};
}

void print_summary(const Summary& sum, std::size_t runs, const energy::MeterInfo& info,
                   std::ostream& out) {
  out << "\n";
  if (runs > 1) out << "Mean of " << runs << " runs:\n";
  out << "  joules   " << joules_text(sum.net) << " above idle";
  if (runs > 1) out << " ± " << joules_text(Joules(sum.net_half_width)) << " (95 %)";
  if (sum.low < sum.high) {
    out << "; the truth between " << joules_text(sum.low) << " and " << joules_text(sum.high);
  }
  out << "\n           " << joules_text(sum.gross) << " with the idle power while it ran\n"
      << "  seconds  " << seconds_text(sum.seconds) << ", CPU time " << seconds_text(sum.cpu)
      << "\n  machine  " << joules_text(sum.machine) << ", "
      << number_text(sum.machine.value / sum.seconds.value) << " W on average, of which "
      << joules_text(sum.idle) << " idle and other programs\n"
      << "  meter    " << info.name << " (" << source_words(info.source) << "); covers "
      << coverage_text(info) << "\n";
  if (sum.seconds < 20.0 * info.resolution) {
    out << "  The run was short beside the meter's step of " << seconds_text(info.resolution)
        << ", of which a part is lost at the end of each run: measure a longer one.\n";
  }
}

int cannot_start(const Error& error) {
  report_error(error);
  if (error.code == ErrorCode::kNotFound) return kNoSuchProgram;
  return error.code == ErrorCode::kPermissionDenied ? kNotRunnable : 1;
}

}  // namespace

int measure_energy(const MeasureOptions& options) {
  auto choice = energy::open_meter(meter_here(options.meter), system_here());
  if (!choice) return report_error(choice.error());
  const energy::SteadyClock clock;
  const auto metering = energy::start_metering(std::move(choice->meter), clock);
  if (!metering) return report_error(metering.error());
  std::vector<Run> runs;
  int status = 0;
  while (static_cast<int>(runs.size()) < options.repeat &&
         (runs.empty() || runs.back().status == 0)) {
    const auto run = run_once(options.command, **metering);
    if (!run && runs.empty()) return cannot_start(run.error());
    if (!run) {
      status = cannot_start(run.error());
      break;
    }
    status = run->status;
    runs.push_back(*run);
  }
  // A run that failed may have done anything but the work.
  if (runs.size() > 1 && runs.back().status != 0) runs.pop_back();
  const Summary sum = summarise(runs);
  const energy::MeterInfo& info = (*metering)->meter();
  if (options.json) {
    std::cerr << summary_json(sum, runs.size(), info).dump() << "\n";
  } else {
    print_summary(sum, runs.size(), info, std::cerr);
  }
  return status;
}

}  // namespace wattle::search

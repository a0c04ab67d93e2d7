// SPDX-License-Identifier: MIT
#include "energy/cpu_time.h"

#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>

namespace wattle::energy {
namespace {

// Ten ticks of /proc/stat: its rounding is then a tenth of one CPU at most.
constexpr Seconds kWindow{0.1};

// "cpu  user nice system idle iowait irq softirq steal guest guest_nice"; guest is part of user.
std::optional<double> busy_ticks(const std::string& line) {
  std::istringstream fields(line);
  std::string label;
  double user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0;
  if (!(fields >> label >> user >> nice >> system >> idle)) return std::nullopt;
  fields >> iowait >> irq >> softirq;  // absent on very old kernels, and then zero
  return user + nice + system + irq + softirq;
}

Seconds read_clock(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return Seconds(static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec));
}

}  // namespace

Result<MachineCpu> read_machine_cpu(const std::filesystem::path& proc) {
  const std::filesystem::path path = proc / "stat";
  std::ifstream file(path);
  if (!file) return fail(ErrorCode::kUnavailable, path.string() + " cannot be opened");
  MachineCpu machine;
  std::optional<double> ticks;
  for (std::string line; std::getline(file, line) && line.starts_with("cpu");) {
    if (line.starts_with("cpu ")) {
      ticks = busy_ticks(line);
    } else {
      ++machine.online;
    }
  }
  if (!ticks || machine.online == 0) {
    return fail(ErrorCode::kCorrupt, path.string() + " has no lines of CPU times");
  }
  machine.busy = Seconds(*ticks / static_cast<double>(sysconf(_SC_CLK_TCK)));
  return machine;
}

Seconds process_cpu_time() { return read_clock(CLOCK_PROCESS_CPUTIME_ID); }

Seconds thread_cpu_time() { return read_clock(CLOCK_THREAD_CPUTIME_ID); }

CpuMonitor::CpuMonitor(std::filesystem::path proc, Seconds now)
    : proc_(std::move(proc)), process_at_start_(process_cpu_time()), read_at_(now) {
  sample(now);
}

CpuTimes CpuMonitor::read(Seconds now, Seconds own_processes) {
  times_.process = process_cpu_time() - process_at_start_ + own_processes;
  if (!window_ || now - window_->sampled_at >= kWindow) {
    sample(now);
  } else {
    times_.others += std::max(now - read_at_, Seconds(0)) * window_->rate;
  }
  read_at_ = now;
  return times_;
}

void CpuMonitor::sample(Seconds now) {
  const auto machine = read_machine_cpu(proc_);
  if (!machine) {
    if (window_) window_->rate = 0.0;
    return;
  }
  const Seconds difference = machine->busy - times_.process;
  if (!window_) {
    window_ = Window{now, difference - times_.others, times_.others};
    return;
  }
  Seconds others = difference - window_->origin;
  window_->rate = std::max((others - window_->others) / (now - window_->sampled_at), 0.0);
  times_.others = std::max(times_.others, others);
  // A rate that was right a window ago overshoots by at most one window of all CPUs. A machine
  // clock further behind than that is slow by itself, and waiting for it would hide the others'
  // work.
  const Seconds lowest = times_.others - kWindow * machine->online;
  if (others < lowest) {
    window_->origin -= lowest - others;
    others = lowest;
  }
  window_->others = others;
  window_->sampled_at = now;
}

}  // namespace wattle::energy

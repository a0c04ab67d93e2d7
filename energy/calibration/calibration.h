// SPDX-License-Identifier: MIT
// Fits the estimate's power curve to what a real meter shows on this machine.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "energy/error.h"
#include "energy/meter.h"
#include "energy/meters/power_model.h"
#include "energy/system.h"
#include "energy/units.h"

namespace wattle::energy {

/// What was seen while a load ran.
struct CalibrationWindow {
  Seconds duration;
  double busy_threads = 0.0;  ///< busy CPU seconds of the machine a second
  Joules joules{};            ///< by the reference meter
  std::optional<CounterDelta> counters = std::nullopt;  ///< of the whole machine, where counted
};

/// Which machine and meter windows are of.
struct CalibrationSubject {
  std::string processor;             ///< `identity` of it
  int threads = 0;                   ///< hardware threads that are online
  std::string meter;                 ///< that it was fitted against
  std::vector<std::string> domains;  ///< which that meter covers
  std::string date;                  ///< as the caller writes it
  std::optional<double> base_hertz = std::nullopt;
};

/// A fitted curve: P = n idle + n (full - idle) min(r (b/n)^k, 1) + joules_per_byte x bytes/s.
struct Calibration {
  CalibrationSubject subject;
  PowerCurve curve{};
  double joules_per_byte = 0.0;  ///< of memory traffic; 0 without counters
  bool counters = false;         ///< fitted with r and traffic by hardware counters
  Watts residual_rms{};          ///< root mean square of the windows' leave-one-out residuals
  Watts residual_largest{};
  int windows = 0;

  /// Half of the interval's width: the greatest residual, but at least twice their root mean
  /// square. A residual is that of a window which the curve was fitted without. The reference's own
  /// error comes on top of it and is not known here.
  Watts margin() const;
};

/// Least squares of the windows' mean powers, all coefficients >= 0, for each exponent k of 0.10,
/// 0.12, ..., 1.00; the k with the least sum of squares. The same windows give the same numbers.
/// Counters are used when every window has them. Cost: n + 1 fits of n windows for each k.
/// Fails with kInvalidArgument, naming the window, when one is not finite or not positive in
/// duration, when there are too few (unknowns + 2), or when all were equally busy.
Result<Calibration> fit_calibration(std::span<const CalibrationWindow> windows,
                                    CalibrationSubject subject);

/// As JSON, durably.
Result<void> save_calibration(const std::filesystem::path& file, const Calibration& calibration);
/// kNotFound when there is no such file, kIo when it cannot be read, kCorrupt with what is wrong.
Result<Calibration> load_calibration(const std::filesystem::path& file);

struct CalibrationPlan {
  Seconds window{5.0};  ///< each load's; long against the reference's resolution
  int threads = 0;      ///< most that are busy at once; 0: all that are online
  std::size_t memory_bytes = std::size_t{256} << 20;  ///< that the memory-bound load reads, again
                                                      ///< and again; should exceed the caches
  std::stop_token stop = {};
};

/// Runs loads in threads of this process and records a window for each: idle; 1, 2, ... 8 busy
/// threads, then half as many more at a time up to the most; one and the most threads bound by
/// memory. Takes (loads x `plan.window`). The windows count whatever else runs on the machine as
/// busy, too. Fails with kInvalidArgument for a reference that is an estimate itself, or covers
/// neither the package nor the wall, or covers a gpu; for a window that is not positive; with
/// kCancelled; with kUnavailable when the reference's counter did not move; with the reference's
/// error.
Result<std::vector<CalibrationWindow>> collect_calibration(EnergyMeter& reference,
                                                           const System& system,
                                                           const CalibrationPlan& plan = {});

/// The subject of windows collected here and now against `reference`.
Result<CalibrationSubject> calibration_subject(const MeterInfo& reference, const System& system,
                                               std::string date);

}  // namespace wattle::energy

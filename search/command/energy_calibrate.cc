// SPDX-License-Identifier: MIT
#include "search/command/energy_calibrate.h"

#include <chrono>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <system_error>

#include "energy/calibration/calibration.h"
#include "energy/detect.h"
#include "search/command/exit_code.h"
#include "search/command/interrupt.h"
#include "search/command/locations.h"
#include "search/command/messages.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

/// "2026-11-21", in UTC.
std::string today() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm date{};
  ::gmtime_r(&now, &date);
  std::string text(sizeof "2026-11-21", '\0');
  text.resize(std::strftime(text.data(), text.size(), "%Y-%m-%d", &date));
  return text;
}

Result<energy::Calibration> fit(const CalibrateOptions& options, const energy::System& system) {
  const auto choice = energy::open_meter(meter_here(options.meter), system);
  if (!choice) return tl::unexpected(choice.error());
  energy::EnergyMeter& reference = *choice->meter;
  const InterruptStop interrupt;
  energy::CalibrationPlan plan;
  plan.window = options.window;
  plan.stop = interrupt.token();
  const auto windows = energy::collect_calibration(reference, system, plan);
  if (!windows) return tl::unexpected(windows.error());
  auto subject = energy::calibration_subject(reference.info(), system, today());
  if (!subject) return tl::unexpected(subject.error());
  return energy::fit_calibration(*windows, std::move(*subject));
}

/// Before anything is measured for it.
Result<void> make_folder_of(const std::filesystem::path& file) {
  if (file.empty()) {
    return fail(ErrorCode::kNotFound, "no folder for settings is known",
                "name one by XDG_CONFIG_HOME or HOME");
  }
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  if (error) {
    return fail(ErrorCode::kIo,
                file.parent_path().string() + " cannot be made: " + error.message());
  }
  return {};
}

void print(const energy::Calibration& found, std::ostream& out) {
  const auto per_thread = [](double watts) { return number_text(watts) + " W a thread"; };
  out << "Fitted to " << found.subject.meter << " in " << found.windows << " windows of "
      << found.subject.processor << ", " << found.subject.threads << " threads:\n"
      << "  idle      " << per_thread(found.curve.idle_watts_per_thread) << "\n"
      << "  full      " << per_thread(found.curve.full_watts_per_thread) << "\n"
      << "  exponent  " << number_text(found.curve.exponent) << "\n";
  if (found.joules_per_byte > 0.0) {
    out << "  memory    " << number_text(1e9 * found.joules_per_byte) << " nJ a byte\n";
  }
  out << "  off by    " << number_text(found.residual_rms.value) << " W (root mean square), "
      << number_text(found.residual_largest.value) << " W at most, each window fitted without it\n";
}

}  // namespace

int calibrate_energy(const CalibrateOptions& options) {
  const energy::System system = system_here();
  if (const auto ready = make_folder_of(system.calibration); !ready) {
    return report_error(ready.error());
  }
  const auto found = fit(options, system);
  if (!found) return report_error(found.error());
  print(*found, std::cout);
  if (const auto kept = energy::save_calibration(system.calibration, *found); !kept) {
    return report_error(kept.error());
  }
  std::cout << "  kept in   " << system.calibration.string()
            << ": the estimate takes it from now on\n";
  return kSuccess;
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// A study's events as lines, for a program's own log.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "energy/metering.h"
#include "search/study/observer.h"

namespace wattle::search {

enum class LogLevel {
  kInfo,     ///< what is going on: a trial has started, ended, or was pruned
  kWarning,  ///< what somebody should look at: a trial has failed, the meter could not be read
};

/// Takes one line without its end.
using Logger = std::function<void(LogLevel, std::string_view line)>;

/// Passes a study's events to a logger; the library itself prints nothing. The logger is called as
/// an observer is: one line at a time, from the study's threads. It should not throw.
class LogObserver final : public StudyObserver {
 public:
  /// `metering`, which must outlive the observer: its failed reads are logged too; null: they are
  /// not.
  explicit LogObserver(Logger logger, const energy::Metering* metering = nullptr);

  void trial_started(const Trial& trial, const Progress& progress) override;
  void trial_ended(const Trial& trial, const Progress& progress) override;
  void finalist_started(int number) override;
  void finalist_ended(const Finalist& finalist) override;
  void profile_started(int number) override;
  void profile_ended(int number, const LayerEnergy& layers) override;

 private:
  void log_failed_reads();

  Logger logger_;
  const energy::Metering* metering_;
  std::string last_failure_;  ///< of the metering, as it was logged
};

}  // namespace wattle::search

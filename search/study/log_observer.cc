// SPDX-License-Identifier: MIT
#include "search/study/log_observer.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace wattle::search {
namespace {

std::string end_of(const std::string& who, TrialState state, const std::string& reason,
                   const std::optional<Measurement>& measurement) {
  std::string line = who + " is " + std::string(to_string(state));
  if (!reason.empty()) line += ": " + reason;
  if (measurement) line += " " + nlohmann::json(measurement->metrics).dump();
  return line;
}

LogLevel level_of(TrialState state) {
  const bool failed = state == TrialState::kFailed || state == TrialState::kInfeasible;
  return failed ? LogLevel::kWarning : LogLevel::kInfo;
}

}  // namespace

LogObserver::LogObserver(Logger logger, const energy::Metering* metering)
    : logger_(std::move(logger)), metering_(metering) {}

void LogObserver::trial_started(const Trial& trial, const Progress& /*progress*/) {
  logger_(LogLevel::kInfo, "trial " + std::to_string(trial.number) + " has started with " +
                               trial.parameters.json().dump());
}

void LogObserver::trial_ended(const Trial& trial, const Progress& /*progress*/) {
  log_failed_reads();
  logger_(level_of(trial.state), end_of("trial " + std::to_string(trial.number), trial.state,
                                        trial.reason, trial.measurement));
}

void LogObserver::finalist_started(int number) {
  logger_(LogLevel::kInfo, "trial " + std::to_string(number) + " is measured again, alone");
}

void LogObserver::finalist_ended(const Finalist& finalist) {
  log_failed_reads();
  logger_(level_of(finalist.state),
          end_of("trial " + std::to_string(finalist.trial) + ", measured again,", finalist.state,
                 finalist.reason, finalist.measurement));
}

void LogObserver::profile_started(int number) {
  logger_(LogLevel::kInfo, "the layers of trial " + std::to_string(number) + " are measured");
}

void LogObserver::profile_ended(int number, const LayerEnergy& layers) {
  log_failed_reads();
  const std::string whose = "the layers of trial " + std::to_string(number);
  if (layers.failure.empty()) return logger_(LogLevel::kInfo, whose + " were measured");
  logger_(LogLevel::kWarning, whose + " could not be measured: " + layers.failure);
}

void LogObserver::log_failed_reads() {
  if (metering_ == nullptr) return;
  const std::optional<Error> failure = metering_->last_failure();
  if (!failure || failure->message == last_failure_) return;
  last_failure_ = failure->message;
  logger_(LogLevel::kWarning, "the meter could not be read: " + last_failure_);
}

}  // namespace wattle::search

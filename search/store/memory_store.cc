// SPDX-License-Identifier: MIT
#include <algorithm>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "search/store/store.h"

namespace wattle::search {
namespace {

void let_running_wait(std::vector<Trial>& trials) {
  for (Trial& trial : trials) {
    if (trial.state == TrialState::kRunning) trial.state = TrialState::kWaiting;
  }
}

/// A StudyRecord behind a mutex, and one session at a time.
class MemoryStore final : public Store {
 public:
  Result<void> create(const StudyRecord& study) override {
    const std::scoped_lock lock(mutex_);
    if (study_) return fail(ErrorCode::kInvalidArgument, "the store holds a study already");
    study_ = study;
    let_running_wait(study_->trials);
    earlier_ = study.ledger;
    return {};
  }

  Result<StudyRecord> load() const override {
    const std::scoped_lock lock(mutex_);
    if (!study_) return fail(ErrorCode::kNotFound, "the store holds no study");
    return *study_;
  }

  Result<StudyRecord> join(const Joining& joining) override {
    const Result<void> joined = change([&](StudyRecord& study) -> Result<void> {
      stop_requested_ = false;
      study.scenario = joining.scenario;
      study.context = joining.context;
      study.stopped_because.clear();
      if (joining.spent) study.ledger = *joining.spent;
      if (joining.elapsed) study.elapsed = *joining.elapsed;
      earlier_ = study.ledger;
      let_running_wait(study.trials);
      return {};
    });
    if (!joined) return tl::unexpected<Error>(joined.error());
    return load();
  }

  Result<News> news() override { return News(); }

  Result<void> check_in(const energy::LedgerTotals& ledger, Seconds elapsed) override {
    return change([&](StudyRecord& study) { return save_totals(study, ledger, elapsed); });
  }

  Result<void> begin_trial(const Trial& trial, const nlohmann::json& strategy_state) override {
    return change([&](StudyRecord& study) -> Result<void> {
      study.trials.push_back(trial);
      study.strategy_state = strategy_state;
      return {};
    });
  }

  Result<void> restart_trial(int number, int attempts, Seconds started_at) override {
    return change([&](StudyRecord& study) -> Result<void> {
      Trial& trial = study.trials.at(static_cast<std::size_t>(number));
      if (trial.state != TrialState::kWaiting) return lost(number);
      trial.state = TrialState::kRunning;
      trial.attempts = attempts;
      trial.started_at = started_at;
      return {};
    });
  }

  Result<void> add_step(int number, const Step& step, const energy::LedgerTotals& ledger,
                        Seconds elapsed) override {
    return change([&](StudyRecord& study) -> Result<void> {
      Trial& trial = study.trials.at(static_cast<std::size_t>(number));
      if (trial.state != TrialState::kRunning) return lost(number);
      const auto place =
          std::lower_bound(trial.steps.begin(), trial.steps.end(), step.step,
                           [](const Step& stored, int sought) { return stored.step < sought; });
      if (place != trial.steps.end() && place->step == step.step) {
        *place = step;
      } else {
        trial.steps.insert(place, step);
      }
      return save_totals(study, ledger, elapsed);
    });
  }

  Result<void> end_trial(const Trial& trial, const energy::LedgerTotals& ledger,
                         Seconds elapsed) override {
    return change([&](StudyRecord& study) -> Result<void> {
      Trial& stored = study.trials.at(static_cast<std::size_t>(trial.number));
      if (stored.state != TrialState::kRunning) return lost(trial.number);
      stored.state = trial.state;
      stored.measurement = trial.measurement;
      stored.reason = trial.reason;
      stored.ended_at = trial.ended_at;
      stored.resumed_step = trial.resumed_step;
      stored.origin = trial.origin;
      if (trial.attempts > 1) stored.steps = trial.steps;
      return save_totals(study, ledger, elapsed);
    });
  }

  Result<void> add_finalist(const Finalist& finalist) override {
    return change([&](StudyRecord& study) -> Result<void> {
      study.finalists.push_back(finalist);
      return {};
    });
  }

  Result<bool> retire() override { return true; }

  Result<void> leave(const std::string& because) override {
    return change([&](StudyRecord& study) -> Result<void> {
      study.stopped_because = because;
      let_running_wait(study.trials);
      return {};
    });
  }

  Result<void> request_stop() override {
    return change([&](StudyRecord& /*study*/) -> Result<void> {
      stop_requested_ = true;
      return {};
    });
  }

  Result<bool> stop_requested() const override {
    const std::scoped_lock lock(mutex_);
    return stop_requested_;
  }

 private:
  template <class Change>
  Result<void> change(const Change& apply) {
    const std::scoped_lock lock(mutex_);
    if (!study_) return fail(ErrorCode::kNotFound, "the store holds no study");
    return apply(*study_);
  }

  static tl::unexpected<Error> lost(int number) {
    return fail(ErrorCode::kConflict,
                "trial " + std::to_string(number) + " is not this session's any more");
  }

  Result<void> save_totals(StudyRecord& study, const energy::LedgerTotals& ledger,
                           Seconds elapsed) const {
    study.ledger = earlier_;
    study.ledger += ledger;
    study.elapsed = elapsed;
    return {};
  }

  mutable std::mutex mutex_;
  std::optional<StudyRecord> study_;
  energy::LedgerTotals earlier_;  ///< of the sessions before this one
  bool stop_requested_ = false;
};

}  // namespace

std::unique_ptr<Store> make_memory_store() { return std::make_unique<MemoryStore>(); }

}  // namespace wattle::search

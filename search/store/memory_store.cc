// SPDX-License-Identifier: MIT
#include <algorithm>
#include <mutex>
#include <vector>

#include "search/store/store.h"

namespace wattle::search {
namespace {

/// A StudyRecord behind a mutex.
class MemoryStore final : public Store {
 public:
  Result<void> create(const StudyRecord& study) override {
    const std::scoped_lock lock(mutex_);
    if (study_) return fail(ErrorCode::kInvalidArgument, "the store holds a study already");
    study_ = study;
    return {};
  }

  Result<StudyRecord> load() const override {
    const std::scoped_lock lock(mutex_);
    if (!study_) return fail(ErrorCode::kNotFound, "the store holds no study");
    return *study_;
  }

  Result<void> begin_trial(const Trial& trial, const nlohmann::json& strategy_state) override {
    return change([&](StudyRecord& study) {
      study.trials.push_back(trial);
      study.strategy_state = strategy_state;
    });
  }

  Result<void> restart_trial(int number, int attempts, Seconds started_at) override {
    return change([&](StudyRecord& study) {
      Trial& trial = study.trials.at(static_cast<std::size_t>(number));
      trial.state = TrialState::kRunning;
      trial.attempts = attempts;
      trial.started_at = started_at;
    });
  }

  Result<void> add_step(int number, const Step& step, const energy::LedgerTotals& ledger,
                        Seconds elapsed) override {
    return change([&](StudyRecord& study) {
      std::vector<Step>& steps = study.trials.at(static_cast<std::size_t>(number)).steps;
      const auto place =
          std::lower_bound(steps.begin(), steps.end(), step.step,
                           [](const Step& stored, int sought) { return stored.step < sought; });
      if (place != steps.end() && place->step == step.step) {
        *place = step;
      } else {
        steps.insert(place, step);
      }
      study.ledger = ledger;
      study.elapsed = elapsed;
    });
  }

  Result<void> end_trial(const Trial& trial, const energy::LedgerTotals& ledger,
                         Seconds elapsed) override {
    return change([&](StudyRecord& study) {
      Trial& stored = study.trials.at(static_cast<std::size_t>(trial.number));
      stored.state = trial.state;
      stored.measurement = trial.measurement;
      stored.reason = trial.reason;
      stored.ended_at = trial.ended_at;
      stored.resumed_step = trial.resumed_step;
      stored.steps = trial.steps;
      study.ledger = ledger;
      study.elapsed = elapsed;
    });
  }

  Result<void> add_finalist(const Finalist& finalist) override {
    return change([&](StudyRecord& study) { study.finalists.push_back(finalist); });
  }

  Result<void> save_totals(const energy::LedgerTotals& ledger, Seconds elapsed) override {
    return change([&](StudyRecord& study) {
      study.ledger = ledger;
      study.elapsed = elapsed;
    });
  }

  Result<void> reopen(const nlohmann::json& scenario, const nlohmann::json& context) override {
    return change([&](StudyRecord& study) {
      study.scenario = scenario;
      study.context = context;
      study.stopped_because.clear();
    });
  }

  Result<void> set_stopped(const std::string& because) override {
    return change([&](StudyRecord& study) { study.stopped_because = because; });
  }

  Result<int> requeue_running() override {
    int count = 0;
    const Result<void> done = change([&](StudyRecord& study) {
      for (Trial& trial : study.trials) {
        if (trial.state != TrialState::kRunning) continue;
        trial.state = TrialState::kWaiting;
        ++count;
      }
    });
    if (!done) return tl::unexpected<Error>(done.error());
    return count;
  }

 private:
  template <class Change>
  Result<void> change(const Change& apply) {
    const std::scoped_lock lock(mutex_);
    if (!study_) return fail(ErrorCode::kNotFound, "the store holds no study");
    apply(*study_);
    return {};
  }

  mutable std::mutex mutex_;
  std::optional<StudyRecord> study_;
};

}  // namespace

std::unique_ptr<Store> make_memory_store() { return std::make_unique<MemoryStore>(); }

}  // namespace wattle::search

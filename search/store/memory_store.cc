// SPDX-License-Identifier: MIT
#include <algorithm>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "search/store/record_sessions.h"
#include "search/store/store.h"

namespace wattle::search {
namespace {

/// A StudyRecord behind a mutex, and one session at a time.
class MemoryStore final : public Store {
 public:
  Result<void> create(const StudyRecord& study) override {
    const std::scoped_lock lock(mutex_);
    if (study_) return fail(ErrorCode::kInvalidArgument, "the store holds a study already");
    study_ = study;
    let_running_wait(study_->trials);
    study_->sessions.clear();
    if (auto earlier = earlier_session(study)) add_session(std::move(*earlier));
    return {};
  }

  Result<StudyRecord> load() const override {
    const std::scoped_lock lock(mutex_);
    if (!study_) return fail(ErrorCode::kNotFound, "the store holds no study");
    return *study_;
  }

  Result<StudyRecord> join(const Joining& joining) override {
    const std::scoped_lock lock(mutex_);
    if (!study_) return fail(ErrorCode::kNotFound, "the store holds no study");
    stop_requested_ = false;
    study_->scenario = joining.scenario;
    study_->context = joining.context;
    study_->stopped_because.clear();
    let_running_wait(study_->trials);
    take_over_books(joining);
    end_sessions();
    StudyRecord before = *study_;
    const int id = static_cast<int>(before.sessions.size()) + 1;
    add_session(new_session(id, joining.context, before.elapsed));
    return before;
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

  Result<void> restart_trial(const Trial& trial) override {
    return change([&](StudyRecord& study) -> Result<void> {
      Trial& stored = study.trials.at(static_cast<std::size_t>(trial.number));
      if (is_ended(stored.state)) return lost(trial.number);
      stored.state = TrialState::kRunning;
      stored.attempts = trial.attempts;
      stored.started_at = trial.started_at;
      if (!trial.lease.id.empty() && trial.lease != stored.lease) stored.steps.clear();
      stored.lease = trial.lease;
      return {};
    });
  }

  Result<void> release_trial(int number) override {
    return change([&](StudyRecord& study) -> Result<void> {
      Trial& stored = study.trials.at(static_cast<std::size_t>(number));
      if (stored.state != TrialState::kRunning) return lost(number);
      stored.state = TrialState::kWaiting;
      stored.lease = {};
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
      if (trial.attempts > 1 || trial.origin) stored.steps = trial.steps;
      return save_totals(study, ledger, elapsed);
    });
  }

  Result<void> add_finalist(const Finalist& finalist) override {
    return change([&](StudyRecord& study) -> Result<void> {
      study.finalists.push_back(finalist);
      return {};
    });
  }

  Result<void> set_layers(int trial, const LayerEnergy& layers) override {
    return change([&](StudyRecord& study) -> Result<void> {
      const auto found = std::find_if(study.finalists.begin(), study.finalists.end(),
                                      [&](const Finalist& each) { return each.trial == trial; });
      if (found == study.finalists.end()) return no_finalist(trial);
      found->layers = layers;
      return {};
    });
  }

  Result<bool> retire() override { return true; }

  Result<void> leave(const std::string& because) override {
    return change([&](StudyRecord& study) -> Result<void> {
      study.stopped_because = because;
      let_running_wait(study.trials);
      end_sessions();
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

  Result<void> set_paused(bool paused) override {
    return change([&](StudyRecord& study) -> Result<void> {
      study.paused = paused;
      return {};
    });
  }

  Result<bool> paused() const override {
    return load().map([](const StudyRecord& study) { return study.paused; });
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

  static tl::unexpected<Error> no_finalist(int trial) {
    return fail(ErrorCode::kNotFound, "trial " + std::to_string(trial) + " is no finalist");
  }

  void add_session(Session session) {
    session.worker = "this process";
    study_->sessions.push_back(std::move(session));
  }

  void end_sessions() {
    for (Session& session : study_->sessions) session.ended = true;
  }

  void take_over_books(const Joining& joining) {
    if (!joining.spent || !joining.elapsed || study_->sessions.empty()) return;
    for (Session& session : study_->sessions) {
      session.ledger = {};
      session.elapsed = Seconds(0);
    }
    study_->sessions.back().ledger = *joining.spent;
    study_->sessions.back().elapsed = *joining.elapsed;
    add_up_sessions(*study_);
  }

  static Result<void> save_totals(StudyRecord& study, const energy::LedgerTotals& ledger,
                                  Seconds elapsed) {
    if (study.sessions.empty() || elapsed < study.sessions.back().elapsed) return {};
    study.sessions.back().ledger = ledger;
    study.sessions.back().elapsed = elapsed;
    add_up_sessions(study);
    return {};
  }

  mutable std::mutex mutex_;
  std::optional<StudyRecord> study_;
  bool stop_requested_ = false;
};

}  // namespace

std::unique_ptr<Store> make_memory_store() { return std::make_unique<MemoryStore>(); }

}  // namespace wattle::search

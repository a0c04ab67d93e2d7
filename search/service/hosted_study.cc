// SPDX-License-Identifier: MIT
#include "search/service/hosted_study.h"

#include <utility>

#include "search/service/remote_objective.h"
#include "search/service/trial_events.h"
#include "search/study/build_study.h"
#include "search/study/join_study.h"
#include "search/study/run_study_with.h"
#include "search/study/thrown.h"

namespace wattle::search {
namespace {

/// Trials that may be given out at once.
constexpr int kMostLeases = 100'000;
constexpr std::chrono::seconds kListenEvery{2};
/// A run looks every second whether it is to end.
constexpr std::chrono::seconds kEndsWithin{5};
constexpr std::chrono::milliseconds kAskEvery{200};

energy::MeterInfo told_by_workers() {
  energy::MeterInfo info;
  info.name = kToldMeter;
  info.source = energy::Source::kReported;
  info.explanation = "each worker tells what its own meter counted";
  return info;
}

const Trial* best_of(const StudyRecord& record, const Goal& goal) {
  const std::optional<int> best = goal.best(History(record.trials));
  return best ? &record.trials[static_cast<std::size_t>(*best)] : nullptr;
}

nlohmann::json objective_of(const Scenario& scenario) {
  return scenario.document.value("objective", nlohmann::json());
}

tl::unexpected<Error> deleted() { return fail(ErrorCode::kNotFound, "the study has been deleted"); }

}  // namespace

bool was_cut_off(const std::string& because) {
  return because.empty() || because == kWasInterrupted;
}

Progress progress_of(const StudyRecord& record, const Trial* best, const Goal& goal) {
  Progress progress;
  progress.ledger = record.ledger;
  progress.elapsed = record.elapsed;
  for (const Trial& trial : record.trials) {
    progress.begun += was_suggested(trial);
    progress.ended += was_suggested(trial) && is_ended(trial.state);
  }
  if (best == nullptr) return progress;
  progress.best = best->number;
  progress.best_value = best->measurement->metrics.at(goal.metric());
  return progress;
}

Result<std::unique_ptr<HostedStudy>> HostedStudy::create(const Scenario& scenario,
                                                         std::unique_ptr<Store> store,
                                                         const energy::Clock& clock,
                                                         HostingOptions options) {
  auto study =
      build_study_elsewhere(std::make_shared<RemoteObjective>(objective_of(scenario)), scenario);
  if (!study) return tl::unexpected<Error>(study.error());
  std::unique_ptr<HostedStudy> hosted(
      new HostedStudy(std::move(*study), std::move(store), clock, std::move(options)));
  if (auto ready = hosted->take_in_record(); !ready) return tl::unexpected<Error>(ready.error());
  return hosted;
}

HostedStudy::HostedStudy(std::unique_ptr<Study> study, std::unique_ptr<Store> store,
                         const energy::Clock& clock, HostingOptions options)
    : study_(std::move(study)),
      clock_(clock),
      options_(std::move(options)),
      books_(told_by_workers()),
      workers_(study_->goal, books_, clock, options_.lease_seconds),
      store_(std::move(store)) {}

HostedStudy::~HostedStudy() { stop(); }

Result<void> HostedStudy::take_in_record() {
  const Result<StudyRecord> record = store_->load();
  if (!record && record.error().code == ErrorCode::kNotFound) {
    return store_->create(new_record(*study_, run_options()));
  }
  if (!record) return tl::unexpected<Error>(record.error());
  workers_.remember(record->trials);
  paused_ = record->paused;
  workers_.set_paused(record->paused);
  standing_.progress = progress_of(*record, best_of(*record, study_->goal), study_->goal);
  return {};
}

RunOptions HostedStudy::run_options() const {
  RunOptions options;
  options.jobs = kMostLeases;
  options.with_others = true;
  options.cancel = &cancel_;
  options.context = options_.context;
  return options;
}

void HostedStudy::start() {
  thread_ = std::thread([this] { run(); });
  listener_.emplace(kListenEvery, [this] { listen(); });
}

void HostedStudy::listen() {
  const std::scoped_lock lock(mutex_);
  if (!store_ || standing_.over) return;
  const bool paused = store_->paused().value_or(paused_);
  if (paused_.exchange(paused) != paused) workers_.set_paused(paused);
}

void HostedStudy::stop() {
  listener_.reset();
  cancel_ = true;
  workers_.wake();
  if (thread_.joinable()) thread_.join();
}

Result<void> HostedStudy::end_for_all() {
  std::unique_lock lock(mutex_);
  const auto until = std::chrono::steady_clock::now() + kEndsWithin;
  while (!standing_.over && std::chrono::steady_clock::now() < until) {
    if (!store_) return deleted();
    // Again and again: a run that is only just joining its study takes an older wish back.
    if (auto asked = store_->request_stop(); !asked) return asked;
    ended_.wait_for(lock, kAskEvery, [&] { return standing_.over; });
  }
  if (standing_.over) return {};
  return fail(ErrorCode::kUnavailable, "the study has not stopped yet", "ask again");
}

void HostedStudy::run() {
  const RunOptions options = run_options();
  const Surroundings surroundings{*store_, books_, clock_, *this};
  Result<RunSummary> summary = [&]() -> Result<RunSummary> {
    try {
      return run_study_with(workers_, *study_, surroundings, options);
    } catch (...) {
      return tl::unexpected<Error>(thrown());
    }
  }();
  const std::string because = summary ? summary->stopped_because : summary.error().message;
  {
    const std::scoped_lock lock(mutex_);
    standing_.over = true;
    standing_.ended = clock_.now();
    standing_.because = because;
    if (!summary) standing_.error = summary.error();
  }
  ended_.notify_all();
  workers_.close(because, !summary || was_cut_off(because));
  events_.add("study", {{"over", true}, {"because", because}});
  events_.close();
}

std::unique_ptr<Store> HostedStudy::take_store() {
  const std::scoped_lock lock(mutex_);
  return std::move(store_);
}

RunStanding HostedStudy::standing() const {
  const std::scoped_lock lock(mutex_);
  return standing_;
}

Result<void> HostedStudy::set_paused(bool paused) {
  const std::scoped_lock lock(mutex_);
  if (!store_) return deleted();
  if (auto kept = store_->set_paused(paused); !kept) return kept;
  paused_ = paused;
  workers_.set_paused(paused);
  events_.add("study", {{"paused", paused}});
  return {};
}

void HostedStudy::note(const Progress& progress) {
  const std::scoped_lock lock(mutex_);
  standing_.progress = progress;
}

void HostedStudy::trial_started(const Trial& trial, const Progress& progress) {
  note(progress);
  events_.add("started", started_event(trial));
}

void HostedStudy::trial_step(const Trial& trial, const Step& step) {
  events_.add("step", step_event(trial, step));
}

void HostedStudy::trial_ended(const Trial& trial, const Progress& progress) {
  note(progress);
  events_.add("ended", ended_event(trial, progress));
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/service/study_host.h"

#include <iterator>
#include <utility>

#include "search/service/hosted_scenario.h"
#include "search/service/trial_logs.h"
#include "search/study/counting.h"

namespace wattle::search {
namespace {

tl::unexpected<Problem> no_study(const std::string& name) {
  return problem(404, "no_study", "there is no study " + name, "GET /v1/studies lists them");
}

tl::unexpected<Problem> study_over(const std::string& name, const std::string& because) {
  return problem(409, "study_over", "the study has stopped: " + because,
                 "POST /v1/studies/" + name + "/resume goes on with it");
}

tl::unexpected<Problem> stopping() {
  return problem(503, "stopping", "the service is stopping", "try again in a while");
}

/// For so long the run of a study that is over answers its workers.
constexpr Seconds kHeardOfWithin{600};

/// Whether a service has to go on with it, and it is one of a service.
bool is_to_go_on(const StudyRecord& record) {
  return was_cut_off(record.stopped_because) && meter_name(record.context) == kToldMeter;
}

}  // namespace

StudyHost::StudyHost(std::unique_ptr<StudyShelf> shelf, const energy::Clock& clock,
                     HostingOptions options)
    : shelf_(std::move(shelf)), clock_(clock), options_(std::move(options)) {}

StudyHost::~StudyHost() { stop(); }

Result<std::map<std::string, Error>> StudyHost::take_up() {
  const auto names = shelf_->names();
  if (!names) return tl::unexpected<Error>(names.error());
  std::map<std::string, Error> failed;
  const std::scoped_lock changing(changing_);
  for (const std::string& name : *names) {
    const auto study = shelf_->read(name);
    if (study && !is_to_go_on(study->record)) continue;
    const Result<void> taken_up =
        study ? take_up(study->record, name) : tl::unexpected<Error>(study.error());
    if (!taken_up) failed.emplace(name, taken_up.error());
  }
  return failed;
}

void StudyHost::stop() {
  const std::scoped_lock changing(changing_);
  std::map<std::string, std::shared_ptr<HostedStudy>> runs;
  {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
    runs.swap(runs_);
  }
  for (const auto& [name, study] : runs) study->stop();
}

Result<void> StudyHost::take_up(const StudyRecord& study, const std::string& name) {
  return kept_scenario(study, shelf_->folder_of(name)).and_then([&](const Scenario& scenario) {
    return run(scenario, name);
  });
}

void StudyHost::let_go() {
  std::vector<std::shared_ptr<HostedStudy>> over;
  {
    const std::scoped_lock lock(mutex_);
    for (auto each = runs_.begin(); each != runs_.end();) {
      const RunStanding standing = each->second->standing();
      const bool goes =
          standing.over && !standing.error && clock_.now() - standing.ended > kHeardOfWithin;
      if (goes) over.push_back(each->second);
      each = goes ? runs_.erase(each) : std::next(each);
    }
  }
  for (const auto& study : over) study->stop();
}

bool StudyHost::stopped() const {
  const std::scoped_lock lock(mutex_);
  return stopped_;
}

Result<void> StudyHost::run(const Scenario& scenario, const std::string& name) {
  Result<std::unique_ptr<Store>> store = nullptr;
  if (const auto earlier = running(name)) {
    earlier->stop();
    store = earlier->take_store();
  }
  if (!*store) store = shelf_->open(name);
  if (!store) return tl::unexpected<Error>(store.error());
  auto study = HostedStudy::create(scenario, std::move(*store), clock_, options_);
  if (!study) return tl::unexpected<Error>(study.error());
  (*study)->start();
  const std::scoped_lock lock(mutex_);
  runs_[name] = std::move(*study);
  return {};
}

Served<StudyHost::Created> StudyHost::create(const nlohmann::json& document) {
  auto scenario = new_scenario(document);
  if (!scenario) return tl::unexpected(problem_of(std::move(scenario.error())));
  const auto name = scenario->document.at("name").get<std::string>();
  const std::scoped_lock changing(changing_);
  if (stopped()) return stopping();
  let_go();
  const auto there = shelf_->read(name);
  if (there && there->record.scenario == scenario->document) return Created{name, true};
  if (there) {
    return problem(409, "study_exists", "there is a study " + name + " with another scenario",
                   "choose another name, or delete that one");
  }
  if (there.error().code != ErrorCode::kNotFound) {
    return tl::unexpected(problem_of(there.error()));
  }
  // Of a study that was deleted on another server.
  const auto begun =
      remove_logs(shelf_->folder_of(name)).and_then([&] { return run(*scenario, name); });
  if (!begun) {
    return tl::unexpected(problem_of(begun.error()));
  }
  return Created{name, false};
}

Served<void> StudyHost::pause(const std::string& name) {
  return at_work(name).and_then([](const std::shared_ptr<HostedStudy>& study) -> Served<void> {
    if (const auto kept = study->set_paused(true); !kept) {
      return tl::unexpected(problem_of(kept.error()));
    }
    return {};
  });
}

Served<void> StudyHost::stop(const std::string& name) {
  return at_work(name).and_then([&](const std::shared_ptr<HostedStudy>& study) -> Served<void> {
    if (study->standing().over) return study_over(name, study->standing().because);
    if (const auto ended = study->end_for_all(); !ended) {
      return tl::unexpected(problem_of(ended.error()));
    }
    return {};
  });
}

Served<void> StudyHost::resume(const std::string& name) {
  const std::scoped_lock changing(changing_);
  if (stopped()) return stopping();
  const auto now = running(name);
  if (!now || now->standing().over) {
    const auto study = read(name);
    if (!study) return tl::unexpected(study.error());
    if (const auto begun = take_up(study->record, name); !begun) {
      return tl::unexpected(problem_of(begun.error()));
    }
  }
  if (const auto kept = running(name)->set_paused(false); !kept) {
    return tl::unexpected(problem_of(kept.error()));
  }
  return {};
}

Served<void> StudyHost::remove(const std::string& name) {
  const std::scoped_lock changing(changing_);
  if (const auto there = shelf_->read(name); !there && there.error().code == ErrorCode::kNotFound) {
    return no_study(name);
  }
  if (const auto study = running(name)) {
    {
      const std::scoped_lock lock(mutex_);
      runs_.erase(name);
    }
    study->stop();
    study->take_store().reset();  // requests that still know the study write nothing any more
  }
  const std::scoped_lock logging(logging_);  // or a log could stay behind
  if (const auto removed = shelf_->remove(name); !removed) {
    return tl::unexpected(problem_of(removed.error()));
  }
  return {};
}

Served<std::uintmax_t> StudyHost::log(const std::string& name, const LogForm& form) {
  return at_work(name).and_then(
      [&](const std::shared_ptr<HostedStudy>& study) -> Served<std::uintmax_t> {
        const auto attempt = study->workers().attempt_of(form.lease);
        if (!attempt) return tl::unexpected(problem_of(attempt.error()));
        const std::scoped_lock logging(logging_);
        if (running(name) != study) return stopping();  // deleted, or resumed: say it again
        const auto size = add_to_log({shelf_->folder_of(name), attempt->trial, attempt->attempt},
                                     form.at, form.text);
        if (!size) return tl::unexpected(problem_of(size.error()));
        study->events().add("log", {{"trial", attempt->trial}});
        return *size;
      });
}

Served<std::string> StudyHost::read_log(const std::string& name, const LeasedAttempt& attempt,
                                        std::uintmax_t from) const {
  if (!running(name)) {
    if (const auto kept = read(name); !kept) return tl::unexpected(kept.error());
  }
  return search::read_log({shelf_->folder_of(name), attempt.trial, attempt.attempt}, from);
}

Served<std::vector<std::string>> StudyHost::names() const {
  auto names = shelf_->names();
  if (!names) return tl::unexpected(problem_of(names.error()));
  return std::move(*names);
}

Served<StoredStudy> StudyHost::read(const std::string& name) const {
  auto study = shelf_->read(name);
  if (study) return std::move(*study);
  if (study.error().code == ErrorCode::kNotFound) return no_study(name);
  return tl::unexpected(problem_of(study.error()));
}

std::shared_ptr<HostedStudy> StudyHost::running(const std::string& name) const {
  const std::scoped_lock lock(mutex_);
  const auto found = runs_.find(name);
  return found == runs_.end() ? nullptr : found->second;
}

Served<void> StudyHost::begin_others(const std::string& name) {
  const std::scoped_lock changing(changing_);
  if (stopped()) return stopping();
  if (running(name)) return {};  // somebody was first
  const auto kept = read(name);
  if (!kept) return tl::unexpected(kept.error());
  if (!is_to_go_on(kept->record)) {
    return study_over(name, kept->record.stopped_because);
  }
  if (const auto begun = take_up(kept->record, name); !begun) {
    return tl::unexpected(problem_of(begun.error()));
  }
  return {};
}

Served<std::shared_ptr<HostedStudy>> StudyHost::at_work(const std::string& name) {
  auto study = running(name);
  if (!study) {
    if (const auto begun = begin_others(name); !begun) return tl::unexpected(begun.error());
    study = running(name);
  }
  const RunStanding standing = study->standing();
  if (!standing.error) return study;
  return problem(503, "study_failed", "the study has stopped: " + standing.because,
                 "when that is mended, POST /v1/studies/" + name + "/resume goes on with it");
}

Served<std::optional<TrialState>> StudyHost::end_under(const std::string& name,
                                                       const std::string& lease) const {
  return read(name).map([&](const StoredStudy& study) -> std::optional<TrialState> {
    for (const Trial& trial : study.record.trials) {
      if (trial.lease.id == lease && is_ended(trial.state)) return trial.state;
    }
    return std::nullopt;
  });
}

}  // namespace wattle::search

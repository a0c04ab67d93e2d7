// SPDX-License-Identifier: MIT
#include "search/service/study_host.h"

#include <utility>

#include "search/service/hosted_scenario.h"

namespace wattle::search {
namespace {

tl::unexpected<Problem> no_study(const std::string& name) {
  return problem(404, "no_study", "there is no study " + name, "GET /v1/studies lists them");
}

tl::unexpected<Problem> stopping() {
  return problem(503, "stopping", "the service is stopping", "try again in a while");
}

/// Whether somebody has to go on with it: it was cut off, or the service was stopped.
bool is_to_go_on(const StudyRecord& record) {
  return record.stopped_because.empty() || record.stopped_because == "interrupted";
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
  const std::scoped_lock lock(mutex_);
  for (const std::string& name : *names) {
    const auto study = shelf_->read(name);
    if (study && !is_to_go_on(study->record)) continue;
    const Result<void> taken_up =
        study ? kept_scenario(study->record, shelf_->folder_of(name))
                    .and_then([&](const Scenario& scenario) { return run(scenario, name); })
              : tl::unexpected<Error>(study.error());
    if (!taken_up) failed.emplace(name, taken_up.error());
  }
  return failed;
}

void StudyHost::stop() {
  std::map<std::string, std::shared_ptr<HostedStudy>> runs;
  {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
    runs.swap(runs_);
  }
  for (const auto& [name, study] : runs) study->stop();
}

Result<void> StudyHost::run(const Scenario& scenario, const std::string& name) {
  auto store = shelf_->open(name);
  if (!store) return tl::unexpected<Error>(store.error());
  auto study = HostedStudy::create(scenario, std::move(*store), clock_, options_);
  if (!study) return tl::unexpected<Error>(study.error());
  (*study)->start();
  runs_[name] = std::move(*study);
  return {};
}

Served<StudyHost::Created> StudyHost::create(const nlohmann::json& document) {
  auto scenario = new_scenario(document);
  if (!scenario) return tl::unexpected(problem_of(std::move(scenario.error())));
  const auto name = scenario->document.at("name").get<std::string>();
  const std::scoped_lock lock(mutex_);
  if (stopped_) return stopping();
  const auto there = shelf_->read(name);
  if (there && there->record.scenario == scenario->document) return Created{name, true};
  if (there) {
    return problem(409, "study_exists", "there is a study " + name + " with another scenario",
                   "choose another name, or delete that one");
  }
  if (there.error().code != ErrorCode::kNotFound) {
    return tl::unexpected(problem_of(there.error()));
  }
  if (const auto begun = run(*scenario, name); !begun) {
    (void)shelf_->remove(name);
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

Served<void> StudyHost::resume(const std::string& name) {
  const std::scoped_lock lock(mutex_);
  if (stopped_) return stopping();
  const auto found = runs_.find(name);
  const bool runs = found != runs_.end() && !found->second->standing().over;
  if (!runs) {
    const auto study = shelf_->read(name);
    if (!study && study.error().code == ErrorCode::kNotFound) return no_study(name);
    const Result<void> begun =
        study ? kept_scenario(study->record, shelf_->folder_of(name))
                    .and_then([&](const Scenario& scenario) { return run(scenario, name); })
              : tl::unexpected<Error>(study.error());
    if (!begun) return tl::unexpected(problem_of(begun.error()));
  }
  if (const auto kept = runs_.at(name)->set_paused(false); !kept) {
    return tl::unexpected(problem_of(kept.error()));
  }
  return {};
}

Served<void> StudyHost::remove(const std::string& name) {
  const std::scoped_lock lock(mutex_);
  if (const auto there = shelf_->read(name); !there && there.error().code == ErrorCode::kNotFound) {
    return no_study(name);
  }
  const auto found = runs_.find(name);
  if (found != runs_.end()) {
    found->second->stop();
    runs_.erase(found);
  }
  if (const auto removed = shelf_->remove(name); !removed) {
    return tl::unexpected(problem_of(removed.error()));
  }
  return {};
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

Served<std::shared_ptr<HostedStudy>> StudyHost::at_work(const std::string& name) const {
  if (auto study = running(name)) return study;
  {
    const std::scoped_lock lock(mutex_);
    if (stopped_) return stopping();
  }
  const auto kept = read(name);
  if (!kept) return tl::unexpected(kept.error());
  return problem(409, "study_over", "the study has stopped: " + kept->record.stopped_because,
                 "POST /v1/studies/" + name + "/resume goes on with it");
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/service/remote_workers.h"

#include <algorithm>
#include <chrono>
#include <iomanip>
#include <sstream>
#include <utility>

#include "search/scenario/faults.h"

namespace wattle::search {
namespace {

using Reason = Refusal::Reason;

/// How often the scheduler looks after leases and its own budget when nobody says anything.
constexpr std::chrono::milliseconds kLookAround{500};
/// So long a study that goes on may take to begin with what it finds.
constexpr std::chrono::seconds kTakenUpWithin{10};

tl::unexpected<Refusal> lost(const std::string& lease) {
  return refuse(Reason::kLeaseLost, "there is no lease " + lease +
                                        ", or it has ended: the trial is somebody else's, or over");
}

/// What the ids of all leases that were given for a key begin with: "KEY.".
std::string beginning(const std::string& key) { return key + "."; }

template <class ByLease>
bool has_beginning(const ByLease& by_lease, const std::string& key) {
  const std::string start = beginning(key);
  const auto found = by_lease.lower_bound(start);
  return found != by_lease.end() && found->first.compare(0, start.size(), start) == 0;
}

/// So that an old lease is never taken for a new one, also after a restart.
std::mt19937_64 seeded_by_the_machine() {
  std::random_device device;
  std::seed_seq seed{device(), device(), device(), device()};
  return std::mt19937_64(seed);
}

}  // namespace

RemoteWorkers::RemoteWorkers(const Goal& goal, energy::ReplayedBooks& books,
                             const energy::Clock& clock, Seconds lease_seconds)
    : goal_(goal),
      books_(books),
      clock_(clock),
      lease_seconds_(lease_seconds),
      draw_(seeded_by_the_machine()) {}

RemoteWorkers::~RemoteWorkers() = default;

void RemoteWorkers::remember(const std::vector<Trial>& trials) {
  const std::scoped_lock lock(mutex_);
  for (const Trial& trial : trials) {
    if (trial.lease.id.empty()) continue;
    if (is_ended(trial.state)) {
      ended_[trial.lease.id] = trial.state;
    } else {
      expected_.insert(trial.lease.id);
    }
  }
}

void RemoteWorkers::wait_for_held(std::unique_lock<std::mutex>& lock,
                                  const std::string& beginning) {
  const auto is_expected = [&] {
    const auto found = expected_.lower_bound(beginning);
    return found != expected_.end() && found->compare(0, beginning.size(), beginning) == 0;
  };
  if (!to_askers_.wait_for(lock, kTakenUpWithin, [&] { return !is_expected(); })) {
    while (is_expected()) expected_.erase(expected_.lower_bound(beginning));  // somebody else's now
  }
}

Answer<AskAnswer> RemoteWorkers::ask(AskRequest request, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  if (request.key.empty()) request.key = random_text();
  wait_for_held(lock, beginning(request.key));
  if (auto before = given_before(request); !before.empty()) {
    return AskAnswer{std::move(before), false, {}};
  }
  if (has_beginning(ended_, request.key)) {
    return refuse(Reason::kInvalid, "the trials that were given for this key have ended",
                  {fault_at("/key", request.key, "a key that was not used before")});
  }
  Asker asker{request, {}, false};
  askers_.push_back(&asker);
  ++changes_;
  to_scheduler_.notify_all();
  const auto enough = [&] { return !asker.claimed && (!asker.wants_more() || gives_nothing()); };
  to_askers_.wait_for(lock, patience, enough);
  to_askers_.wait(lock, [&] { return !asker.claimed; });
  askers_.erase(std::find(askers_.begin(), askers_.end(), &asker));
  AskAnswer answer{std::move(asker.trials), closed_.has_value(), {}};
  if (static_cast<int>(answer.trials.size()) == request.count) return answer;
  answer.because = reason_for_none();
  if (answer.because.empty()) answer.because = "no trial was ready in time";
  return answer;
}

std::string RemoteWorkers::reason_for_none() const {
  if (closed_) return *closed_;
  if (paused_) return "the study is paused";
  if (finishing_) return "nothing is left to begin; the last trials run";
  return {};
}

std::vector<Handout> RemoteWorkers::given_before(const AskRequest& request) const {
  std::vector<Handout> trials;
  const std::string start = beginning(request.key);
  for (auto held = held_.lower_bound(start); held != held_.end(); ++held) {
    if (held->first.compare(0, start.size(), start) != 0) break;
    trials.push_back(handout_of(held->second.trial->job()));
  }
  return trials;
}

Lease RemoteWorkers::new_lease(const Asker& asker) {
  return {beginning(asker.request.key) + random_text(), asker.request.worker};
}

std::string RemoteWorkers::random_text() {
  std::ostringstream text;
  text << std::hex << std::setw(16) << std::setfill('0') << draw_();
  return text.str();
}

Handout RemoteWorkers::handout_of(const TrialJob& job) {
  Handout handout;
  handout.number = job.number;
  handout.attempt = job.attempt;
  handout.lease = job.lease;
  handout.parameters = job.parameters;
  handout.seed = job.seed;
  handout.environment = *job.environment;
  handout.limits = job.limits;
  handout.planned_steps = job.planned_steps;
  return handout;
}

std::shared_ptr<RemoteTrial> RemoteWorkers::heard(const std::string& lease) {
  std::unique_lock lock(mutex_);
  wait_for_held(lock, lease);
  const auto held = held_.find(lease);
  if (held == held_.end()) return nullptr;
  held->second.heard = clock_.now();
  return held->second.trial;
}

void RemoteWorkers::forget(const std::string& lease, std::optional<TrialState> ended) {
  const std::scoped_lock lock(mutex_);
  held_.erase(lease);
  if (ended && is_ended(*ended)) ended_[lease] = *ended;
  ++changes_;
  to_scheduler_.notify_all();
}

Answer<std::optional<std::string>> RemoteWorkers::report(const std::string& lease,
                                                         const StepNews& news) {
  const auto trial = heard(lease);
  return trial ? trial->report(news) : lost(lease);
}

Answer<TrialState> RemoteWorkers::tell(const std::string& lease, const EndNews& news) {
  const auto trial = heard(lease);
  if (!trial) {
    const std::scoped_lock lock(mutex_);
    const auto ended = ended_.find(lease);
    return ended == ended_.end() ? Answer<TrialState>(lost(lease)) : ended->second;
  }
  const auto state = trial->tell(news);
  if (state) forget(lease, *state);
  return state;
}

Answer<TrialState> RemoteWorkers::fail(const std::string& lease, const FailureNews& news) {
  const auto trial = heard(lease);
  if (!trial) {
    const std::scoped_lock lock(mutex_);
    const auto ended = ended_.find(lease);
    return ended == ended_.end() ? Answer<TrialState>(lost(lease)) : ended->second;
  }
  const auto state = trial->fail(news);
  if (state) forget(lease, *state);
  return state;
}

Answer<void> RemoteWorkers::give_back(const std::string& lease) {
  const auto trial = heard(lease);
  if (!trial) return lost(lease);
  const auto given = trial->give_back();
  if (given) forget(lease, std::nullopt);
  return given;
}

std::vector<std::string> RemoteWorkers::keep(const std::vector<std::string>& leases) {
  std::vector<std::string> ended;
  for (const std::string& lease : leases) {
    if (!heard(lease)) ended.push_back(lease);
  }
  return ended;
}

void RemoteWorkers::set_paused(bool paused) {
  const std::scoped_lock lock(mutex_);
  paused_ = paused;
  ++changes_;
  to_scheduler_.notify_all();
  to_askers_.notify_all();
}

void RemoteWorkers::wake() {
  const std::scoped_lock lock(mutex_);
  ++changes_;
  to_scheduler_.notify_all();
}

void RemoteWorkers::close(const std::string& because) {
  const std::scoped_lock lock(mutex_);
  closed_ = because;
  expected_.clear();
  to_askers_.notify_all();
}

std::vector<HeldLease> RemoteWorkers::leases() const {
  const std::scoped_lock lock(mutex_);
  const Seconds now = clock_.now();
  std::vector<HeldLease> leases;
  for (const auto& [id, held] : held_) {
    leases.push_back({held.lease, held.trial->job().number, held.trial->started(), now - held.heard,
                      held.trial->last_step()});
  }
  return leases;
}

bool RemoteWorkers::wants(const Lease& lease) const {
  if (!lease.id.empty()) return true;
  const std::scoped_lock lock(mutex_);
  return !paused_ && std::any_of(askers_.begin(), askers_.end(),
                                 [](const Asker* asker) { return asker->wants_more(); });
}

void RemoteWorkers::unclaim() {
  if (claim_ == nullptr) return;
  claim_->claimed = false;
  claim_ = nullptr;
  to_askers_.notify_all();
}

Lease RemoteWorkers::lease_for(const Trial& trial) {
  const std::scoped_lock lock(mutex_);
  unclaim();
  if (!trial.lease.id.empty()) return trial.lease;
  const auto asker = std::find_if(askers_.begin(), askers_.end(),
                                  [](const Asker* each) { return each->wants_more(); });
  if (asker == askers_.end()) return {};  // gone meanwhile: `start` lets the trial wait
  claim_ = *asker;
  claim_->claimed = true;
  return new_lease(*claim_);
}

void RemoteWorkers::start(TrialJob job, TrialEnded ended) {
  auto trial =
      std::make_shared<RemoteTrial>(std::move(job), std::move(ended), goal_, books_, clock_);
  const TrialJob& started = trial->job();
  const bool is_claimed = [&] {
    const std::scoped_lock lock(mutex_);
    return claim_ != nullptr;
  }();
  if (!started.environment) {
    trial->end_unstarted(started.environment.error());
  } else if (started.lease.id.empty()) {
    (void)trial->give_back();
  } else if (!is_claimed) {
    trial->go_on();
  }
  const std::scoped_lock lock(mutex_);
  ++changes_;
  expected_.erase(started.lease.id);
  to_askers_.notify_all();
  if (started.environment && !started.lease.id.empty()) {
    held_[started.lease.id] = {trial, started.lease, clock_.now()};
    if (claim_ != nullptr) claim_->trials.push_back(handout_of(started));
  }
  unclaim();
}

void RemoteWorkers::wait(std::unique_lock<std::mutex>& lock) {
  lock.unlock();
  end_leases(false);
  {
    std::unique_lock own(mutex_);
    unclaim();
    finishing_ = false;
    to_scheduler_.wait_for(own, kLookAround, [&] { return changes_ != seen_; });
    seen_ = changes_;
  }
  lock.lock();
}

void RemoteWorkers::finish() {
  for (;;) {
    end_leases(is_cancelled());
    std::unique_lock own(mutex_);
    unclaim();
    finishing_ = true;
    to_askers_.notify_all();
    if (held_.empty()) return;
    to_scheduler_.wait_for(own, kLookAround, [&] { return held_.empty() || changes_ != seen_; });
    seen_ = changes_;
  }
}

bool RemoteWorkers::is_cancelled() {
  const std::scoped_lock lock(mutex_);
  return std::any_of(held_.begin(), held_.end(), [](const auto& held) {
    const TrialJob& job = held.second.trial->job();
    return job.cancelled && job.cancelled();
  });
}

void RemoteWorkers::end_leases(bool all) {
  for (const auto& trial : take_back(all)) (void)trial->give_back();
}

std::vector<std::shared_ptr<RemoteTrial>> RemoteWorkers::take_back(bool all) {
  const std::scoped_lock lock(mutex_);
  std::vector<std::shared_ptr<RemoteTrial>> taken;
  const Seconds now = clock_.now();
  for (auto held = held_.begin(); held != held_.end();) {
    if (!all && now - held->second.heard <= lease_seconds_) {
      ++held;
      continue;
    }
    taken.push_back(held->second.trial);
    held = held_.erase(held);
    ++changes_;
  }
  return taken;
}

}  // namespace wattle::search

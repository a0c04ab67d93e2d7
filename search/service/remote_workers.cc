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

/// So long a study that goes on may take to begin with what it finds.
constexpr std::chrono::seconds kTakenUpWithin{10};

/// What the ids of all leases that were given for a key begin with: "KEY.".
std::string beginning(const std::string& key) { return key + "."; }

const std::string& id_of(const std::string& lease) { return lease; }
template <class Value>
const std::string& id_of(const std::pair<const std::string, Value>& by_lease) {
  return by_lease.first;
}

/// Whether a set or a map has a lease that was given for the key.
template <class Leases>
bool has_beginning(const Leases& leases, const std::string& key) {
  const std::string start = beginning(key);
  const auto found = leases.lower_bound(start);
  return found != leases.end() && id_of(*found).compare(0, start.size(), start) == 0;
}

tl::unexpected<Refusal> not_taken_up() {
  return refuse(Reason::kNotRecorded, "the study is being taken up again; say it again");
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

template <class Expected>
bool RemoteWorkers::wait_for_taken_up(std::unique_lock<std::mutex>& lock,
                                      const Expected& expected) {
  return to_askers_.wait_for(lock, kTakenUpWithin, [&] { return !expected(); });
}

bool RemoteWorkers::is_expected(const std::string& key) const {
  return has_beginning(expected_, key);
}

Answer<AskAnswer> RemoteWorkers::ask(AskRequest request, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  if (request.key.empty()) request.key = random_text();
  if (!wait_for_taken_up(lock, [&] { return is_expected(request.key); })) return not_taken_up();
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
  idle_ = false;
  to_scheduler_.notify_all();
  to_askers_.wait_for(lock, patience, [&] { return has_enough(asker); });
  to_askers_.wait(lock, [&] { return !asker.claimed; });
  askers_.erase(std::find(askers_.begin(), askers_.end(), &asker));
  // Some may have been taken back while it waited for more.
  std::erase_if(asker.trials,
                [&](const Handout& trial) { return !held_.contains(trial.lease.id); });
  AskAnswer answer{std::move(asker.trials), closed_.has_value(), {}};
  if (static_cast<int>(answer.trials.size()) == request.count) return answer;
  answer.because = reason_for_none();
  if (answer.because.empty()) answer.because = "no other trial was ready in time";
  return answer;
}

bool RemoteWorkers::has_enough(const Asker& asker) const {
  if (asker.claimed) return false;
  return !asker.wants_more() || closed_ || (!asker.trials.empty() && idle_);
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
  wait_for_taken_up(lock, [&] { return expected_.contains(lease); });
  const auto held = held_.find(lease);
  if (held == held_.end()) return nullptr;
  held->second.heard = clock_.now();
  return held->second.trial;
}

void RemoteWorkers::forget(const std::string& lease, std::optional<TrialState> ended) {
  const std::scoped_lock lock(mutex_);
  held_.erase(lease);
  if (ended && is_ended(*ended)) {
    ended_[lease] = *ended;
  } else {
    released_ = true;
  }
  ++changes_;
  to_scheduler_.notify_all();
}

Refusal RemoteWorkers::why_not_held(const std::string& lease) const {
  const std::scoped_lock lock(mutex_);
  if (stopping_ || expected_.contains(lease)) return not_taken_up().value();
  return {Reason::kLeaseLost,
          "there is no lease " + lease + ", or it has ended: the trial is somebody else's, or over",
          {}};
}

Answer<TrialState> RemoteWorkers::state_of(const std::string& lease) const {
  {
    const std::scoped_lock lock(mutex_);
    const auto ended = ended_.find(lease);
    if (ended != ended_.end()) return ended->second;
  }
  return tl::unexpected(why_not_held(lease));
}

Answer<std::optional<std::string>> RemoteWorkers::report(const std::string& lease,
                                                         const StepNews& news) {
  const auto trial = heard(lease);
  if (!trial) return tl::unexpected(why_not_held(lease));
  return trial->report(news);
}

template <class End>
Answer<TrialState> RemoteWorkers::end(const std::string& lease, const End& end) {
  const auto trial = heard(lease);
  if (!trial) return state_of(lease);
  Answer<TrialState> state = end(*trial);
  if (state) forget(lease, *state);
  return state;
}

Answer<TrialState> RemoteWorkers::tell(const std::string& lease, const EndNews& news) {
  return end(lease, [&](RemoteTrial& trial) { return trial.tell(news); });
}

Answer<TrialState> RemoteWorkers::fail(const std::string& lease, const FailureNews& news) {
  return end(lease, [&](RemoteTrial& trial) {
    const int failures = [&] {
      const std::scoped_lock lock(mutex_);
      return ++failures_[trial.job().number];
    }();
    return trial.fail(news, failures);
  });
}

Answer<void> RemoteWorkers::give_back(const std::string& lease) {
  const auto trial = heard(lease);
  if (!trial) return tl::unexpected(why_not_held(lease));
  auto given = trial->give_back();
  if (given) forget(lease, std::nullopt);
  return given;
}

Answer<LeasedAttempt> RemoteWorkers::attempt_of(const std::string& lease) {
  const auto trial = heard(lease);
  if (!trial) return tl::unexpected(why_not_held(lease));
  return LeasedAttempt{trial->job().number, trial->job().attempt};
}

std::vector<std::string> RemoteWorkers::keep(const std::vector<std::string>& leases) {
  std::vector<std::string> ended;
  for (const std::string& lease : leases) {
    if (!heard(lease)) ended.push_back(lease);
  }
  const std::scoped_lock lock(mutex_);
  if (stopping_) return {};  // they go on in another run
  std::erase_if(ended, [&](const std::string& lease) { return expected_.contains(lease); });
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

void RemoteWorkers::close(const std::string& because, bool leases_are_kept) {
  const std::scoped_lock lock(mutex_);
  closed_ = because;
  stopping_ = stopping_ && leases_are_kept;
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

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// What the scheduler wants of workers elsewhere.
#include <algorithm>
#include <chrono>
#include <numeric>
#include <utility>

#include "search/service/remote_workers.h"

namespace wattle::search {
namespace {

/// How often the scheduler looks after leases and its own budget when nobody says anything.
constexpr std::chrono::milliseconds kLookAround{500};

}  // namespace

bool RemoteWorkers::wants(const Lease& lease) const {
  if (!lease.id.empty()) return true;
  return wanted() > 0;
}

int RemoteWorkers::wanted() const {
  const std::scoped_lock lock(mutex_);
  if (paused_) return 0;
  return std::accumulate(askers_.begin(), askers_.end(), 0, [](int sum, const Asker* asker) {
    return sum + (asker->claimed ? 0 : asker->wants());
  });
}

void RemoteWorkers::unclaim() {
  if (claim_ == nullptr) return;
  claim_->claimed = false;
  claim_ = nullptr;
  to_askers_.notify_all();
}

std::optional<Lease> RemoteWorkers::lease_for(const Trial& trial) {
  const std::scoped_lock lock(mutex_);
  unclaim();
  if (!trial.lease.id.empty()) return trial.lease;
  const auto asker = std::find_if(askers_.begin(), askers_.end(),
                                  [](const Asker* each) { return each->wants_more(); });
  if (asker == askers_.end()) return std::nullopt;  // gone meanwhile
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
  } else if (!is_claimed) {
    trial->go_on();
  }
  const std::scoped_lock lock(mutex_);
  ++changes_;
  expected_.erase(started.lease.id);
  to_askers_.notify_all();
  if (started.environment) {
    held_[started.lease.id] = {trial, started.lease, clock_.now()};
    if (claim_ != nullptr) claim_->trials.push_back(handout_of(started));
  }
  unclaim();
}

void RemoteWorkers::wait(std::unique_lock<std::mutex>& lock) {
  lock.unlock();
  end_leases();
  {
    std::unique_lock own(mutex_);
    unclaim();
    finishing_ = false;
    idle_ = changes_ == seen_;
    if (idle_) to_askers_.notify_all();
    to_scheduler_.wait_for(own, kLookAround, [&] { return changes_ != seen_; });
    seen_ = changes_;
    idle_ = false;
  }
  lock.lock();
}

bool RemoteWorkers::wait_for_released() { return finish_some(true); }

void RemoteWorkers::finish() { finish_some(false); }

bool RemoteWorkers::finish_some(bool until_released) {
  for (;;) {
    const bool cancelled = is_cancelled();
    if (cancelled && until_released) return false;
    if (cancelled) interrupt();
    end_leases();
    std::unique_lock own(mutex_);
    unclaim();
    finishing_ = idle_ = true;
    to_askers_.notify_all();
    if (until_released && std::exchange(released_, false)) return true;
    if (held_.empty()) return false;
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

void RemoteWorkers::interrupt() {
  std::map<std::string, Held> interrupted;
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    interrupted.swap(held_);
    ++changes_;
  }
  for (const auto& [lease, held] : interrupted) held.trial->interrupt();
}

void RemoteWorkers::end_leases() {
  for (const auto& trial : take_silent()) (void)trial->give_back();
}

std::vector<std::shared_ptr<RemoteTrial>> RemoteWorkers::take_silent() {
  const std::scoped_lock lock(mutex_);
  std::vector<std::shared_ptr<RemoteTrial>> taken;
  const Seconds now = clock_.now();
  for (auto held = held_.begin(); held != held_.end();) {
    if (now - held->second.heard <= lease_seconds_) {
      ++held;
      continue;
    }
    taken.push_back(held->second.trial);
    held = held_.erase(held);
    released_ = true;
    ++changes_;
  }
  return taken;
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/objective/isolated_trainer.h"

#include <utility>

#include "search/objective/worker_process.h"

namespace wattle::search {

IsolatedTrainer::IsolatedTrainer(IsolationOptions options) : options_(std::move(options)) {}

IsolatedTrainer::~IsolatedTrainer() = default;

Result<std::shared_ptr<IsolatedTrainer>> IsolatedTrainer::make(IsolationOptions options) {
  std::shared_ptr<IsolatedTrainer> trainer(new IsolatedTrainer(std::move(options)));
  auto worker = trainer->take(nullptr);
  if (!worker) return tl::unexpected<Error>(worker.error());
  trainer->give_back(std::move(*worker));
  return trainer;
}

Result<trainer::ModelSummary> IsolatedTrainer::summarise(const nlohmann::json& objective) {
  auto worker = take(nullptr);
  if (!worker) return tl::unexpected<Error>(worker.error());
  auto summary = (*worker)->summarise(objective, nullptr);
  give_back(std::move(*worker));
  return summary;
}

Result<trainer::TrainingResult> IsolatedTrainer::train(const trainer::TrainingRequest& request,
                                                       trainer::TrainingObserver& observer) {
  if (observer.cancelled()) return fail(ErrorCode::kCancelled, "interrupted");
  auto worker = take(&observer);
  if (!worker) return tl::unexpected<Error>(worker.error());
  if (!(*worker)->has_data()) {
    // An answer that is an error is the training's to give. One that cost the worker is its own.
    const auto summary = (*worker)->summarise(request.objective, &observer);
    if (!summary && !(*worker)->alive()) return tl::unexpected<Error>(summary.error());
  }
  auto result = (*worker)->train(request, observer);
  give_back(std::move(*worker));
  return result;
}

Result<trainer::ModelProfile> IsolatedTrainer::profile(const trainer::ProfileRequest& request,
                                                       energy::Account& account) {
  if (request.cancelled()) return fail(ErrorCode::kCancelled, "interrupted");
  auto worker = take(nullptr);
  if (!worker) return tl::unexpected<Error>(worker.error());
  if (!(*worker)->has_data()) {
    const auto summary = (*worker)->summarise(request.objective, nullptr);
    if (!summary && !(*worker)->alive()) return tl::unexpected<Error>(summary.error());
  }
  auto profile = (*worker)->profile(request, account);
  give_back(std::move(*worker));
  return profile;
}

int IsolatedTrainer::started() const {
  const std::scoped_lock lock(mutex_);
  return started_;
}

Result<std::unique_ptr<WorkerProcess>> IsolatedTrainer::take(
    const trainer::TrainingObserver* observer) {
  {
    const std::scoped_lock lock(mutex_);
    while (!idle_.empty()) {
      std::unique_ptr<WorkerProcess> worker = std::move(idle_.back());
      idle_.pop_back();
      if (worker->alive()) return worker;
    }
    ++started_;
  }
  return WorkerProcess::start(options_, observer);
}

void IsolatedTrainer::give_back(std::unique_ptr<WorkerProcess> worker) {
  if (!worker->alive()) return;
  const std::scoped_lock lock(mutex_);
  idle_.push_back(std::move(worker));
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// A trainer that fails in the ways that `model.fault` names, for tests of isolation.
#include <sys/types.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <iostream>
#include <limits>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "energy/metering.h"
#include "trainer/trainer.h"

namespace wattle::trainer {
namespace {

void hang() {
  for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
}

void allocate() {
  std::vector<std::vector<char>> held;
  for (int i = 0; i < 40; ++i) {
    held.emplace_back(10'000'000, 'x');  // written to, so that it is there
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

[[noreturn]] void flood() {
  for (const std::string much(65536, 'x');;) std::cerr << much << std::endl;
}

/// Many short epochs, each of which takes 10 MB.
void grow(TrainingObserver& observer) {
  std::vector<std::vector<char>> held;
  for (int epoch = 4; epoch < 300; ++epoch) {
    held.emplace_back(10'000'000, 'x');
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    if (!observer.on_epoch(epoch, {})) return;
  }
}

void commit(const std::string& fault) {
  if (fault.empty() || fault == "none") return;
  std::cerr << "about to " << fault << std::endl;
  std::cout << "printed" << std::endl;
  if (fault == "segfault") std::raise(SIGSEGV);
  if (fault == "kill") std::raise(SIGKILL);
  if (fault == "throw") throw std::runtime_error("boom");
  if (fault == "exit") ::_exit(3);
  if (fault == "hang") hang();
  if (fault == "allocate") allocate();
  if (fault == "flood") flood();
  if (fault == "close") ::close(3);
}

double thread_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Until this thread has used so much more CPU time.
void burn(double seconds) {
  const double begin = thread_seconds();
  while (thread_seconds() - begin < seconds) {
  }
}

class FaultyTrainer final : public Trainer {
 public:
  Result<ModelSummary> summarise(const nlohmann::json& objective) override {
    load(objective);
    commit(objective.at("model").value("summary_fault", ""));
    ModelSummary summary;
    summary.layers = {{"linear1", "linear", "10", 650, 640}};
    summary.parameters = 650;
    summary.train_examples = 7;
    summary.input_shape = "1x8x8";
    summary.classes = 10;
    return summary;
  }

  Result<TrainingResult> train(const TrainingRequest& request,
                               TrainingObserver& observer) override {
    const std::string fault = request.objective.at("model").value("fault", "");
    if (fault == "impossible") return fail(ErrorCode::kInvalidArgument, "no such model");
    load(request.objective);
    if (fault == "refuse") return fail(ErrorCode::kDiverged, "the loss is not finite", "a hint");
    burn(request.objective.at("model").value("cpu_seconds", 0.0));
    TrainingResult result;
    for (int epoch = 1; epoch <= 3; ++epoch) {
      result.metrics = {{"val_loss", 0.1 * epoch}, {"third", 1.0 / 3.0}};
      if (fault == "none") result.metrics["seed"] = static_cast<double>(request.seed);
      if (!observer.on_epoch(epoch, result.metrics)) {
        result.stopped = true;
        return result;
      }
      if (observer.cancelled()) return fail(ErrorCode::kCancelled, "interrupted");
      if (epoch == 2) commit(fault);
      while (fault == "wait") {
        if (observer.cancelled()) return fail(ErrorCode::kCancelled, "interrupted");
      }
    }
    if (fault == "grow") grow(observer);
    if (fault == "none") return result;
    result.metrics["nan"] = std::numeric_limits<double>::quiet_NaN();
    result.metrics["infinity"] = -std::numeric_limits<double>::infinity();
    result.metrics["zero"] = -0.0;
    result.metrics["tiny"] = std::numeric_limits<double>::denorm_min();
    result.metrics["seed"] = static_cast<double>(request.seed >> 11);
    result.metrics["process"] = static_cast<double>(::getpid());
    return result;
  }

  /// One layer that costs what the account counts meanwhile, in as many examples as the seed says.
  Result<ModelProfile> profile(const ProfileRequest& request, energy::Account& account) override {
    const std::string fault = request.objective.at("model").value("fault", "");
    load(request.objective);
    commit(fault);
    if (fault == "refuse") return fail(ErrorCode::kDiverged, "the loss is not finite", "a hint");
    account.uses_device(true);
    const double before = account.reading().net.joules.value;
    burn(request.objective.at("model").value("cpu_seconds", 0.0));
    const double used = account.reading().net.joules.value - before;
    while (fault == "wait") {
      if (request.cancelled()) return fail(ErrorCode::kCancelled, "interrupted");
    }
    ModelProfile profile;
    profile.batch = static_cast<std::int64_t>(request.seed);
    profile.layers = {{"linear1", "linear", "10", 650, 640, 7, {used, 1.0 / 3.0, 0.5}, {}}};
    profile.step = {request.window_seconds, std::numeric_limits<double>::denorm_min(),
                    static_cast<double>(request.repeats)};
    profile.inference = {{request.threads, {2.0, 3.0, 4.0}}};
    return profile;
  }

 private:
  /// Its data are read once.
  void load(const nlohmann::json& objective) {
    if (!std::exchange(loaded_, true)) burn(objective.at("model").value("load_seconds", 0.0));
  }
  bool loaded_ = false;
};

}  // namespace
}  // namespace wattle::trainer

wattle::trainer::Trainer* wattle_create_trainer(
    const wattle::trainer::TrainerOptions& /*options*/) {
  return new wattle::trainer::FaultyTrainer;
}

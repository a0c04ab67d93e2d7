// SPDX-License-Identifier: MIT
#include "search/objective/trial_worker.h"

#include <fstream>
#include <memory>
#include <mutex>
#include <utility>

#include "energy/clock.h"
#include "search/objective/profile_messages.h"
#include "search/objective/remote_account.h"
#include "search/objective/trainer_library.h"
#include "search/objective/training_messages.h"
#include "search/process/json_lines.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using Got = JsonLines::Got;

/// How often a training looks for a message, and says that it lives.
constexpr Seconds kLookPeriod{0.02};
constexpr Seconds kAlivePeriod{1.0};
constexpr int kForEver = -1;

/// Tells a training's steps to the other process, and takes its wishes.
class RemoteObserver final : public trainer::TrainingObserver {
 public:
  explicit RemoteObserver(JsonLines& lines) : lines_(lines), looked_(clock_.now()) {
    alive_ = looked_;
  }

  bool on_epoch(int epoch, const trainer::Metrics& metrics) override {
    const std::scoped_lock lock(mutex_);
    lines_.send({{"epoch", epoch}, {"metrics", exact_to_json(metrics)}});
    go_.reset();
    // The study answers each epoch, also when it has cancelled; if it is gone, nobody does.
    while (!go_ && !gone_) take(kForEver);
    alive_ = clock_.now();
    return go_.value_or(false);
  }

  void on_resumed(int epochs) override {
    const std::scoped_lock lock(mutex_);
    lines_.send({{"resumed", epochs}});
  }

  void on_device(const std::string& device) override {
    const std::scoped_lock lock(mutex_);
    lines_.send({{"device", device}});
  }
  void on_evaluation_begin() override {
    const std::scoped_lock lock(mutex_);
    lines_.send({{"evaluating", true}});
  }
  void on_evaluation_end(std::int64_t examples) override {
    const std::scoped_lock lock(mutex_);
    lines_.send({{"evaluated", examples}});
  }

  bool cancelled() const override {
    const std::scoped_lock lock(mutex_);
    const Seconds now = clock_.now();
    if (cancelled_ || now - looked_ < kLookPeriod) return cancelled_;
    looked_ = now;
    take(0);
    if (now - alive_ >= kAlivePeriod) {
      alive_ = now;
      lines_.send({{"alive", true}});
    }
    return cancelled_;
  }

  // All threads of this process are the trial's.
  void on_thread_begin() override {}
  void on_thread_end() override {}

 private:
  void take(int milliseconds) const {
    json message;
    const Got got = lines_.receive(message, milliseconds);
    if (got == Got::kNothing) return;
    // A study that is gone wants nothing any more.
    gone_ = gone_ || got != Got::kMessage;
    cancelled_ = cancelled_ || gone_ || message.contains("cancel");
    if (got == Got::kMessage && message.contains("go")) go_ = message.at("go").get<bool>();
  }

  JsonLines& lines_;
  const energy::SteadyClock clock_;
  mutable std::mutex mutex_;
  mutable Seconds looked_;
  mutable Seconds alive_;
  mutable std::optional<bool> go_;
  mutable bool cancelled_ = false;
  mutable bool gone_ = false;
};

template <class T>
json answer(const char* name, const Result<T>& result) {
  if (result) return {{name, to_json(*result)}};
  return {{"error", to_json(result.error())}};
}

Result<std::shared_ptr<trainer::Trainer>> load(const json& message) {
  TrainerLocations locations;
  trainer::TrainerOptions options;
  for (const auto& file : message.at("load")) locations.files.emplace_back(file.get<std::string>());
  for (const auto& folder : message.at("data")) {
    options.data_directories.emplace_back(folder.get<std::string>());
  }
  options.folder = message.at("folder").get<std::string>();
  return load_trainer(locations, options);
}

/// When memory runs out, the system ends this process and not the study.
void volunteer_for_the_out_of_memory_killer() { std::ofstream("/proc/self/oom_score_adj") << 500; }

}  // namespace

Result<void> serve_trials(int input, int output) {
  volunteer_for_the_out_of_memory_killer();
  JsonLines lines(input, output);
  std::shared_ptr<trainer::Trainer> trainer;
  json message;
  while (lines.receive(message, kForEver) == Got::kMessage) {
    if (message.contains("load")) {
      auto loaded = load(message);
      if (loaded) trainer = std::move(*loaded);
      lines.send(loaded ? json{{"ready", true}} : json{{"error", to_json(loaded.error())}});
    } else if (trainer != nullptr && message.contains("summarise")) {
      lines.send(answer("summary", trainer->summarise(message.at("summarise"))));
    } else if (trainer != nullptr && message.contains("train")) {
      RemoteObserver observer(lines);
      lines.send(
          answer("result", trainer->train(request_from_json(message.at("train")), observer)));
    } else if (trainer != nullptr && message.contains("profile")) {
      RemoteAccount account(lines);
      trainer::ProfileRequest request = profile_request_from_json(message.at("profile"));
      request.cancelled = [&account] { return account.cancelled(); };
      lines.send(answer("profiled", trainer->profile(request, account)));
    } else if (!message.contains("cancel") && !message.contains("go")) {
      // Those two may come late, when the training has already ended.
      return fail(ErrorCode::kInvalidArgument, "a worker understands no " + message.dump());
    }
  }
  return {};
}

}  // namespace wattle::search

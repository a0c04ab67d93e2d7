// SPDX-License-Identifier: MIT
#include "search/objective/trial_worker.h"

#include <fstream>
#include <memory>
#include <utility>

#include "search/objective/profile_messages.h"
#include "search/objective/remote_account.h"
#include "search/objective/study_line.h"
#include "search/objective/trainer_library.h"
#include "search/objective/training_messages.h"
#include "search/process/json_lines.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using Got = JsonLines::Got;

constexpr int kForEver = -1;

/// Tells a training's steps to the other process, and takes its wishes.
class RemoteObserver final : public trainer::TrainingObserver {
 public:
  explicit RemoteObserver(JsonLines& lines) : study_(lines) {}

  bool on_epoch(int epoch, const trainer::Metrics& metrics) override {
    const auto go = study_.ask({{"epoch", epoch}, {"metrics", exact_to_json(metrics)}}, "go");
    return go && go->get<bool>();
  }

  void on_resumed(int epochs) override { study_.say({{"resumed", epochs}}); }
  void on_device(const std::string& device) override { study_.say({{"device", device}}); }
  void on_evaluation_begin() override { study_.say({{"evaluating", true}}); }
  void on_evaluation_end(std::int64_t examples) override { study_.say({{"evaluated", examples}}); }
  bool cancelled() const override { return study_.cancelled(); }

  // All threads of this process are the trial's.
  void on_thread_begin() override {}
  void on_thread_end() override {}

 private:
  mutable StudyLine study_;
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

// SPDX-License-Identifier: MIT
#include "trainer/training/checkpoint.h"

#include <ATen/ATen.h>
#include <torch/serialize.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "trainer/whole_file.h"

namespace wattle::trainer {
namespace {

using torch::serialize::InputArchive;
using torch::serialize::OutputArchive;

constexpr int kVersion = 1;
constexpr int kSavingShare = 20;  // a heuristic: saving costs at most 5 %

std::string to_text(const Progress& progress) {
  nlohmann::json text = {{"epochs", progress.epochs},
                         {"updates", progress.work.updates},
                         {"examples_trained", progress.work.examples_trained},
                         {"examples_evaluated", progress.work.examples_evaluated}};
  if (progress.last_finite_loss) {
    text["last_finite_loss"] = *progress.last_finite_loss;
  }
  return text.dump();
}

Progress to_progress(const std::string& text) {
  const nlohmann::json read = nlohmann::json::parse(text);
  Progress progress;
  progress.epochs = read.at("epochs").get<std::vector<Metrics>>();
  progress.work = {read.at("updates"), read.at("examples_trained"), read.at("examples_evaluated")};
  if (read.contains("last_finite_loss")) {
    progress.last_finite_loss = read.at("last_finite_loss").get<double>();
  }
  return progress;
}

std::string text_of(InputArchive& archive, const std::string& name) {
  c10::IValue value;
  archive.read(name, value);
  return value.toStringRef();
}

at::Tensor tensor_of(InputArchive& archive, const std::string& name) {
  at::Tensor tensor;
  archive.read(name, tensor);
  return tensor;
}

std::string bytes_of(const TrainingState& state, const std::string& identity) {
  OutputArchive archive;
  archive.write("identity", c10::IValue(identity));
  archive.write("progress", c10::IValue(to_text(state.progress)));
  archive.write("best_kept", c10::IValue(!state.best.empty()));
  for (std::size_t i = 0; i < state.tensors.size(); ++i) {
    archive.write("now_" + state.tensors[i].first, state.tensors[i].second.detach());
    if (!state.best.empty()) {
      archive.write("best_" + state.tensors[i].first, state.best[i]);
    }
  }
  for (const auto& [name, generator] : state.generators) {
    archive.write("generator_" + name, generator->get_state());
  }
  OutputArchive updater;
  state.updater.save(updater);
  archive.write("updater", updater);
  std::ostringstream out;
  archive.save_to(out);
  return out.str();
}

void read_into(const TrainingState& state, InputArchive& archive) {
  // Everything is read before anything is changed.
  Progress progress = to_progress(text_of(archive, "progress"));
  c10::IValue best_kept;
  archive.read("best_kept", best_kept);
  std::vector<at::Tensor> now;
  std::vector<at::Tensor> best;
  std::vector<at::Tensor> generators;
  for (const auto& [name, tensor] : state.tensors) {
    now.push_back(tensor_of(archive, "now_" + name));
    if (best_kept.toBool()) {
      best.push_back(tensor_of(archive, "best_" + name));
    }
  }
  for (const auto& [name, generator] : state.generators) {
    generators.push_back(tensor_of(archive, "generator_" + name));
  }
  InputArchive updater;
  archive.read("updater", updater);
  state.updater.load(updater);
  const at::NoGradGuard no_gradient;
  for (std::size_t i = 0; i < now.size(); ++i) {
    at::Tensor target = state.tensors[i].second;
    target.copy_(now[i]);
  }
  for (std::size_t i = 0; i < generators.size(); ++i) {
    state.generators[i].second->set_state(generators[i]);
  }
  state.best = std::move(best);
  state.progress = std::move(progress);
}

}  // namespace

Checkpoint::Checkpoint(std::filesystem::path file, std::string identity)
    : file_(std::move(file)),
      identity_("wattle checkpoint " + std::to_string(kVersion) + "\n" + std::move(identity)) {}

Result<void> Checkpoint::save_in_turn(const TrainingState& state) {
  const bool due = saving_ * kSavingShare <= Clock::now() - begin_;
  return due ? save(state) : Result<void>();
}

Result<void> Checkpoint::save(const TrainingState& state) {
  if (file_.empty()) {
    return {};
  }
  const Clock::time_point before = Clock::now();
  std::error_code error;
  std::filesystem::create_directories(file_.parent_path(), error);
  if (error) {
    return fail(ErrorCode::kIo,
                file_.parent_path().string() + ": cannot be made: " + error.message());
  }
  auto written = write_whole(file_, bytes_of(state, identity_));
  saving_ += Clock::now() - before;
  return written;
}

bool Checkpoint::load(const TrainingState& state) {
  std::error_code ignored;
  if (file_.empty() || !std::filesystem::exists(file_, ignored)) {
    return false;
  }
  try {
    InputArchive archive;
    archive.load_from(file_.string());
    if (text_of(archive, "identity") != identity_) {
      return false;
    }
    read_into(state, archive);
    return true;
  } catch (const std::exception&) {  // libtorch and the JSON reader each have their own
    return false;
  }
}

}  // namespace wattle::trainer

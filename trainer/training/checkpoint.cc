// SPDX-License-Identifier: MIT
#include "trainer/training/checkpoint.h"

#include <ATen/ATen.h>
#include <torch/serialize.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "energy/text/durable_file.h"
#include "trainer/checksum.h"
#include "trainer/model/state.h"
#include "trainer/training/device.h"

namespace wattle::trainer {
namespace {

using torch::serialize::InputArchive;
using torch::serialize::OutputArchive;

constexpr int kVersion = 2;
constexpr int kSavingShare = 20;  // a heuristic: saving costs at most 5 %
constexpr std::size_t kChecksumDigits = 8;

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

/// The container in the file; empty when there is no file, or it is damaged.
std::string sound_container(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (bytes.size() < kChecksumDigits) {
    return {};
  }
  const std::string written = bytes.substr(bytes.size() - kChecksumDigits);
  bytes.resize(bytes.size() - kChecksumDigits);
  return checksum_text(checksum(bytes)) == written ? bytes : std::string();
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
  std::string bytes = std::move(out).str();  // no copy: weights may be most of the memory
  bytes += checksum_text(checksum(bytes));
  return bytes;
}

/// Generators in the states that the archive has. Throws where one is of another kind.
std::vector<at::Generator> read_generators(const TrainingState& state, InputArchive& archive) {
  std::vector<at::Generator> read;
  for (const auto& [name, generator] : state.generators) {
    read.push_back(make_device_generator(0, generator->device()));
    read.back().set_state(tensor_of(archive, "generator_" + name));
  }
  return read;
}

void read_into(const TrainingState& state, InputArchive& archive) {
  // Everything that may fail comes before anything is changed.
  Progress progress = to_progress(text_of(archive, "progress"));
  c10::IValue best_kept;
  archive.read("best_kept", best_kept);
  std::vector<at::Tensor> now;
  std::vector<at::Tensor> best;
  for (const auto& [name, tensor] : state.tensors) {
    now.push_back(tensor_of(archive, "now_" + name));
    if (best_kept.toBool()) {
      best.push_back(tensor_of(archive, "best_" + name));
    }
  }
  const std::vector<at::Generator> generators = read_generators(state, archive);
  InputArchive updater;
  archive.read("updater", updater);
  state.updater.load(updater);
  for (std::size_t i = 0; i < now.size(); ++i) {
    assign(state.tensors[i].second, now[i]);
  }
  for (std::size_t i = 0; i < generators.size(); ++i) {
    *state.generators[i].second = generators[i];
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
  auto written = write_file_durably(file_, bytes_of(state, identity_));
  saving_ += Clock::now() - before;
  return written;
}

bool Checkpoint::load(const TrainingState& state) {
  const std::string container = file_.empty() ? std::string() : sound_container(file_);
  if (container.empty()) {
    return false;
  }
  try {
    InputArchive archive;
    archive.load_from(container.data(), container.size());
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

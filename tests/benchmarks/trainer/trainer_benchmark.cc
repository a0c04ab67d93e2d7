// SPDX-License-Identifier: MIT
// Images a second of the trainer, alone and beside itself, as JSON. run.py compares it with Python.
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "trainer/make_trainer.h"
#include "trainer/trainer.h"

namespace wattle::trainer {
namespace {

using Clock = std::chrono::steady_clock;

struct Flags {
  std::filesystem::path data = "/usr/share/datasets";
  std::int64_t batch_size = 32;
  std::int64_t images = 6400;
  int epochs = 4;
  int jobs = 1;
  int threads = 1;
};

/// Memory of this process that is resident now.
double resident_mb() {
  std::ifstream statm("/proc/self/statm");
  double total = 0.0;
  double resident = 0.0;
  statm >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
}

double thread_cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Keeps the time of every epoch's end, the first start included. Validation is a thousandth.
class Timer final : public TrainingObserver {
 public:
  bool on_epoch(int /*epoch*/, const Metrics& /*metrics*/) override {
    wall.push_back(Clock::now());
    cpu.push_back(thread_cpu_seconds());
    return true;
  }
  bool cancelled() const override {
    if (!started) started = Clock::now();
    return false;
  }
  void on_thread_begin() override {}
  void on_thread_end() override {}

  std::vector<Clock::time_point> wall;
  std::vector<double> cpu;
  mutable std::optional<Clock::time_point> started;  ///< of the first batch
};

/// The network of the comparison: two convolutions with pooling and two linear layers.
TrainingRequest request(const Flags& flags) {
  TrainingRequest made;
  made.objective = {
      {"data",
       {{"name", "fashion_mnist"}, {"limit", flags.images}, {"validation", 0.001}, {"test", 0}}},
      {"model", {{"family", "cnn"}, {"channels", {16, 32}}, {"hidden", {64}}}},
      {"training",
       {{"optimizer", "sgd"},
        {"momentum", 0.9},
        {"learning_rate", 0.01},
        {"batch_size", flags.batch_size},
        {"epochs", flags.epochs}}}};
  made.seed = 1;
  made.threads = flags.threads;
  return made;
}

/// One training's rates, its first epoch left out: it warms caches.
nlohmann::json rates(const Timer& timer, std::int64_t images) {
  nlohmann::json wall = nlohmann::json::array();
  nlohmann::json cpu = nlohmann::json::array();
  const auto count = static_cast<double>(images);
  for (std::size_t i = 1; i < timer.wall.size(); ++i) {
    const std::chrono::duration<double> seconds = timer.wall[i] - timer.wall[i - 1];
    wall.push_back(count / seconds.count());
    cpu.push_back(count / (timer.cpu[i] - timer.cpu[i - 1]));
  }
  return {{"wall", wall}, {"cpu", cpu}};
}

nlohmann::json measure(const Flags& flags) {
  const std::unique_ptr<Trainer> trainer = make_trainer({{flags.data}});
  const TrainingRequest asked = request(flags);
  if (const auto loaded = trainer->summarise(asked.objective); !loaded) {
    throw std::runtime_error(loaded.error().message);
  }
  const double base_mb = resident_mb();
  std::vector<Timer> timers(static_cast<std::size_t>(flags.jobs));
  std::vector<std::thread> trainings;
  const Clock::time_point begin = Clock::now();
  for (Timer& timer : timers) {
    trainings.emplace_back([&] { (void)trainer->train(asked, timer); });
  }
  for (std::thread& training : trainings) training.join();
  nlohmann::json result = {
      {"batch_size", flags.batch_size}, {"jobs", flags.jobs}, {"base_mb", base_mb}};
  for (const Timer& timer : timers) {
    if (timer.wall.empty()) throw std::runtime_error("a training failed");
    result["trainings"].push_back(rates(timer, flags.images));
    const std::chrono::duration<double> first = *timer.started - begin;
    result["first_batch_ms"].push_back(1e3 * first.count());
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  result["peak_mb"] = static_cast<double>(usage.ru_maxrss) / 1024.0;
  return result;
}

}  // namespace
}  // namespace wattle::trainer

int main(int count, char** arguments) {
  wattle::trainer::Flags flags;
  CLI::App app("Images a second of Wattle's trainer on Fashion-MNIST, as JSON.");
  app.add_option("--data", flags.data, "folder that holds fashion-mnist/");
  app.add_option("--batch-size", flags.batch_size)->check(CLI::PositiveNumber);
  app.add_option("--images", flags.images, "an epoch")->check(CLI::PositiveNumber);
  app.add_option("--epochs", flags.epochs, "the first one is not counted")
      ->check(CLI::Range(2, 1000));
  app.add_option("--jobs", flags.jobs, "trainings side by side")->check(CLI::PositiveNumber);
  app.add_option("--threads", flags.threads, "of a training")->check(CLI::PositiveNumber);
  CLI11_PARSE(app, count, arguments);
  try {
    std::cout << wattle::trainer::measure(flags).dump() << "\n";
  } catch (const std::exception& error) {
    std::cerr << "trainer_benchmark: " << error.what() << "\n";
    return 1;
  }
  return 0;
}

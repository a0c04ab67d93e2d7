// SPDX-License-Identifier: MIT
// device_check DEVICE: the trainer on a device (`cuda`, `cuda:1`) beside the processor. Weights,
// the order of examples and augmentation are drawn on the processor, so both must learn nearly the
// same; how nearly is a matter of sums in another order, and of TF32 in convolutions. Exit 1 where
// not.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "trainer/make_trainer.h"
#include "trainer/trainer.h"

namespace wattle::trainer {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

/// TF32 rounds factors to 11 bits (4.9e-4); losses of a few updates stay within some of these.
constexpr double kTolerance = 0.02;

/// Keeps the losses and the times of the epochs; stops after as many as asked.
class Course final : public TrainingObserver {
 public:
  explicit Course(int stop_after = -1) : stop_after_(stop_after) {}
  bool on_epoch(int epoch, const Metrics& metrics) override {
    losses.push_back(metrics.at("val_loss"));
    ends.push_back(Clock::now());
    return epoch != stop_after_;
  }
  bool cancelled() const override { return false; }
  void on_thread_begin() override {}
  void on_thread_end() override {}

  std::vector<double> losses;
  std::vector<Clock::time_point> ends;

 private:
  int stop_after_;
};

class Check {
 public:
  explicit Check(std::string device)
      : device_(std::move(device)),
        trainer_(make_trainer({{shipped_data()}, shipped_data()})),
        folder_(std::filesystem::temp_directory_path() / "wattle-device-check") {
    std::filesystem::remove_all(folder_);
  }

  /// Whether everything held.
  bool run() {
    compare_optimizers();
    compare_models();
    learns("dropout", {{"family", "mlp"}, {"dropout", 0.3}}, {});
    learns("bfloat16", small_cnn(), {{"precision", "bfloat16"}});
    goes_on_from_a_checkpoint();
    keeps_a_model_for_the_processor();
    if (device_ != "cpu") print_rates();
    std::filesystem::remove_all(folder_);
    std::printf("%d of %d checks on %s hold\n", checks_ - failures_, checks_, device_.c_str());
    return failures_ == 0;
  }

 private:
  static std::filesystem::path shipped_data() {
    return std::filesystem::path(WATTLE_SOURCE_DIR) / "scenarios" / "data";
  }

  static json small_cnn() {
    return {{"family", "cnn"}, {"channels", {8, 16}}, {"hidden", {32}}, {"batch_norm", true}};
  }

  static TrainingRequest request(json data, json model, json training) {
    TrainingRequest made;
    json members = {{"epochs", 3}, {"learning_rate", 0.005}, {"batch_size", 64}};
    if (!training.empty()) members.update(training);
    made.objective = {
        {"data", std::move(data)}, {"model", std::move(model)}, {"training", members}};
    made.seed = 3;
    return made;
  }

  void say(const std::string& what, bool holds, const std::string& figures) {
    ++checks_;
    failures_ += holds ? 0 : 1;
    std::printf("%-8s %-28s %s\n", holds ? "ok" : "FAILED", what.c_str(), figures.c_str());
    std::fflush(stdout);
  }

  Result<TrainingResult> train(TrainingRequest asked, const std::string& device, Course& course) {
    asked.objective["training"]["device"] = device;
    return trainer_->train(asked, course);
  }

  void say_near(const std::string& what, double expected, double got) {
    say(what, std::abs(got - expected) <= kTolerance * std::abs(expected),
        "val_loss " + std::to_string(got) + ", expected " + std::to_string(expected));
  }

  /// The same training on both: their losses of the first epoch.
  void compare(const std::string& what, const TrainingRequest& asked) {
    Course here;
    Course there;
    const auto expected = train(asked, "cpu", here);
    const auto got = train(asked, device_, there);
    if (!expected || !got) {
      return say(what, false, (expected ? got : expected).error().message);
    }
    say_near(what, here.losses.front(), there.losses.front());
  }

  void compare_optimizers() {
    for (const char* optimizer : {"sgd", "adam", "adamw", "rmsprop", "adagrad", "lbfgs"}) {
      compare(optimizer, request({{"name", "digits"}}, {{"family", "mlp"}},
                                 {{"optimizer", optimizer}, {"clip_norm", 1.0}}));
    }
  }

  void compare_models() {
    const json images = {
        {"name", "digits"}, {"standardise", true}, {"augment", {{"crop", 1}, {"flip", true}}}};
    const json several = {{"name", "digits"},
                          {"groups", {{"parity", {{0, 2, 4, 6, 8}, {1, 3, 5, 7, 9}}}}}};
    const json table = {{"csv", "iris/iris.csv"}, {"target", "species"}, {"standardise", true}};
    const json texts = {{"text", "languages/languages.csv"},
                        {"target", "language"},
                        {"tokens", "characters"},
                        {"length", 40}};
    compare("cnn, augmented", request(images, small_cnn(), {}));
    compare("resnet", request(images, {{"family", "resnet"}, {"width", 8}}, {}));
    compare("several targets", request(several, {{"family", "mlp"}}, {}));
    compare("table", request(table, {{"family", "mlp"}}, {{"batch_size", 16}}));
    compare("lstm", request(texts, {{"family", "lstm"}, {"width", 16}}, {}));
    compare("transformer",
            request(texts, {{"family", "transformer"}, {"width", 16}, {"dropout", 0}}, {}));
  }

  /// What draws on the device, or rounds there, has other numbers; it must learn all the same.
  void learns(const std::string& what, const json& model, const json& training) {
    TrainingRequest asked = request({{"name", "digits"}}, model, training);
    asked.objective["training"]["epochs"] = 8;
    Course course;
    const auto result = train(asked, device_, course);
    if (!result) {
      return say(what, false, result.error().message);
    }
    const double accuracy = result->metrics.at("val_accuracy");
    say(what, accuracy >= 0.9, "val_accuracy " + std::to_string(accuracy));
  }

  void goes_on_from_a_checkpoint() {
    TrainingRequest asked = request({{"name", "digits"}}, small_cnn(), {});
    Course whole;
    (void)train(asked, device_, whole);
    asked.checkpoint_file = folder_ / "checkpoint.pt";
    asked.checkpoint_when_stopped = true;
    Course first(1);
    (void)train(asked, device_, first);
    Course rest;
    const auto result = train(asked, device_, rest);
    if (!result || result->resumed_epochs != 1) {
      return say("checkpoint", false, result ? "was not used" : result.error().message);
    }
    say_near("checkpoint", whole.losses.back(), rest.losses.back());
  }

  void keeps_a_model_for_the_processor() {
    TrainingRequest asked = request({{"name", "digits"}}, small_cnn(), {});
    asked.artifact_directory = folder_ / "model";
    Course course;
    (void)train(asked, device_, course);
    // Steps too small to change anything but what it begins with.
    TrainingRequest again = request({{"name", "digits"}}, small_cnn(),
                                    {{"epochs", 1},
                                     {"learning_rate", 1e-12},
                                     {"start_from", (folder_ / "model" / "model.pt").string()}});
    Course taken_over;
    const auto result = train(again, "cpu", taken_over);
    if (!result || course.losses.empty()) {
      return say("kept model", false, result ? "was not trained" : result.error().message);
    }
    say("kept model", taken_over.losses.front() <= 1.5 * course.losses.back(),
        "val_loss " + std::to_string(taken_over.losses.front()) + " on the processor after " +
            std::to_string(course.losses.back()));
  }

  /// Median of the epochs behind the first, which warms caches.
  double images_a_second(const std::string& device, int batch_size) {
    TrainingRequest asked =
        request({{"name", "digits"}, {"validation", 0.01}, {"test", 0}},
                {{"family", "cnn"}, {"channels", {64, 128}}, {"hidden", {256}}},
                {{"epochs", 6}, {"batch_size", batch_size}, {"optimizer", "sgd"}});
    Course course;
    const auto images = trainer_->summarise(asked.objective);
    if (!images || !train(asked, device, course)) return std::nan("");
    std::vector<double> rates;
    for (std::size_t i = 1; i < course.ends.size(); ++i) {
      const std::chrono::duration<double> seconds = course.ends[i] - course.ends[i - 1];
      rates.push_back(static_cast<double>(images->train_examples) / seconds.count());
    }
    std::sort(rates.begin(), rates.end());
    return rates[rates.size() / 2];
  }

  void print_rates() {
    std::printf("\n| batch size | images a second, cpu | %s |\n|---|---|---|\n", device_.c_str());
    for (const int batch_size : {32, 128, 512}) {
      std::printf("| %d | %.0f | %.0f |\n", batch_size, images_a_second("cpu", batch_size),
                  images_a_second(device_, batch_size));
    }
    std::printf("\n");
  }

  const std::string device_;
  const std::unique_ptr<Trainer> trainer_;
  const std::filesystem::path folder_;
  int checks_ = 0;
  int failures_ = 0;
};

}  // namespace
}  // namespace wattle::trainer

int main(int argument_count, char** arguments) {
  const std::string device = argument_count > 1 ? arguments[1] : "cuda";
  return wattle::trainer::Check(device).run() ? 0 : 1;
}

// SPDX-License-Identifier: MIT
// What is fitted on the examples of a table is fitted on its training part alone.
#include <gmock/gmock.h>
#include <torch/csrc/jit/serialization/import.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/trainer/digits_training.h"
#include "tests/trainer/temporary_folder.h"
#include "trainer/dataset/library.h"

namespace wattle::trainer {
namespace {

constexpr std::size_t kRows = 40;
constexpr double kOften = 2.0;
constexpr double kSeldom = 6.0;
constexpr double kExtreme = 1e6;

const nlohmann::json& data() {
  static const nlohmann::json made = {{"csv", "t.csv"}, {"target", "y"}, {"standardise", true}};
  return made;
}

void write_table(const TemporaryFolder& folder, const std::vector<double>& values) {
  std::string csv = "x,y\n";
  for (std::size_t row = 0; row < kRows; ++row) {
    csv += std::to_string(values[row]) + (row % 2 == 0 ? ",a\n" : ",b\n");
  }
  folder.write("t.csv", csv);
}

/// The rows that train: they depend on the classes alone.
std::vector<std::int64_t> training_rows(const TemporaryFolder& folder) {
  write_table(folder, std::vector<double>(kRows, kOften));
  DatasetLibrary library({}, folder.path());
  return library.prepare(*parse_data_options(data()))->split.train;
}

at::Tensor buffer(const torch::jit::Module& module, const std::string& name) {
  for (const auto& named : module.named_buffers(/*recurse=*/false)) {
    if (named.name == name) return named.value;
  }
  return {};
}

// A quarter of the training rows has kSeldom: the mean is 3, the deviation sqrt(3). All numbers on
// the way to the mean are whole, so that it is exact; the deviation is rounded some times.
TEST(Trainer, StandardisesByTheTrainingPartAlone) {
  const TemporaryFolder folder;
  const std::vector<std::int64_t> rows = training_rows(folder);
  ASSERT_EQ(rows.size() % 4, 0U);
  std::vector<double> values(kRows, kExtreme);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    values[static_cast<std::size_t>(rows[i])] = i % 4 == 0 ? kSeldom : kOften;
  }
  write_table(folder, values);
  TrainingRequest asked = request({{"epochs", 1}});
  asked.objective["data"] = data();
  asked.artifact_directory = folder.path() / "best";
  TrainerOptions options;
  options.folder = folder.path();
  Recorder recorder;
  const auto result = make_trainer(options)->train(asked, recorder);
  ASSERT_TRUE(result) << result.error().message;
  const auto module = torch::jit::load(asked.artifact_directory / "model.pt");
  EXPECT_EQ(buffer(module, "input_mean").item<float>(), 3.0F);
  EXPECT_FLOAT_EQ(buffer(module, "input_scale").item<float>(), 1.0F / std::sqrt(3.0F));
}

}  // namespace
}  // namespace wattle::trainer

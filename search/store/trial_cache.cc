// SPDX-License-Identifier: MIT
#include "search/store/trial_cache.h"

#include <fstream>
#include <iomanip>
#include <iterator>
#include <sstream>
#include <system_error>

#include "energy/text/durable_file.h"
#include "search/space/fnv1a.h"
#include "search/store/record_json.h"

namespace wattle::search {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;

json step_to_json(const Step& step) {
  return {{"step", step.step},
          {"metrics", metrics_to_json(step.metrics)},
          {"joules", step.joules.value},
          {"seconds", step.seconds.value},
          {"low", step.low.value},
          {"high", step.high.value},
          {"gross_joules", step.gross_joules.value},
          {"shared", step.shared}};
}

Step step_from_json(const json& said) {
  Step step;
  step.step = said.at("step").get<int>();
  step.metrics = metrics_from_json(said.at("metrics"));
  step.joules = Joules(said.at("joules").get<double>());
  step.seconds = Seconds(said.at("seconds").get<double>());
  step.low = Joules(said.at("low").get<double>());
  step.high = Joules(said.at("high").get<double>());
  step.gross_joules = Joules(said.at("gross_joules").get<double>());
  step.shared = said.at("shared").get<bool>();
  return step;
}

json to_json(const json& key, const CachedTrial& trial) {
  json steps = json::array();
  for (const Step& step : trial.steps) steps.push_back(step_to_json(step));
  return {{"version", kVersion},
          {"key", key},
          {"study", trial.origin.study},
          {"trial", trial.origin.trial},
          {"measurement", measurement_to_json(trial.measurement)},
          {"steps", std::move(steps)}};
}

/// Throws what nlohmann throws on what the function above did not write.
CachedTrial from_json(const json& file) {
  CachedTrial trial;
  trial.origin = {file.at("study").get<std::string>(), file.at("trial").get<int>()};
  trial.measurement = measurement_from_json(file.at("measurement"));
  for (const json& step : file.at("steps")) trial.steps.push_back(step_from_json(step));
  return trial;
}

}  // namespace

Result<std::unique_ptr<TrialCache>> TrialCache::open(std::filesystem::path folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) return std::unique_ptr<TrialCache>(new TrialCache(std::move(folder)));
  return fail(ErrorCode::kIo, "cannot create " + folder.string() + ": " + error.message());
}

std::filesystem::path TrialCache::file_of(const json& key) const {
  std::ostringstream name;
  name << std::hex << std::setw(16) << std::setfill('0') << fnv1a(key.dump()) << ".json";
  return folder_ / name.str();
}

std::optional<CachedTrial> TrialCache::find(const json& key) const {
  std::ifstream in(file_of(key), std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  try {
    const json file = json::parse(text);
    if (file.at("version") != kVersion || file.at("key") != key) return std::nullopt;
    return from_json(file);
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

Result<void> TrialCache::put(const json& key, const CachedTrial& trial) const {
  const std::scoped_lock lock(writing_);
  return write_file_durably(file_of(key), to_json(key, trial).dump() + "\n");
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/store/trial_cache.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>

#include "search/store/record_json.h"
#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

const nlohmann::json kKey = {{"parameters", {{"x", 0.1}}}, {"seed", 7}};

CachedTrial sample() {
  CachedTrial trial;
  trial.origin = {"before", 3};
  trial.measurement.metrics = {{"value", 1.0 / 3.0},
                               {"size", std::numeric_limits<double>::quiet_NaN()}};
  trial.measurement.energy.joules = Joules(0.1);
  trial.measurement.energy.domains = {"package"};
  trial.measurement.seconds = Seconds(2.0);
  trial.steps = {{1,
                  {{"value", 0.5}},
                  Joules(0.05),
                  Seconds(1.0),
                  Joules(0.04),
                  Joules(0.06),
                  Joules(0.07),
                  true}};
  return trial;
}

class TrialCacheTest : public ::testing::Test {
 protected:
  std::unique_ptr<TrialCache> open() const {
    return std::move(*TrialCache::open(directory_.path() / "cache"));
  }
  std::filesystem::path only_file() const {
    return *std::filesystem::directory_iterator(directory_.path() / "cache");
  }

  const test::TemporaryDirectory directory_;
};

TEST_F(TrialCacheTest, GivesBackWhatWasPut) {
  ASSERT_TRUE(open()->put(kKey, sample()));
  const auto found = open()->find(kKey);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->origin.study, "before");
  EXPECT_EQ(found->origin.trial, 3);
  EXPECT_EQ(measurement_to_json(found->measurement), measurement_to_json(sample().measurement));
  EXPECT_TRUE(std::isnan(found->measurement.metrics.at("size")));
  ASSERT_EQ(found->steps.size(), 1u);
  const Step& step = found->steps[0];
  EXPECT_EQ(step.metrics, sample().steps[0].metrics);
  EXPECT_EQ(step.low, Joules(0.04));
  EXPECT_EQ(step.high, Joules(0.06));
  EXPECT_EQ(step.gross_joules, Joules(0.07));
  EXPECT_TRUE(step.shared);
}

TEST_F(TrialCacheTest, KnowsNoOtherKey) {
  ASSERT_TRUE(open()->put(kKey, sample()));
  EXPECT_FALSE(open()->find({{"parameters", {{"x", 0.2}}}, {"seed", 7}}));
}

TEST_F(TrialCacheTest, DoesNotTakeAHashForTheKey) {
  ASSERT_TRUE(open()->put(kKey, sample()));
  nlohmann::json file = nlohmann::json::parse(std::ifstream(only_file()));
  file["key"]["seed"] = 8;
  std::ofstream(only_file()) << file;
  EXPECT_FALSE(open()->find(kKey));
}

TEST_F(TrialCacheTest, TakesWhatItCannotReadForAbsent) {
  ASSERT_TRUE(open()->put(kKey, sample()));
  const auto file = only_file();
  for (const char* text : {"", "{", "[]", R"({"version": 2})", R"({"version": 1, "key": 1})"}) {
    std::ofstream(file) << text;
    EXPECT_FALSE(open()->find(kKey)) << text;
  }
  ASSERT_TRUE(open()->put(kKey, sample()));
  EXPECT_TRUE(open()->find(kKey));
}

TEST_F(TrialCacheTest, NeedsAFolder) {
  std::ofstream(directory_.path() / "file");
  const auto opened = TrialCache::open(directory_.path() / "file");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kIo);
}

}  // namespace
}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/report/profile_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/report/profile_words.h"

namespace wattle::search {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ProfileReport sample() {
  ProfileReport report;
  report.name = "two <layers>";
  report.parameters = Parameters(nlohmann::json{{"width", 16}});
  report.meter = "estimate";
  report.all.joules = Joules(10);
  report.all.low = Joules(5);
  report.all.high = Joules(30);
  report.all.domains = {"package"};
  report.all.source = energy::Source::kEstimated;
  report.profile.batch = 64;
  report.profile.layers = {
      {"conv",
       "convolution",
       "8x4x4",
       80,
       5000,
       2'000'000,
       {0.003, 3e-4, 1e-3},
       {0.006, 4e-4, 2e-3}},
      {"relu", "activation", "8x4x4", 0, 0, 1000, {0.001, 0.0, 1e-4}, {}},
      {"conv2", "convolution", "8x4x4", 80, 5000, 1000, {0.0, 0.0, 0.0}, {0.002, 12e-4, 1e-3}}};
  report.profile.step = {0.015, 1e-3, 5e-3};
  report.profile.inference = {{1, {0.002, 1e-4, 1e-3}}, {500, {0.1, 0.01, 0.05}}};
  return report;
}

TEST(ProfileShares, AddUpToOneByLayerAndByKind) {
  const auto layers = layer_shares(sample().profile);
  ASSERT_EQ(layers.size(), 3U);
  EXPECT_DOUBLE_EQ(layers[0].joules, 0.009);
  EXPECT_DOUBLE_EQ(layers[0].half_width, 5e-4);  // 3, 4, 5
  EXPECT_DOUBLE_EQ(layers[0].share, 0.75);
  const auto kinds = kind_shares(sample().profile);
  ASSERT_EQ(kinds.size(), 2U);
  EXPECT_EQ(kinds[0].name, "convolution");
  EXPECT_DOUBLE_EQ(kinds[0].joules, 0.011);
  EXPECT_DOUBLE_EQ(kinds[0].half_width, 13e-4);  // 5, 12, 13
  EXPECT_DOUBLE_EQ(kinds[0].share + kinds[1].share, 1.0);
}

TEST(ProfileShares, OfNothingAreNone) {
  trainer::ModelProfile profile;
  profile.layers = {{}};
  EXPECT_DOUBLE_EQ(layer_shares(profile)[0].share, 0.0);
}

TEST(ProfileJson, HasTheDocumentedKeys) {
  const nlohmann::json found = profile_json(sample());
  for (const char* key :
       {"schema_version", "scenario", "parameters", "threads", "meter", "source", "covers",
        "low_factor", "high_factor", "window_seconds", "resolution_seconds", "batch", "layers",
        "kinds", "layers_joules", "step", "inference"}) {
    EXPECT_TRUE(found.contains(key)) << key;
  }
  EXPECT_EQ(found.size(), 17U);
  EXPECT_DOUBLE_EQ(found["low_factor"], 0.5);
  EXPECT_DOUBLE_EQ(found["high_factor"], 3.0);
  EXPECT_DOUBLE_EQ(found["layers_joules"], 0.012);
  EXPECT_DOUBLE_EQ(found["inference"][0]["joules"], 2.0);  // of 1,000 predictions
  EXPECT_DOUBLE_EQ(found["inference"][1]["joules"], 0.2);
}

TEST(ProfileText, SaysWhatWasMeasuredAndHowFarToBelieveIt) {
  const std::string text = profile_text(sample());
  EXPECT_THAT(text, HasSubstr("width = 16"));
  EXPECT_THAT(text, HasSubstr("an estimate, covers package"));
  EXPECT_THAT(text, HasSubstr("0.5 to 3 times as much"));
  EXPECT_THAT(text, HasSubstr("A training step of 64 examples: 15 mJ ± 1 mJ"));
  EXPECT_THAT(text, HasSubstr("12 mJ (80 %)"));
  EXPECT_THAT(text, HasSubstr("75 %  ███████████████\n"));
  EXPECT_THAT(text, HasSubstr("1 mJ ± 0 J"));
}

TEST(ProfileText, CountsAreShort) {
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(count_text(57'802'752), "57.8 M");
}

TEST(ProfileText, WarnsOfWindowsThatAreShortForTheMeter) {
  ProfileReport report = sample();
  report.window = Seconds(1.0);
  report.resolution = Seconds(0.05);
  EXPECT_THAT(profile_text(report), Not(HasSubstr("small numbers say little")));
  report.resolution = Seconds(0.1);
  EXPECT_THAT(profile_text(report),
              HasSubstr("A measurement took 1 s, which is short beside the meter's step of 0.1 s"));
}

TEST(ProfileHtml, IsAPageOfItsOwnWithEverythingEscaped) {
  const std::string page = profile_html(sample());
  EXPECT_THAT(page, HasSubstr("<!DOCTYPE html>"));
  EXPECT_THAT(page, HasSubstr("two &lt;layers&gt;"));
  EXPECT_EQ(page.find("<layers>"), std::string::npos);
  EXPECT_EQ(page.find("http"), page.find("http-equiv"));  // no link to anywhere
  EXPECT_THAT(page, HasSubstr("width: 75%"));
}

}  // namespace
}  // namespace wattle::search

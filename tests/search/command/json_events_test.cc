// SPDX-License-Identifier: MIT
#include "search/command/json_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "search/report/trial_json.h"
#include "tests/search/report/sample_study.h"
#include "tests/support/layer_energy.h"

namespace wattle::search {
namespace {

using nlohmann::json;

std::vector<json> told(const StudyRecord& study, bool joules_known = true) {
  std::ostringstream out;
  JsonEvents events(out);
  LiveHeader header;
  header.study = "line\nbreak \xFF";
  header.metric = "val_accuracy";
  header.joules_known = joules_known;
  events.begin(header);
  LiveTotals totals;
  for (const Trial& trial : study.trials) {
    events.trial_started(trial);
    for (const Step& step : trial.steps) events.trial_step(trial.number, step);
    ++totals.done;
    totals.best = 0;
    totals.best_value = 0.9;
    events.trial_ended(trial, totals);
  }
  for (const Finalist& finalist : study.finalists) {
    events.finalist_started(finalist.trial);
    events.finalist_ended(finalist);
    if (!finalist.layers) continue;
    events.profile_started(finalist.trial);
    events.profile_ended(finalist.trial, *finalist.layers);
  }
  events.end(study.stopped_because);
  std::vector<json> lines;
  std::istringstream in(out.str());
  for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line));
  return lines;
}

TEST(JsonEvents, EveryLineIsAnObjectWithAnEvent) {
  for (const json& line : told(testing::sample_study())) {
    EXPECT_TRUE(line.at("event").is_string()) << line;
  }
}

TEST(JsonEvents, ComeInTheOrderOfTheStudy) {
  StudyRecord study = testing::sample_study(1);
  testing::add_finalist(study, 0);
  std::vector<std::string> events;
  for (const json& line : told(study)) events.push_back(line["event"]);
  EXPECT_THAT(events,
              ::testing::ElementsAre("study_started", "trial_started", "trial_step", "trial_step",
                                     "trial_step", "trial_step", "trial_ended", "finalist_started",
                                     "finalist_ended", "study_ended"));
}

TEST(JsonEvents, TellOfTheWinnersLayers) {
  StudyRecord study = testing::sample_study(1);
  testing::add_finalist(study, 0);
  study.finalists[0].layers = test::sample_layers();
  const std::vector<json> lines = told(study);
  const json& ended = lines.at(lines.size() - 2);
  EXPECT_EQ(ended["event"], "profile_ended");
  EXPECT_EQ(ended["trial"], 0);
  EXPECT_EQ(ended["layer_energy"], finalist_json(study.finalists[0])["layer_energy"]);
}

TEST(JsonEvents, AnEndedTrialIsAsInTheResult) {
  const StudyRecord study = testing::sample_study(6);
  for (const json& line : told(study)) {
    if (line["event"] != "trial_ended") continue;
    const auto number = line["trial"]["number"].get<std::size_t>();
    json expected = trial_json(study.trials[number], true);
    expected.erase("steps");
    EXPECT_EQ(line["trial"], expected);
  }
}

TEST(JsonEvents, WhatIsUnknownIsNull) {
  for (const json& line : told(testing::sample_study(1))) {
    if (line["event"] != "trial_ended") continue;
    EXPECT_TRUE(line["totals"].at("seconds_left").is_null());
    EXPECT_TRUE(line["totals"].at("of").is_null());
    EXPECT_EQ(line["totals"]["best"]["trial"], 0);
  }
}

TEST(JsonEvents, JoulesThatNobodyCountedAreNull) {
  for (const json& line : told(testing::sample_study_without_joules(1), false)) {
    if (line["event"] == "trial_step") {
      EXPECT_TRUE(line.at("joules").is_null());
    }
    if (line["event"] != "trial_ended") continue;
    EXPECT_TRUE(line["totals"].at("trial_joules").is_null());
    EXPECT_TRUE(line["totals"].at("total_joules").is_null());
  }
}

}  // namespace
}  // namespace wattle::search

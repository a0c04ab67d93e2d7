// SPDX-License-Identifier: MIT
// What every pruner must satisfy. To hold one against it:
//   INSTANTIATE_TEST_SUITE_P(Mine, PrunerContract, testing::Values(PrunerCase{"mine", make}),
//                            pruner_case_name);
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "search/pruning/pruner.h"
#include "search/space/rng.h"

namespace wattle::contract {

/// One pruner under test.
struct PrunerCase {
  std::string name;
  /// Builds a pruner for a goal, which outlives it. Thresholds in the metric's unit, of a rule that
  /// has any, are multiplied by `unit`.
  std::function<std::unique_ptr<search::Pruner>(const search::Goal&, double unit)> make;
  /// The rule stops some trials of the contract's histories. False for one that never stops any.
  bool stops_some = true;
  /// The rule looks at the trial's own curve, so that one without others may be stopped, too.
  bool stops_alone = false;
};

inline void PrintTo(const PrunerCase& pruner, std::ostream* out) { *out << pruner.name; }

inline std::string pruner_case_name(const testing::TestParamInfo<PrunerCase>& instance) {
  return instance.param.name;
}

/// Trials have the metric "value"; their joules grow by the step.
class PrunerContract : public testing::TestWithParam<PrunerCase> {
 protected:
  static constexpr int kSteps = 27;  ///< that every whole trial makes
  using Answer = std::optional<std::string>;

  static search::Goal goal(const char* direction) {
    return search::Goal::from_json(
        {{"kind", "best"}, {"metric", "value"}, {"direction", direction}});
  }

  static search::Trial trial(int number, search::TrialState state,
                             const std::vector<double>& values, double joules_a_step = 1.0) {
    search::Trial made;
    made.number = number;
    made.state = state;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double done = static_cast<double>(i) + 1.0;
      made.steps.push_back({static_cast<int>(i) + 1,
                            {{"value", values[i]}, {"other", 0.0}},
                            Joules(joules_a_step * done),
                            Seconds(done)});
    }
    if (!search::is_ended(state) || values.empty()) return made;
    made.measurement.emplace();
    made.measurement->metrics = {
        {"value", values.back()},
        {"train_joules", joules_a_step * static_cast<double>(values.size())},
        {"seconds", static_cast<double>(values.size())}};
    return made;
  }

  /// A loss that falls and flattens, with noise: 1/3 to 4/3 of a power of the step.
  static std::vector<double> curve(std::uint64_t stream, int steps = kSteps) {
    search::Rng rng(5, stream);
    const double asymptote = rng.uniform();
    const double power = 0.2 + rng.uniform();
    std::vector<double> values;
    for (int step = 1; step <= steps; ++step) {
      values.push_back(asymptote + std::pow(step, -power) + 0.02 * rng.normal());
    }
    return values;
  }

  /// `count` trials: most complete, some pruned, failed or running half-way.
  static search::History history(int count) {
    search::History trials;
    for (int number = 0; number < count; ++number) {
      std::vector<double> values = curve(static_cast<std::uint64_t>(number));
      auto state = search::TrialState::kComplete;
      if (number % 5 == 2) state = search::TrialState::kPruned;
      if (number % 7 == 3) state = search::TrialState::kFailed;
      if (number % 6 == 4) state = search::TrialState::kRunning;
      if (state != search::TrialState::kComplete) values.resize(kSteps / 2);
      trials.push_back(trial(number, state, values, 0.2 + 0.1 * (number % 20)));
    }
    return trials;
  }

  /// The answers after each step of trials that are not part of the history.
  static std::vector<Answer> replay(const search::Pruner& pruner, const search::History& others,
                                    const std::vector<search::Trial>& trials) {
    std::vector<Answer> answers;
    for (search::Trial whole : trials) {
      search::Trial running = whole;
      running.steps.clear();
      for (search::Step& step : whole.steps) {
        running.steps.push_back(std::move(step));
        answers.push_back(pruner.should_stop(running, {others, kSteps}));
      }
    }
    return answers;
  }

  static std::vector<search::Trial> newcomers(int count) {
    std::vector<search::Trial> trials;
    for (int i = 0; i < count; ++i) {
      trials.push_back(trial(1000 + i, search::TrialState::kRunning,
                             curve(1000 + static_cast<std::uint64_t>(i)), 0.2 + 0.3 * (i % 7)));
    }
    return trials;
  }

  static int count_stops(const std::vector<Answer>& answers) {
    return static_cast<int>(std::count_if(answers.begin(), answers.end(),
                                          [](const Answer& answer) { return answer.has_value(); }));
  }

  /// Every value times `factor`.
  static search::Trial scaled(search::Trial trial, double factor) {
    for (search::Step& step : trial.steps) step.metrics["value"] *= factor;
    if (trial.measurement) trial.measurement->metrics["value"] *= factor;
    return trial;
  }
  static std::vector<search::Trial> scaled(std::vector<search::Trial> trials, double factor) {
    for (search::Trial& each : trials) each = scaled(std::move(each), factor);
    return trials;
  }
  static search::History scaled(const search::History& trials, double factor) {
    return search::History(
        scaled(std::vector<search::Trial>(trials.begin(), trials.end()), factor));
  }

  static std::vector<bool> stopped(const std::vector<Answer>& answers) {
    std::vector<bool> yes;
    for (const Answer& answer : answers) yes.push_back(answer.has_value());
    return yes;
  }

  const search::Goal minimise_ = goal("minimize");
  const search::Goal maximise_ = goal("maximize");
  const std::unique_ptr<search::Pruner> pruner_ = GetParam().make(minimise_, 1.0);
};

TEST_P(PrunerContract, GivesTheSameAnswerToTheSameQuestion) {
  const search::History others = history(60);
  const auto trials = newcomers(10);
  const auto answers = replay(*pruner_, others, trials);
  replay(*pruner_, history(7), newcomers(3));
  EXPECT_EQ(replay(*pruner_, others, trials), answers)
      << "what was asked before changed the answer";
  EXPECT_EQ(replay(*GetParam().make(minimise_, 1.0), others, trials), answers);
}

TEST_P(PrunerContract, StopsSomeTrialsAndSaysWhyWithNumbers) {
  const auto answers = replay(*pruner_, history(60), newcomers(30));
  EXPECT_EQ(count_stops(answers) > 0, GetParam().stops_some);
  for (const Answer& answer : answers) {
    if (!answer) continue;
    const auto digits = std::count_if(answer->begin(), answer->end(),
                                      [](unsigned char c) { return std::isdigit(c) != 0; });
    EXPECT_GE(digits, 2) << *answer;
    EXPECT_GE(std::count(answer->begin(), answer->end(), ' '), 4) << *answer;
    EXPECT_EQ(answer->find('\n'), std::string::npos) << *answer;
    EXPECT_NE(answer->back(), '.') << *answer;
  }
}

TEST_P(PrunerContract, LetsATrialThatIsAloneGoOn) {
  const auto answers = replay(*pruner_, {}, newcomers(20));
  if (GetParam().stops_alone) {
    for (std::size_t i = 0; i < answers.size(); i += kSteps) {
      EXPECT_FALSE(answers[i]) << "at its first step: " << *answers[i];
    }
  } else {
    EXPECT_EQ(count_stops(answers), 0);
  }
}

TEST_P(PrunerContract, CopesWithATrialWithoutSteps) {
  const search::Trial fresh = trial(99, search::TrialState::kRunning, {});
  EXPECT_FALSE(pruner_->should_stop(fresh, {}));
  const search::History others = history(20);
  EXPECT_FALSE(pruner_->should_stop(fresh, {others, kSteps, Joules(-1.0)}));
}

TEST_P(PrunerContract, DoesNotCompareATrialWithItself) {
  const search::History others = history(40);
  for (const search::Trial& newcomer : newcomers(20)) {
    search::History with_itself = others;
    with_itself.push_back(newcomer);
    EXPECT_EQ(pruner_->should_stop(newcomer, {with_itself, kSteps}),
              pruner_->should_stop(newcomer, {others, kSteps}));
  }
}

TEST_P(PrunerContract, NeverStopsForAMetricThatIsNoNumber) {
  const search::History others = history(40);
  for (const double value : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
    const auto odd =
        trial(99, search::TrialState::kRunning, std::vector<double>(kSteps, value), 100.0);
    EXPECT_EQ(count_stops(replay(*pruner_, others, {odd})), 0) << value;
  }
  search::Trial without = newcomers(1).front();
  for (search::Step& step : without.steps) step.metrics.erase("value");
  EXPECT_EQ(count_stops(replay(*pruner_, others, {without})), 0);
}

TEST_P(PrunerContract, OthersWithoutValuesCountForNothing) {
  constexpr int kCopies = 8;  // more than any rule waits for
  search::History others;
  for (int copy = 0; copy < kCopies; ++copy) {
    for (const double value : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
      others.push_back(trial(static_cast<int>(others.size()), search::TrialState::kComplete,
                             std::vector<double>(kSteps, value), 0.0));
    }
    for (const auto state : {search::TrialState::kComplete, search::TrialState::kPruned,
                             search::TrialState::kWaiting, search::TrialState::kInfeasible}) {
      others.push_back(trial(static_cast<int>(others.size()), state, {}));
    }
  }
  const auto trials = newcomers(10);
  EXPECT_EQ(replay(*pruner_, others, trials), replay(*pruner_, {}, trials));
}

TEST_P(PrunerContract, EqualTrialsDoNotStopOneAnother) {
  const std::vector<double> flat(kSteps, 0.25);
  search::History others;
  for (int number = 0; number < 30; ++number) {
    others.push_back(trial(number, search::TrialState::kComplete, flat));
  }
  const auto equal = trial(30, search::TrialState::kRunning, flat);
  EXPECT_EQ(replay(*pruner_, others, {equal}), replay(*pruner_, {}, {equal}));
}

TEST_P(PrunerContract, FollowsTheDirection) {
  // The same curves upside down, for a goal upside down.
  const auto upside_down = GetParam().make(maximise_, 1.0);
  const search::History others = history(60);
  const auto trials = newcomers(30);
  EXPECT_EQ(stopped(replay(*upside_down, scaled(others, -1.0), scaled(trials, -1.0))),
            stopped(replay(*pruner_, others, trials)));
}

TEST_P(PrunerContract, AnswersAtEveryScale) {
  const search::History others = history(60);
  const auto trials = newcomers(20);
  const auto expected = stopped(replay(*pruner_, others, trials));
  // Exact: a power of two changes no digit as long as nothing under- or overflows.
  for (const int exponent : {-900, 900}) {
    const double factor = std::ldexp(1.0, exponent);
    const auto pruner = GetParam().make(minimise_, factor);
    EXPECT_EQ(stopped(replay(*pruner, scaled(others, factor), scaled(trials, factor))), expected)
        << exponent;
  }
}

TEST_P(PrunerContract, AWorseLastValueIsNoReasonToGoOn) {
  const search::History others = history(60);
  int stops = 0;
  for (search::Trial newcomer : newcomers(30)) {
    for (; !newcomer.steps.empty(); newcomer.steps.pop_back()) {
      if (!pruner_->should_stop(newcomer, {others, kSteps})) continue;
      ++stops;
      for (const double worse : {1e-3, 1.0, 1e6}) {
        search::Trial spoilt = newcomer;
        spoilt.steps.back().metrics["value"] += worse;
        EXPECT_TRUE(pruner_->should_stop(spoilt, {others, kSteps})) << worse;
      }
    }
  }
  EXPECT_EQ(stops > 0, GetParam().stops_some);
}

TEST_P(PrunerContract, CopesWithManyTrials) {
  const search::History others = history(5000);
  search::Trial newcomer = newcomers(1).front();
  newcomer.steps.resize(9);
  const Answer stop = pruner_->should_stop(newcomer, {others, kSteps});
  EXPECT_TRUE(!stop || !stop->empty());
}

}  // namespace wattle::contract

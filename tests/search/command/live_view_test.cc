// SPDX-License-Identifier: MIT
#include "search/command/live_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <thread>

#include "search/command/terminal_text.h"
#include "tests/search/report/sample_study.h"
#include "tests/support/layer_energy.h"

namespace wattle::search {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kRedraw = "A\r\x1b[J";

LiveHeader header() {
  return {"digits, small networks",
          "bayesian",
          "the highest val_accuracy, where ten times the energy must buy 0.02 of it",
          "24 trials, 20000 J",
          "estimate: a model of busy threads, with a wide interval; no energy counter is readable",
          2,
          "val_accuracy",
          {"learning_rate", "batch_size", "width", "epochs", "optimizer", "momentum"}};
}

LiveTotals totals_after(int done) {
  LiveTotals totals;
  totals.best = done - 1;
  totals.best_value = 0.9;
  totals.trial_joules = Joules(100.0 * done);
  totals.total_joules = Joules(130.0 * done);
  totals.elapsed = Seconds(5.0 * done);
  totals.left = Seconds(5.0 * (24 - done));
  totals.done = done;
  totals.of = 24;
  return totals;
}

/// The whole of a study: starts, steps, ends, a finalist.
void play(LiveView& view, const StudyRecord& study) {
  view.begin(header());
  int done = 0;
  for (const Trial& trial : study.trials) {
    view.trial_started(trial);
    for (const Step& step : trial.steps) view.trial_step(trial.number, step);
    view.trial_ended(trial, totals_after(++done));
  }
  for (const Finalist& finalist : study.finalists) {
    view.finalist_started(finalist.trial);
    view.finalist_ended(finalist);
    if (!finalist.layers) continue;
    view.profile_started(finalist.trial);
    view.profile_ended(finalist.trial, *finalist.layers);
  }
  view.end(study.stopped_because);
}

std::string shown(const StudyRecord& study, LiveOptions options) {
  std::ostringstream out;
  const energy::ManualClock clock;
  LiveView view(out, options, clock);
  play(view, study);
  return out.str();
}

/// The text with cursor movements taken out; colours do not count as visible anyway.
std::string without_movements(std::string text) {
  for (std::size_t at = 0; (at = text.find("\x1b[", at)) != std::string::npos;) {
    const std::size_t end = text.find_first_not_of("0123456789;", at + 2);
    text.erase(at, end + 1 - at);
  }
  return text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(without_movements(text));
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

StudyRecord study_with_finalist() {
  StudyRecord study = testing::sample_study();
  testing::add_finalist(study, 22);
  study.finalists[0].layers = test::sample_layers();
  return study;
}

/// What the screen of a terminal holds after the text: only "up n, clear below" and lines.
std::vector<std::string> screen_after(const std::string& text) {
  std::vector<std::string> lines{""};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') {
      lines.emplace_back();
    } else if (text.compare(i, 2, "\x1b[") == 0) {
      const std::size_t end = text.find_first_not_of("0123456789", i + 2);
      if (text[end] == 'A') lines.resize(lines.size() - std::stoul(text.substr(i + 2)));
      if (text[end] == 'A') lines.back().clear();
      i = end;
    } else if (text[i] != '\r') {
      lines.back() += text[i];
    }
  }
  return lines;
}

class LiveViewWidth : public ::testing::TestWithParam<std::tuple<int, bool>> {};

TEST_P(LiveViewWidth, NoLineIsWider) {
  const auto [columns, interactive] = GetParam();
  for (const std::string& line :
       lines_of(shown(study_with_finalist(), {interactive, columns, true}))) {
    EXPECT_LE(visible_width(line), static_cast<std::size_t>(columns)) << line;
  }
}

INSTANTIATE_TEST_SUITE_P(Terminals, LiveViewWidth,
                         ::testing::Combine(::testing::Values(24, 40, 80, 200), ::testing::Bool()));

TEST(LiveView, PlainOutputHasNoEscapes) {
  EXPECT_THAT(shown(study_with_finalist(), {false, 80, true}), Not(HasSubstr("\x1b")));
}

TEST(LiveView, TellsWhatTheWinnersLayersCost) {
  StudyRecord study = study_with_finalist();
  EXPECT_THAT(shown(study, {false, 80, false}), HasSubstr("12 mJ in a training step of 15 mJ"));
  study.finalists[0].layers->failure = "no trainer";
  EXPECT_THAT(shown(study, {false, 80, false}), HasSubstr("could not be measured: no trainer"));
}

TEST(LiveView, PlainOutputHasOneLineATrial) {
  const auto lines = lines_of(shown(testing::sample_study(), {false, 80, false}));
  int rows = 0;
  for (const std::string& line : lines) {
    for (const char* state : {" complete ", " pruned ", " failed ", " infeasible "}) {
      if (line.find(state) == 5) ++rows;
    }
  }
  EXPECT_EQ(rows, 24);
}

TEST(LiveView, WithoutColourOnlyTheCursorMoves) {
  EXPECT_THAT(shown(testing::sample_study(), {true, 80, false}), Not(HasSubstr("\x1b[1m")));
}

TEST(LiveView, TheBlockIsWipedAtTheEnd) {
  const std::string text = shown(study_with_finalist(), {true, 80, false});
  int best = 0;
  int rows = 0;
  for (const std::string& line : screen_after(text)) {
    if (line.rfind("best  ", 0) == 0) ++best;
    EXPECT_THAT(line, Not(HasSubstr("started")));
    EXPECT_THAT(line, Not(HasSubstr("runs again")));
    if (line.find(" complete ") == 5) ++rows;
  }
  EXPECT_EQ(best, 1);
  EXPECT_EQ(rows, 17);
}

/// Redraws while a view is told of a thousand steps that are so far apart on its clock and in the
/// study's time.
int redraws_of(energy::ManualClock& clock, Seconds between, Seconds study_seconds) {
  std::ostringstream out;
  LiveView view(out, {true, 80, false}, clock);
  view.begin(header());
  view.trial_started(testing::sample_trial(0, Seconds(0.0)));
  for (int step = 1; step <= 1000; ++step) {
    clock.advance(between);
    view.trial_step(0, {step, {}, Joules(1.0), study_seconds * step});
  }
  const std::string text = out.str();
  int redraws = 0;
  for (std::size_t at = text.find(kRedraw); at != std::string::npos;
       at = text.find(kRedraw, at + 1)) {
    ++redraws;
  }
  return redraws;
}

TEST(LiveView, RedrawsAtMostTenTimesInASecond) {
  // Three seconds, of which each of the windows [0, 1), [1, 2), [2, 3], [3, 3] allows ten.
  energy::ManualClock clock;
  const int redraws = redraws_of(clock, Seconds(0.003), Seconds(0.003));
  EXPECT_GE(redraws, 20);
  EXPECT_LE(redraws, 40);
}

TEST(LiveView, SimulatedSecondsAreNoReasonToRedraw) {
  energy::ManualClock clock;
  EXPECT_LE(redraws_of(clock, Seconds(0.0), Seconds(60.0)), 10);
}

TEST(LiveView, LinesHeldBackAppearWithTheNextEvent) {
  std::ostringstream out;
  energy::ManualClock clock;
  LiveView view(out, {true, 80, false}, clock);
  view.begin(header());
  for (int number = 0; number < 30; ++number) {
    Trial trial = testing::sample_trial(0, Seconds(0.0));
    trial.number = number;
    view.trial_ended(trial, totals_after(number + 1));
  }
  EXPECT_THAT(out.str(), Not(HasSubstr("*29 complete")));
  Trial next = testing::sample_trial(0, Seconds(0.0));
  next.number = 30;
  clock.advance(Seconds(1.5));
  view.trial_started(next);
  EXPECT_THAT(out.str(), HasSubstr("*29 complete"));
}

TEST(LiveView, NamesCannotMoveTheCursor) {
  StudyRecord study = testing::sample_study(6);
  for (Trial& trial : study.trials) trial.reason = "\x1b[2J\r\nowned\xFF";
  const std::string text = shown(study, {false, 80, false});
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\r")));
}

TEST(LiveView, MarksEstimatesAndTheBest) {
  const std::string text = shown(testing::sample_study(1), {false, 80, false});
  EXPECT_THAT(text, HasSubstr("*0 complete"));
  EXPECT_THAT(text, HasSubstr("~4.2 J"));
}

TEST(LiveView, ManyThreadsMayTellItThings) {
  std::ostringstream out;
  const energy::ManualClock clock;
  LiveView view(out, {false, 80, false}, clock);
  view.begin(header());
  constexpr int kThreads = 4;
  constexpr int kTrials = 50;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&view, t] {
      for (int i = 0; i < kTrials; ++i) {
        Trial trial = testing::sample_trial(0, Seconds(0.1 * i));
        trial.number = t * kTrials + i;
        view.trial_started(trial);
        view.trial_step(trial.number, trial.steps.front());
        view.trial_ended(trial, totals_after(1));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  int rows = 0;
  for (const std::string& line : lines_of(out.str())) rows += line.find(" complete ") == 5 ? 1 : 0;
  EXPECT_EQ(rows, kThreads * kTrials);
}

}  // namespace
}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/command/progress_view.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <utility>

#include "search/command/json_events.h"
#include "search/command/live_view.h"
#include "search/command/terminal_text.h"
#include "search/report/findings.h"

namespace wattle::search {
namespace {

std::string budget_text(const Budget& budget) {
  std::ostringstream text;
  const char* comma = "";
  const auto add = [&](double amount, const char* unit) {
    text << comma << amount << unit;
    comma = ", ";
  };
  if (budget.trials) add(*budget.trials, " trials");
  if (budget.seconds) add(budget.seconds->value, " s");
  if (budget.grams) {
    add(budget.grams->value, " g of CO2e");
  } else if (budget.joules) {
    add(budget.joules->value, " J");
  }
  return text.str();
}

LiveHeader header_of(const Study& study, const RunOptions& run, const RunningMeter& meter) {
  const energy::MeterInfo& info = meter.metering->meter();
  LiveHeader header;
  header.study = study.name;
  header.strategy = study.strategy->in_words();
  header.goal = goal_text(study.scenario.at("goal"));
  header.budget = budget_text(study.budget);
  header.meter = info.name + ": " + info.explanation;
  header.joules_known = info.source != energy::Source::kUnknown;
  header.jobs = run.jobs;
  header.metric = study.goal.metric();
  for (const Parameter& parameter : study.space.parameters())
    header.parameters.push_back(parameter.name);
  return header;
}

LiveOptions terminal_options() {
  LiveOptions options;
  options.interactive = ::isatty(STDOUT_FILENO) == 1;
  options.colour = options.interactive && std::getenv("NO_COLOR") == nullptr;
  winsize size{};
  if (options.interactive && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    options.columns = size.ws_col;
  }
  return options;
}

/// Passes the study's events on to a listener, with the totals so far.
class Announcer final : public ProgressView {
 public:
  Announcer(std::unique_ptr<LiveListener> listener, const Study& study, const LiveHeader& header,
            bool says_results)
      : listener_(std::move(listener)), study_(study), says_results_(says_results) {
    listener_->begin(header);
  }

  void trial_started(const Trial& trial, const Progress& /*progress*/) override {
    listener_->trial_started(trial);
  }
  void trial_step(const Trial& trial, const Step& step) override {
    listener_->trial_step(trial.number, step);
  }
  void trial_ended(const Trial& trial, const Progress& progress) override {
    listener_->trial_ended(trial, totals(progress));
  }
  void finalist_started(int number) override { listener_->finalist_started(number); }
  void finalist_ended(const Finalist& finalist) override { listener_->finalist_ended(finalist); }
  void profile_started(int number) override { listener_->profile_started(number); }
  void profile_ended(int number, const LayerEnergy& layers) override {
    listener_->profile_ended(number, layers);
  }
  void end(const std::string& stopped_because) override { listener_->end(stopped_because); }
  void results(const StudyRecord& record, const std::filesystem::path& folder) override {
    if (!says_results_) return;
    std::cout << "\n";
    const auto width = static_cast<std::size_t>(terminal_options().columns);
    for (const std::string& sentence : findings_text(record, find_out(record))) {
      for (const std::string& line : wrapped(sentence, width, 0)) std::cout << line << "\n";
    }
    std::cout << "Report: " << (folder / "report.html").string() << std::endl;
  }

 private:
  LiveTotals totals(const Progress& progress) const {
    LiveTotals totals;
    totals.best = progress.best;
    totals.best_value = progress.best_value;
    totals.trial_joules = progress.ledger.trials;
    totals.total_joules = progress.ledger.total;
    totals.elapsed = progress.elapsed;
    totals.done = progress.ended;
    totals.of = trials_to_run();
    // A replay's seconds are not those that somebody waits for.
    if (totals.of && progress.ended > 0 && study_.objective->recorded_runs() == nullptr) {
      totals.left =
          progress.elapsed * (static_cast<double>(*totals.of - progress.ended) / progress.ended);
    }
    return totals;
  }

  /// Of the budget, and no more than the space has rows, which are tried once each.
  std::optional<int> trials_to_run() const {
    const auto* const rows = study_.space.rows();
    if (!study_.budget.trials || rows == nullptr) return study_.budget.trials;
    return static_cast<int>(
        std::min(static_cast<std::size_t>(*study_.budget.trials), rows->size()));
  }

  std::unique_ptr<LiveListener> listener_;
  const Study& study_;
  const bool says_results_;
};

/// Says nothing.
class Silence final : public ProgressView {
 public:
  void end(const std::string& /*stopped_because*/) override {}
  void results(const StudyRecord& /*record*/, const std::filesystem::path& /*folder*/) override {}
};

}  // namespace

std::unique_ptr<ProgressView> make_progress_view(ViewOptions options, const Study& study,
                                                 const RunOptions& run, const RunningMeter& meter,
                                                 const energy::Clock& clock) {
  if (options.quiet) return std::make_unique<Silence>();
  const LiveHeader header = header_of(study, run, meter);
  if (options.json) {
    return std::make_unique<Announcer>(std::make_unique<JsonEvents>(std::cout), study, header,
                                       false);
  }
  return std::make_unique<Announcer>(
      std::make_unique<LiveView>(std::cout, terminal_options(), clock), study, header, true);
}

}  // namespace wattle::search

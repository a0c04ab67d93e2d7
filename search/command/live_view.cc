// SPDX-License-Identifier: MIT
#include "search/command/live_view.h"

#include <algorithm>

#include "search/command/terminal_text.h"

namespace wattle::search {
namespace {

/// More running trials than this would push the table off a small screen.
constexpr std::size_t kRunningShown = 8;
/// Narrower than this, a table makes no sense; the terminal may then wrap.
constexpr int kFewestColumns = 20;

constexpr const char* kBold = "\x1b[1m";
constexpr const char* kDim = "\x1b[2m";
constexpr const char* kRed = "\x1b[31m";
constexpr const char* kReset = "\x1b[0m";

/// One column stays free: some terminals wrap as soon as the last one is written.
std::size_t usable(int columns) {
  return static_cast<std::size_t>(std::max(columns, kFewestColumns) - 1);
}

}  // namespace

LiveView::LiveView(std::ostream& out, LiveOptions options, const energy::Clock& clock)
    : out_(out), options_(options), clock_(clock) {}

void LiveView::begin(const LiveHeader& header) {
  const std::lock_guard lock(mutex_);
  table_ = LiveTable(header, usable(options_.columns));
  for (const std::string& line : table_.opening()) print(line);
  update();
}

void LiveView::trial_started(const Trial& trial) {
  const std::lock_guard lock(mutex_);
  running_[trial.number] = {trial, std::nullopt};
  update();
}

void LiveView::trial_step(int number, const Step& step) {
  const std::lock_guard lock(mutex_);
  const auto it = running_.find(number);
  if (it == running_.end()) return;
  it->second.last = step;
  update();
}

void LiveView::trial_ended(const Trial& trial, const LiveTotals& totals) {
  const std::lock_guard lock(mutex_);
  running_.erase(trial.number);
  totals_ = totals;
  const bool best = totals.best == trial.number;
  print(coloured(table_.row(trial, best), trial, best));
  update();
}

void LiveView::finalist_started(int trial) {
  const std::lock_guard lock(mutex_);
  finalist_ = trial;
  update();
}

void LiveView::finalist_ended(const Finalist& finalist) {
  const std::lock_guard lock(mutex_);
  finalist_.reset();
  print(table_.finalist(finalist.trial, finalist.measurement, finalist.state, finalist.reason));
  update();
}

void LiveView::profile_started(int trial) {
  const std::lock_guard lock(mutex_);
  profiled_ = trial;
  update();
}

void LiveView::profile_ended(int trial, const LayerEnergy& layers) {
  const std::lock_guard lock(mutex_);
  profiled_.reset();
  print(table_.layers(trial, layers));
  update();
}

void LiveView::end(const std::string& stopped_because) {
  const std::lock_guard lock(mutex_);
  running_.clear();
  finalist_.reset();
  profiled_.reset();
  totals_.left.reset();
  print("");
  if (!stopped_because.empty()) print(fit("stopped  " + stopped_because, table_.columns()));
  for (const std::string& line : table_.totals(totals_)) print(line);
  if (block_lines_ > 0) out_ << "\x1b[" << block_lines_ << "A\r\x1b[J";
  block_lines_ = 0;
  out_ << held_back_ << std::flush;
  held_back_.clear();
}

void LiveView::print(const std::string& line) { held_back_ += line + "\n"; }

/// Plain lines go out at once; a redraw waits for its turn.
void LiveView::update() {
  if (options_.interactive) {
    if (may_draw()) draw();
  } else if (!held_back_.empty()) {
    out_ << held_back_ << std::flush;
    held_back_.clear();
  }
}

/// At most kRedrawsPerSecond in any second: the oldest of that many must be a second old.
bool LiveView::may_draw() {
  std::optional<Seconds>& oldest = redraws_[next_redraw_];
  const Seconds now = clock_.now();
  if (oldest && now - *oldest < Seconds(1.0)) return false;
  oldest = now;
  next_redraw_ = (next_redraw_ + 1) % redraws_.size();
  return true;
}

void LiveView::draw() {
  std::string text;
  if (block_lines_ > 0) text += "\x1b[" + std::to_string(block_lines_) + "A\r\x1b[J";
  text += held_back_;
  held_back_.clear();
  const std::vector<std::string> lines = block();
  for (const std::string& line : lines) text += line + "\n";
  block_lines_ = lines.size();
  out_ << text << std::flush;
}

std::vector<std::string> LiveView::block() const {
  std::vector<std::string> lines{""};
  for (const auto& [number, running] : running_) {
    if (lines.size() > kRunningShown) break;
    lines.push_back(table_.running(running.trial, running.last ? &*running.last : nullptr));
  }
  if (running_.size() > kRunningShown) {
    lines.push_back(
        fit("      and " + std::to_string(running_.size() - kRunningShown) + " more running",
            table_.columns()));
  }
  if (finalist_) {
    lines.push_back(fit("finalist trial " + std::to_string(*finalist_) + " runs again, alone",
                        table_.columns()));
  }
  if (profiled_) {
    lines.push_back(fit("layers   of trial " + std::to_string(*profiled_) + " are measured, alone",
                        table_.columns()));
  }
  for (std::string& line : table_.totals(totals_)) lines.push_back(std::move(line));
  return lines;
}

std::string LiveView::coloured(const std::string& line, const Trial& trial, bool best) const {
  if (!options_.interactive || !options_.colour) return line;
  if (best) return kBold + line + kReset;
  if (trial.state == TrialState::kFailed) return kRed + line + kReset;
  return trial.state == TrialState::kComplete ? line : kDim + line + kReset;
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// A study's progress for a person at a terminal, or for a log file.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "energy/clock.h"
#include "search/command/live_events.h"
#include "search/command/live_table.h"

namespace wattle::search {

struct LiveOptions {
  bool interactive = false;  ///< a terminal that understands ANSI escapes; else plain lines
  int columns = 80;          ///< no line is wider
  bool colour = false;       ///< interactive only
};

/// Interactive: ended trials scroll by as a table; below it a block shows the running trials and
/// the totals, redrawn at most ten times in any second of `clock` and wiped at the end. That clock
/// is the spectator's: the study's own may be simulated. Plain: one line an ended trial, without
/// escapes. Every change is one write. `out` and `clock` must outlive the view.
class LiveView final : public LiveListener {
 public:
  LiveView(std::ostream& out, LiveOptions options, const energy::Clock& clock);

  void begin(const LiveHeader& header) override;
  void trial_started(const Trial& trial) override;
  void trial_step(int number, const Step& step) override;
  void trial_ended(const Trial& trial, const LiveTotals& totals) override;
  void finalist_started(int trial) override;
  void finalist_ended(const Finalist& finalist) override;
  void profile_started(int trial) override;
  void profile_ended(int trial, const LayerEnergy& layers) override;
  /// Everything held back is written.
  void end(const std::string& stopped_because) override;

 private:
  struct Running {
    Trial trial;
    std::optional<Step> last;
  };
  static constexpr std::size_t kRedrawsPerSecond = 10;

  void print(const std::string& line);
  void update();
  bool may_draw();
  void draw();
  std::vector<std::string> block() const;
  std::string coloured(const std::string& line, const Trial& trial, bool best) const;

  std::mutex mutex_;
  std::ostream& out_;
  LiveOptions options_;
  const energy::Clock& clock_;
  LiveTable table_;
  std::map<int, Running> running_;
  std::optional<int> finalist_;
  std::optional<int> profiled_;  ///< whose layers are measured
  LiveTotals totals_;
  std::string held_back_;        ///< lines that the next redraw writes above the block
  std::size_t block_lines_ = 0;  ///< on the screen now
  /// Times of the last redraws, a ring: the oldest is the next to be overwritten.
  std::array<std::optional<Seconds>, kRedrawsPerSecond> redraws_;
  std::size_t next_redraw_ = 0;
};

}  // namespace wattle::search

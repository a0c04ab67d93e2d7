// SPDX-License-Identifier: MIT
// The lines of the live view, without the terminal: columns, headings, rows.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "search/command/live_events.h"
#include "search/trial/trial.h"

namespace wattle::search {

/// Formats for one study and one width. No line is wider than that. Immutable.
class LiveTable {
 public:
  LiveTable() : LiveTable(LiveHeader{}, 80) {}
  LiveTable(const LiveHeader& header, std::size_t columns);

  /// The study in words, the short names in use, then the headings of the columns.
  std::vector<std::string> opening() const;
  /// A trial that has ended; `best` marks it with a star. An estimate of joules starts with "~".
  std::string row(const Trial& trial, bool best) const;
  /// A trial that runs, with its last step if there was one.
  std::string running(const Trial& trial, const Step* last) const;
  std::vector<std::string> totals(const LiveTotals& totals) const;
  std::string finalist(int trial, const Measurement& measurement, TrialState state,
                       const std::string& reason) const;
  /// What a training step costs, and its layers of it; or why that is not known.
  std::string layers(int trial, const LayerEnergy& layers) const;
  std::size_t columns() const { return columns_; }

 private:
  std::string metric_cell(const Metrics& metrics) const;
  std::string parameters(const Parameters& parameters) const;

  LiveHeader header_;
  std::size_t columns_;
  std::size_t metric_width_;
  std::map<std::string, std::string> short_names_;
};

}  // namespace wattle::search

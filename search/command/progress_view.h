// SPDX-License-Identifier: MIT
// What a person, or a program, sees of a study while it runs.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "energy/clock.h"
#include "search/command/study_setup.h"
#include "search/study/observer.h"
#include "search/study/study.h"

namespace wattle::search {

struct ViewOptions {
  bool quiet = false;  ///< nothing at all
  bool json = false;   ///< one JSON object an event
};

/// A study's observer that also hears of its end.
class ProgressView : public StudyObserver {
 public:
  /// `stopped_because` is empty when the study ended with an error.
  virtual void end(const std::string& stopped_because) = 0;
  /// The winner, and where the report is.
  virtual void results(const StudyRecord& record, const std::filesystem::path& folder) = 0;
};

/// A live table on a terminal, plain lines elsewhere, JSON lines or nothing by `options`; all on
/// standard output. `study` and `clock`, by which a
/// terminal is redrawn, must outlive the view.
std::unique_ptr<ProgressView> make_progress_view(ViewOptions options, const Study& study,
                                                 const RunOptions& run, const RunningMeter& meter,
                                                 const energy::Clock& clock);

}  // namespace wattle::search

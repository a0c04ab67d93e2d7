// SPDX-License-Identifier: MIT
#include "search/command/study_views.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <system_error>
#include <thread>
#include <vector>

#include "search/command/exit_code.h"
#include "search/command/interrupt.h"
#include "search/command/messages.h"
#include "search/command/study_place.h"
#include "search/command/study_text.h"
#include "search/exchange/study_lines.h"
#include "search/report/findings.h"
#include "search/report/report.h"
#include "search/report/trial_json.h"

namespace wattle::search {
namespace {

namespace fs = std::filesystem;

/// On a terminal, over what was there.
void print_status(const StoredStudy& study, const StatusOptions& options) {
  if (options.json) {
    std::cout << json_text(status_json(study)) << std::endl;
    return;
  }
  constexpr const char* kClear = "\x1b[H\x1b[2J";
  if (options.repeat && ::isatty(STDOUT_FILENO) != 0) std::cout << kClear;
  std::cout << status_text(study) << std::flush;
}

/// Not later than somebody wants to end.
void wait(double seconds, const std::atomic<bool>& ended) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds kStep{50};
  const auto until = Clock::now() + std::chrono::duration<double>(seconds);
  while (!ended && Clock::now() < until) std::this_thread::sleep_for(kStep);
}

}  // namespace

int list_studies(const fs::path& where, bool as_json) {
  const auto places = places_of_studies(where);
  if (!places) return report_error(places.error());
  nlohmann::json all = nlohmann::json::array();
  for (const fs::path& each : *places) {
    const auto study = read_study(each);
    if (as_json) {
      nlohmann::json about =
          study ? status_json(*study) : nlohmann::json{{"error", study.error().message}};
      about["folder"] = each.string();
      all.push_back(std::move(about));
      continue;
    }
    std::cout << each.string() << ": ";
    if (!study) {
      std::cout << "cannot be read: " << study.error().message << "\n";
      continue;
    }
    const std::string best = best_text(find_out(study->record));
    std::cout << study->record.name << ", " << standing(*study) << "; "
              << study->record.trials.size() << " trials" << (best.empty() ? "" : "; best: " + best)
              << "\n";
  }
  if (as_json) std::cout << json_text(all, 2) << "\n";
  return kSuccess;
}

int show_status(const StatusOptions& options) {
  const std::atomic<bool>& ended = watch_interrupts();
  while (true) {
    const auto study = read_study(options.study);
    if (!study) return report_error(study.error());
    print_status(*study, options);
    if (!options.repeat || !study->running || ended) return kSuccess;
    wait(*options.repeat, ended);
  }
}

int show_trial(const fs::path& folder, int number, bool as_json) {
  const auto study = read_study(folder);
  if (!study) return report_error(study.error());
  const std::vector<Trial>& trials = study->record.trials;
  if (number < 0 || static_cast<std::size_t>(number) >= trials.size()) {
    return report_error({ErrorCode::kInvalidArgument,
                         folder.string() + " has no trial " + std::to_string(number),
                         "it has " + std::to_string(trials.size()) + ", from 0 on"});
  }
  const Trial& trial = trials[static_cast<std::size_t>(number)];
  std::cout << (as_json
                    ? json_text(trial_json(trial, find_out(study->record).joules_known), 2) + "\n"
                    : trial_text(trial, study->record));
  return kSuccess;
}

int show_best(const fs::path& folder, bool as_json) {
  const auto study = read_study(folder);
  if (!study) return report_error(study.error());
  const Findings findings = find_out(study->record);
  const std::string words = best_text(findings);
  if (as_json) {
    std::cout << json_text(best_json(findings), 2) << "\n";
  } else {
    std::cout << (words.empty() ? "There is no best trial." : words) << "\n";
  }
  return words.empty() ? kAllFailed : kSuccess;
}

int export_study(const fs::path& folder, ExportFormat format) {
  const auto study = read_study(folder);
  if (!study) return report_error(study.error());
  std::cout << (format == ExportFormat::kCsv ? trials_csv(study->record)
                                             : study_lines(study->record))
            << std::flush;
  return std::cout ? kSuccess
                   : report_error({ErrorCode::kIo, "standard output cannot be written", {}});
}

}  // namespace wattle::search

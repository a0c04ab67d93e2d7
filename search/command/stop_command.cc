// SPDX-License-Identifier: MIT
#include "search/command/stop_command.h"

#include <iostream>
#include <string>

#include "search/command/exit_code.h"
#include "search/command/messages.h"
#include "search/command/study_place.h"

namespace wattle::search {
namespace {

/// "process 4711 on heron, process 4712 on heron"
std::string workers_of(const StudyRecord& record) {
  std::string workers;
  for (const Session& session : record.sessions) {
    if (session.live) workers += (workers.empty() ? "" : ", ") + session.worker;
  }
  return workers;
}

}  // namespace

int stop_study(const std::filesystem::path& folder) {
  const auto study = read_study(folder);
  if (!study) return report_error(study.error());
  if (!study->running) {
    std::cout << "Asked nobody to stop: nobody works on " << study->record.name << ".\n";
    return kSuccess;
  }
  const auto store = open_study(folder);
  if (!store) return report_error(store.error());
  if (const auto asked = (*store)->request_stop(); !asked) return report_error(asked.error());
  std::cout << "Asked to stop: " << workers_of(study->record) << ".\n";
  return kSuccess;
}

}  // namespace wattle::search

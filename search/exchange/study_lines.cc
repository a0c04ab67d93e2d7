// SPDX-License-Identifier: MIT
#include "search/exchange/study_lines.h"

#include "search/exchange/lines_format.h"
#include "search/report/findings.h"
#include "search/report/trial_json.h"

namespace wattle::search {

std::string study_lines(const StudyRecord& study) {
  const bool joules_known = find_out(study).joules_known;
  std::string text = json_text({{"study",
                                 {{"schema_version", kLinesVersion},
                                  {"name", study.name},
                                  {"scenario", study.scenario},
                                  {"context", study.context},
                                  {"strategy_state", study.strategy_state},
                                  {"stopped_because", study.stopped_because},
                                  {"ledger", ledger_json(study.ledger, joules_known)},
                                  {"elapsed_seconds", number_json(study.elapsed.value)},
                                  {"trials", study.trials.size()},
                                  {"finalists", study.finalists.size()}}}}) +
                     "\n";
  for (const Trial& trial : study.trials) {
    text += json_text({{"trial", trial_json(trial, joules_known)}}) + "\n";
  }
  for (const Finalist& finalist : study.finalists) {
    text += json_text({{"finalist", finalist_json(finalist)}}) + "\n";
  }
  return text;
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/command/asktell.h"

#include <cerrno>
#include <csignal>
#include <iostream>

#include "search/command/asktell_protocol.h"
#include "search/command/exit_code.h"
#include "search/command/line_reader.h"
#include "search/command/messages.h"
#include "search/command/study_setup.h"
#include "search/scenario/json_reader.h"

namespace wattle::search {
namespace {

/// Restores from a file with a state, or with the whole answer to {"state": true}. Returns the exit
/// code.
int restore_from(const std::filesystem::path& file, AskTell& search) {
  const auto read = read_json_file(file);
  if (!read) return report_faults(file.string(), read.error());
  const bool answer = read->is_object() && read->size() == 1 && read->contains("state");
  const auto restored = search.restore(answer ? read->at("state") : *read);
  if (restored) return kSuccess;
  return report_faults(file.string() + ": " + restored.error().message, restored.error().faults);
}

/// One answer a line, at once. False when it could not be written.
bool write_line(const std::string& line) {
  errno = 0;
  std::cout << line << '\n' << std::flush;
  return static_cast<bool>(std::cout);
}

int converse(AskTell& search) {
  AskTellProtocol protocol(search);
  std::string line;
  for (LineEnd end = read_line(std::cin, kLongestAskTellLine, line); end != LineEnd::kEnd;
       end = read_line(std::cin, kLongestAskTellLine, line)) {
    const std::optional<std::string> answer =
        end == LineEnd::kTooLong ? protocol.refuse_long_line() : protocol.answer(line);
    if (!answer || write_line(*answer)) continue;
    if (errno == EPIPE) return kSuccess;  // whoever asked has gone
    return report_error({ErrorCode::kIo, "an answer could not be written to standard output", {}});
  }
  return kSuccess;
}

}  // namespace

int asktell(const AskTellOptions& options) {
  const auto problem =
      load_ask_tell(options.file, overrides_of(options.set, options.strategy, options.seed));
  if (!problem) return report_faults(options.file.string(), problem.error());
  Result<AskTell> search = AskTell::create(*problem);
  if (!search) return report_error(search.error());
  if (!options.state.empty()) {
    if (const int code = restore_from(options.state, *search); code != kSuccess) return code;
  }
  std::signal(SIGPIPE, SIG_IGN);  // a write to a closed pipe then fails, and the loop ends
  return converse(*search);
}

}  // namespace wattle::search

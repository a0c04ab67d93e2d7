// SPDX-License-Identifier: MIT
#include "search/command/asktell_protocol.h"

#include <utility>

#include "search/command/asktell_answers.h"
#include "search/report/trial_json.h"
#include "search/scenario/json_reader.h"
#include "search/study/told_json.h"

namespace wattle::search {
namespace {

using nlohmann::json;

constexpr const char* kWhiteSpace = " \t\r\n";

/// Of a line that has nothing wrong but this.
std::string message_of(const Fault& fault) { return in_words(fault, "the line"); }

json ok() { return {{"ok", true}}; }

}  // namespace

std::optional<std::string> AskTellProtocol::answer(const std::string& line) {
  ++lines_;
  if (line.find_first_not_of(kWhiteSpace) == std::string::npos) return std::nullopt;
  const Validated<json> document = read_json(line);
  if (!document) return json_text(malformed(line, document.error()));
  const Validated<AskTellLine> command = read_ask_tell_line(*document);
  if (!command) return json_text(invalid(command.error()));
  return json_text(obey(*command));
}

std::string AskTellProtocol::refuse_long_line() {
  ++lines_;
  const std::string message =
      "the line has more than " + std::to_string(kLongestAskTellLine) + " bytes; it was not read";
  return json_text(error_answer({lines_, std::nullopt, "too_long", message, {}}));
}

json AskTellProtocol::obey(const AskTellLine& line) {
  if (line.command == "ask") return ask(line.argument.get<int>());
  if (line.command == "tell") return tell(line.argument);
  if (line.command == "fail") return fail(line.argument);
  if (line.command == "best") return best_answer(*search_);
  if (line.command == "state") return {{"state", search_->state()}};
  return restore(line.argument);
}

json AskTellProtocol::ask(int count) {
  const auto suggestions = search_->ask(count);
  return suggestions ? suggestions_answer(*suggestions) : refused(suggestions.error(), "/ask");
}

json AskTellProtocol::tell(const json& news) {
  const auto metrics = read_metrics(news.at("metrics"), "/tell/metrics");
  if (!metrics) return invalid(metrics.error());
  std::optional<Joules> joules;
  if (news.contains("joules")) joules = Joules(news.at("joules").get<double>());
  const bool own = news.contains("parameters");
  const auto told = own ? search_->tell(news.at("parameters"), *metrics, joules)
                        : search_->tell(news.at("id").get<int>(), *metrics, joules);
  return told ? told_answer(*told, own) : refused(told.error(), "/tell");
}

json AskTellProtocol::fail(const json& news) {
  const auto told = search_->fail(news.at("id").get<int>(), news.at("reason").get<std::string>());
  return told ? ok() : refused(told.error(), "/fail");
}

json AskTellProtocol::restore(const json& state) {
  const auto restored = search_->restore(state);
  return restored ? ok() : refused(restored.error(), "/restore");
}

json AskTellProtocol::malformed(const std::string& line, std::vector<Fault> faults) const {
  LineError error{lines_, std::nullopt, "malformed", message_of(faults.front()), std::move(faults)};
  if (const auto syntax = find_syntax_error(line)) {
    error.column = syntax->position.column;
    error.message = syntax->problem;
    error.faults.back().expected = syntax->expected;  // the position has a member of its own
  }
  return error_answer(error);
}

json AskTellProtocol::invalid(std::vector<Fault> faults) const {
  return error_answer(
      {lines_, std::nullopt, "invalid", message_of(faults.front()), std::move(faults)});
}

json AskTellProtocol::refused(Refusal refusal, const std::string& place) const {
  for (Fault& fault : refusal.faults) fault.pointer = place + fault.pointer;
  return error_answer({lines_, std::nullopt, std::string(to_string(refusal.reason)),
                       std::move(refusal.message), std::move(refusal.faults)});
}

}  // namespace wattle::search

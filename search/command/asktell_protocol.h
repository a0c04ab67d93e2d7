// SPDX-License-Identifier: MIT
// The conversation of `wattle asktell`: a line in, a line out. docs/ask_and_tell.md describes it.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "search/command/asktell_form.h"
#include "search/study/ask_tell.h"

namespace wattle::search {

/// Lines longer than this many bytes are refused: a state of 5,000 trials with 200 parameters has
/// about half as many.
inline constexpr std::size_t kLongestAskTellLine = std::size_t{64} << 20U;

/// Answers every line that is not empty with one line of JSON. A line that it refuses changes
/// nothing in `search`. Knows no files and no streams.
class AskTellProtocol {
 public:
  /// `search` must outlive it.
  explicit AskTellProtocol(AskTell& search) : search_(&search) {}

  /// The answer to the next line, both without their newline; nullopt for a line of white space.
  std::optional<std::string> answer(const std::string& line);
  /// The answer to a line that was longer than kLongestAskTellLine, and has not been kept.
  std::string refuse_long_line();

 private:
  nlohmann::json obey(const AskTellLine& line);
  nlohmann::json ask(int count);
  nlohmann::json tell(const nlohmann::json& news);
  nlohmann::json fail(const nlohmann::json& news);
  nlohmann::json restore(const nlohmann::json& state);
  nlohmann::json malformed(const std::string& line, std::vector<Fault> faults) const;
  nlohmann::json invalid(std::vector<Fault> faults) const;
  /// `place` is where the refused argument stands: "/tell".
  nlohmann::json refused(Refusal refusal, const std::string& place) const;

  AskTell* search_;
  std::size_t lines_ = 0;  ///< so far, the one being answered included
};

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include <algorithm>

#include "energy/text/join.h"
#include "search/report/importance.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

/// Parameters that the sentence names, as far as they have a share to speak of.
constexpr std::size_t kNamed = 3;
constexpr double kWorthNaming = 0.01;

/// "learning_rate accounts for 71 % of the variance of val_accuracy, width for 12 %"
std::string single_clause(const ResponseImportance& response) {
  std::string text;
  for (std::size_t i = 0; i < std::min(kNamed, response.single.size()); ++i) {
    const ParameterShare& share = response.single[i];
    if (i > 0 && share.share < kWorthNaming) break;
    const std::string percent = percent_text(share.share);
    text += i == 0 ? share.first + " accounts for " + percent + " of the variance of " +
                         response.quantity
                   : ", " + share.first + " for " + percent;
  }
  return text;
}

/// The largest pair, where it has a share to speak of.
std::string pair_clause(const ResponseImportance& response) {
  if (response.pairs.empty() || response.pairs.front().share < kWorthNaming) return {};
  const ParameterShare& share = response.pairs.front();
  return "; " + share.first + " and " + share.second + " together for " +
         percent_text(share.share) + " beyond what each does alone";
}

std::string explained_text(const ResponseImportance& response) {
  if (!response.explained) return "nothing";
  if (*response.explained <= 0.0) {
    return "nothing of the variance in trials that they had not seen (R squared " +
           number_text(*response.explained, 2) + ")";
  }
  return percent_text(*response.explained) + " of the variance in trials that they had not seen";
}

}  // namespace

std::string share_name(const ParameterShare& share) {
  return share.second.empty() ? share.first : share.first + " with " + share.second;
}

std::string importance_sentences(const ResponseImportance& response) {
  if (!response.reason.empty()) {
    return "What mattered for " + response.quantity + " is not known: " + response.reason + ".";
  }
  const std::string trees = "regression trees over " + count_text(response.used, "complete trial") +
                            " explain " + explained_text(response);
  std::string text;
  if (response.says_little()) {
    text = "What mattered for " + response.quantity + " cannot be told: " + trees +
           ", so that these shares say little.";
  } else {
    text = single_clause(response) + pair_clause(response) + ". The " + trees + ".";
  }
  if (response.drawn < response.complete) {
    text += " They are of " + std::to_string(response.drawn) + " drawn at random from " +
            std::to_string(response.complete) + ".";
  }
  if (response.used < response.drawn) {
    text += " " + std::to_string(response.drawn - response.used) +
            " were left out, because they are no points of the space any more.";
  }
  return text;
}

std::string importance_note(const StudyImportance& importance) {
  const auto has_shares = [](const std::optional<ResponseImportance>& response) {
    return response && !response->single.empty();
  };
  std::vector<std::string> sentences;
  if (has_shares(importance.metric) || has_shares(importance.joules)) {
    sentences.emplace_back(
        "A share is that of the variance over the whole space, in which every value of a parameter "
        "counts the same; that of one with another is what the two do together beyond what each "
        "does alone.");
  }
  sentences.emplace_back("Complete trials alone are looked at: others were cut short.");
  if (has_shares(importance.joules) && importance.estimated) {
    sentences.emplace_back("The joules are an estimate.");
  }
  if (!importance.confounding.empty()) {
    sentences.push_back("Levels of parameters are not compared: " + importance.confounding +
                        ", which mixes up what each does. Where trials are few, shares are "
                        "guesses.");
  }
  return join(sentences, " ");
}

ChartTable importance_table(const ResponseImportance& response) {
  ChartTable table{{"parameter", "share", "standard deviation over trees"}, {}, 1};
  for (const auto* shares : {&response.single, &response.pairs}) {
    for (const ParameterShare& share : *shares) {
      table.rows.push_back({share_name(share), number_text(share.share, 3),
                            number_text(share.standard_deviation, 2)});
    }
  }
  return table;
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
#include "search/report/score.h"

#include <cmath>

#include "search/report/number_text.h"

namespace wattle::search {

Score score_of(const nlohmann::json& document, const Goal& goal) {
  Score score{goal.metric(), goal.maximise(), false};
  if (goal.kind() == "weighted") {
    const nlohmann::json& rate = document.at("points_per_decade");
    score.label += (goal.maximise() ? " − " : " + ") + value_text(rate) + " log₁₀(joules)";
  } else if (goal.kind() == "equal") {
    const std::vector<std::string>& outputs = goal.form().outputs;
    score = {"½ " + outputs[0] + " + ½ " + outputs[1], false, false};
  } else if (goal.kind() == "cheapest") {
    score = {goal.over_lifetime() ? "joules of a lifetime" : "joules of a trial", false, true};
  }
  return score;
}

double score_of_loss(const Goal& goal, double loss) {
  if (goal.kind() == "cheapest") return std::pow(10.0, loss);
  if (goal.kind() == "equal") return loss;
  return goal.maximise() ? -loss : loss;
}

}  // namespace wattle::search

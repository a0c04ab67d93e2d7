// SPDX-License-Identifier: MIT
#include "search/trial/budget.h"

#include <sstream>

namespace wattle::search {
namespace {

std::string amount(double value, const char* words) {
  std::ostringstream text;
  text << value << words;
  return text.str();
}

}  // namespace

Budget Budget::from_json(const nlohmann::json& budget, const Footprint& footprint) {
  Budget result;
  if (budget.contains("trials")) result.trials = budget["trials"].get<int>();
  if (budget.contains("seconds")) result.seconds = Seconds(budget["seconds"].get<double>());
  if (budget.contains("joules")) result.joules = Joules(budget["joules"].get<double>());
  if (!budget.contains("grams")) return result;
  const energy::Grams grams(budget["grams"].get<double>());
  const Joules emitting = energy::joules_of(grams, footprint.carbon.value());
  if (result.joules && *result.joules <= emitting) return result;
  result.joules = emitting;
  result.grams = grams;
  return result;
}

std::optional<std::string> reached(const Budget& budget, const Spent& spent) {
  if (budget.trials && spent.trials >= *budget.trials) return amount(*budget.trials, " trials");
  if (budget.seconds && spent.seconds >= *budget.seconds)
    return amount(budget.seconds->value, " s passed");
  if (budget.joules && spent.joules >= *budget.joules) {
    return budget.grams ? amount(budget.grams->value, " g of CO2e emitted")
                        : amount(budget.joules->value, " J spent");
  }
  return std::nullopt;
}

}  // namespace wattle::search

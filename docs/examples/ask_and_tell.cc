// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstdio>
#include <numbers>

#include "search/study/ask_tell.h"

using namespace wattle::search;

double branin(const Parameters& point) {
  constexpr double kPi = std::numbers::pi;
  const double x0 = *point.find("x0");
  const double x1 = *point.find("x1");
  const double valley = x1 - 5.1 / (4 * kPi * kPi) * x0 * x0 + 5 / kPi * x0 - 6;
  return valley * valley + 10 * (1 - 1 / (8 * kPi)) * std::cos(x0) + 10;
}

int main() {
  const auto problem = load_ask_tell("search.json", {{"seed", "1"}});
  if (!problem) {
    for (const Fault& fault : problem.error()) std::puts(to_text(fault).c_str());
    return 2;
  }
  auto search = AskTell::create(*problem);
  for (int i = 0; search && i < 30; ++i) {
    const auto asked = search->ask();
    if (!asked || asked->trials.empty()) break;  // the strategy failed, or the space is used up
    const Trial& trial = asked->trials.front();
    const auto told = search->tell(trial.number, {{"value", branin(trial.parameters)}});
    if (!told) std::puts(to_text(told.error()).c_str());
  }
  const Trial* const best = search ? search->best() : nullptr;
  if (best == nullptr) return 1;
  std::printf("%.6f\n", best->measurement->metrics.at("value"));
}

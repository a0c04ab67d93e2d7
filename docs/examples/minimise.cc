// SPDX-License-Identifier: MIT
// The minimum of a function.
#include <cstdio>

#include "search/search.h"

int main() {
  const auto minimum = wattle::search::minimise(
      [](const wattle::search::Parameters& at) {
        const double x = at.get<double>("x");
        const double y = at.get<double>("y");
        return (x - 1) * (x - 1) + 10 * (y - x * x) * (y - x * x);
      },
      {{"x", {{"type", "float"}, {"low", -2}, {"high", 2}}},
       {"y", {{"type", "float"}, {"low", -1}, {"high", 3}}}},
      {.trials = 40, .seed = 1});
  if (!minimum) return std::puts(minimum.error().message.c_str()), 1;
  std::printf("%.6f at %s\n", minimum->value, minimum->parameters.json().dump().c_str());
}

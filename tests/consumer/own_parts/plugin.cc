// SPDX-License-Identifier: MIT
// A library that offers one function, and Wattle inside it.
#include "search/search.h"

extern "C" __attribute__((visibility("default"))) double smallest_square() {
  const auto minimum = wattle::search::minimise(
      [](const wattle::search::Parameters& at) {
        return at.get<double>("x") * at.get<double>("x");
      },
      {{"x", {{"type", "float"}, {"low", -1}, {"high", 1}}}}, {.trials = 5});
  return minimum ? minimum->value : -1.0;
}

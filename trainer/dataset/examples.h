// SPDX-License-Identifier: MIT
// A data set on its way into memory: read, with nothing fitted yet.
#pragma once

#include <string>
#include <vector>

#include "trainer/dataset/dataset.h"

namespace wattle::trainer {

/// What a reader returns. Once prepared (prepare.h) it is a Dataset alone.
struct Examples {
  Dataset dataset;                 ///< of a table, a missing value is not a number (NaN)
  std::vector<std::string> texts;  ///< of texts, one an example: the tokens come from them
};

}  // namespace wattle::trainer

// SPDX-License-Identifier: MIT
// Exceptions of what an embedder passes in, as errors.
#pragma once

#include "energy/error.h"

namespace wattle::search {

/// The exception that is being handled, with its text: kInternal; kIo when memory ran out. Only
/// inside a catch clause.
Error thrown();

}  // namespace wattle::search

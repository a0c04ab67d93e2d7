// SPDX-License-Identifier: MIT
#pragma once

namespace wattle::search {

/// `schema_version` of a study's lines. It grows when a member changes its meaning or goes.
inline constexpr int kLinesVersion = 1;

}  // namespace wattle::search

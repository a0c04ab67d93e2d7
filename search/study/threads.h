// SPDX-License-Identifier: MIT
// Who computes where: TBB owns the parallelism over trials, so BLAS must not start threads of its
// own beside it.
#pragma once

namespace wattle::search {

/// Limits the threads of the process's OpenBLAS. Does nothing when BLAS is another library.
void limit_blas_threads(int threads);

}  // namespace wattle::search

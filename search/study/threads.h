// SPDX-License-Identifier: MIT
// Who computes where: TBB owns the parallelism over trials, so BLAS must not start threads of its
// own beside it.
#pragma once

namespace wattle::search {

/// Keeps the process's OpenBLAS on the calling thread. Left alone, its pool spins on the cores of
/// the trials. Does nothing when BLAS is another library.
void keep_blas_single_threaded();

}  // namespace wattle::search

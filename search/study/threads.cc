// SPDX-License-Identifier: MIT
#include "search/study/threads.h"

#include <dlfcn.h>

namespace wattle::search {

void limit_blas_threads(int threads) {
  using SetThreads = void (*)(int);
  // Looked up by name: the same binary also runs on a BLAS that has no such function.
  const auto set_threads =
      reinterpret_cast<SetThreads>(::dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
  if (set_threads != nullptr) set_threads(threads);
}

}  // namespace wattle::search

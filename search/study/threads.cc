// SPDX-License-Identifier: MIT
#include "search/study/threads.h"

#include <dlfcn.h>

namespace wattle::search {

void keep_blas_single_threaded() {
  using SetThreads = void (*)(int);
  // Looked up by name: the same binary also runs on a BLAS that has no such function.
  const auto set_threads =
      reinterpret_cast<SetThreads>(::dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
  if (set_threads != nullptr) set_threads(1);
}

}  // namespace wattle::search

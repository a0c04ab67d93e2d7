// SPDX-License-Identifier: MIT
#include "search/study/thrown.h"

#include <exception>
#include <new>
#include <string>

namespace wattle::search {

Error thrown() {
  try {
    throw;
  } catch (const std::bad_alloc&) {
    return {ErrorCode::kIo, "memory ran out", {}};
  } catch (const std::exception& exception) {
    return {ErrorCode::kInternal, std::string("exception: ") + exception.what(), {}};
  } catch (...) {
    return {ErrorCode::kInternal, "exception of an unknown type", {}};
  }
}

}  // namespace wattle::search

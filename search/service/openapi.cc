// SPDX-License-Identifier: MIT
#include "search/service/openapi.h"

#include "search/report/built_in.h"

WATTLE_BUILT_IN(openapi, WATTLE_BUILT_IN_FILE(WATTLE_OPENAPI))

namespace wattle::search {

std::string_view openapi_text() { return ::openapi_text(); }

}  // namespace wattle::search

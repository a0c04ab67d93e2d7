// SPDX-License-Identifier: MIT
#include "search/store/sql_schema.h"

namespace wattle::search {

Result<int> known_schema(int version, const std::string& place, const std::string& unchanged) {
  if (version <= kSchemaVersion) return version;
  return fail(ErrorCode::kInvalidArgument,
              place + " was written by a newer Wattle (schema " + std::to_string(version) +
                  ", this one knows " + std::to_string(kSchemaVersion) + ")",
              "update Wattle; " + unchanged);
}

}  // namespace wattle::search

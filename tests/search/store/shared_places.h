// SPDX-License-Identifier: MIT
// Where a study can be kept that several processes open.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "search/store/store.h"

namespace wattle::test {

/// An empty place, gone with the object.
class SharedPlace {
 public:
  virtual ~SharedPlace() = default;
  /// Why it cannot be had here.
  virtual std::optional<std::string> missing() const { return std::nullopt; }
  virtual Result<std::unique_ptr<search::Store>> open() = 0;
  /// A statement on the tables, behind the stores' back.
  virtual void execute(const std::string& sql) = 0;
};

/// "sqlite" or "postgresql".
std::unique_ptr<SharedPlace> shared_place(const std::string& kind);

}  // namespace wattle::test

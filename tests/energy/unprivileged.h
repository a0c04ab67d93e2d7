// SPDX-License-Identifier: MIT
// Tests of denied rights, run as root or not.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

namespace wattle::energy::testing {

/// Acts as a user without rights for a scope, when the test runs as root.
class Unprivileged {
 public:
  Unprivileged() { changed_ = geteuid() == 0 && seteuid(65534) == 0; }
  ~Unprivileged() {
    if (changed_ && seteuid(0) != 0) ADD_FAILURE() << "could not become root again";
  }
  Unprivileged(const Unprivileged&) = delete;
  Unprivileged& operator=(const Unprivileged&) = delete;

 private:
  bool changed_ = false;
};

}  // namespace wattle::energy::testing

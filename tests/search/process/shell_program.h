// SPDX-License-Identifier: MIT
// Programs that the shell runs.
#pragma once

#include <gtest/gtest.h>
#include <poll.h>

#include <memory>
#include <string>

#include "search/process/child_program.h"

namespace wattle::test {

inline search::ProgramPlan shell(const std::string& script) {
  search::ProgramPlan plan;
  plan.arguments = {"sh", "-c", script};
  plan.environment = {"PATH=/usr/local/bin:/usr/bin:/bin"};
  return plan;
}

inline std::unique_ptr<search::ChildProgram> started(const search::ProgramPlan& plan) {
  auto program = search::ChildProgram::start(plan);
  if (!program) ADD_FAILURE() << program.error().message;
  return program ? std::move(*program) : nullptr;
}

/// All that comes until the other side closes it.
inline std::string read_to_end(const search::Descriptor& descriptor) {
  std::string text;
  for (search::ReadEnd end = search::ReadEnd::kMore; end != search::ReadEnd::kEnd;) {
    pollfd source{descriptor.get(), POLLIN, 0};
    ::poll(&source, 1, -1);
    end = search::read_some(descriptor, text);
  }
  return text;
}

}  // namespace wattle::test

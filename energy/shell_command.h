// SPDX-License-Identifier: MIT
// Runs a shell's command and keeps what it prints.
#pragma once

#include <string>

#include "energy/error.h"
#include "energy/units.h"

namespace wattle::energy {

/// Runs `/bin/sh -c command` in a process group of its own, with nothing to read and its messages
/// thrown away, and returns what it printed, at most 4 KiB. Fails with kIo when it cannot be
/// started, ends with another status than 0 or by a signal, prints more, or is not done after
/// `limit`: then the whole group is killed. Whatever happens, the shell has been waited for.
Result<std::string> run_shell(const std::string& command, Seconds limit);

}  // namespace wattle::energy

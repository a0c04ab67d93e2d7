// SPDX-License-Identifier: MIT
// A wall meter, or whatever else a command can ask.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "energy/meter.h"
#include "energy/system.h"

namespace wattle::energy {

/// What a command printed.
struct CommandOutput {
  enum class Kind { kWatts, kJoules } kind = Kind::kWatts;
  double value = 0.0;
  double step = 1.0;  ///< of the last digit that was printed
};

/// Understands, in the first line that is not blank: `12.5` and `12.5 W` as watts, `1234 J` as
/// joules since any start; or, as the whole, a flat JSON object with "watts" or "joules".
std::optional<CommandOutput> parse_command_output(const std::string& text);

struct CommandOptions {
  Seconds limit{5.0};  ///< for one call, in real time; then it is killed
};

/// Runs `system.command` with /bin/sh. Watts are integrated, joules are a counter, one that may be
/// reset but never wraps. Domain: "wall". To bound its own cost it runs at most every tenth of a
/// second and every twenty times the longest that it took so far, so that it costs at most 5 % of
/// one hardware thread; reads between tell what the last run did.
///
/// Fails with kUnavailable when no command is set, as `run_shell` does, and with kCorrupt and what
/// was printed. Prints in another unit than at the opening are kCorrupt, too.
Result<std::unique_ptr<EnergyMeter>> open_command(const System& system,
                                                  CommandOptions options = {});

}  // namespace wattle::energy

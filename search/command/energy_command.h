// SPDX-License-Identifier: MIT
// `wattle energy`: its subcommands and their flags.
#pragma once

namespace CLI {
class App;
}

namespace wattle::search {

/// Adds `energy` to the command; the exit code of what is chosen goes to `code`, which must live as
/// long as `app`.
void add_energy(CLI::App& app, int& code);

}  // namespace wattle::search

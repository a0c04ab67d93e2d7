// SPDX-License-Identifier: MIT
// `wattle serve` and `wattle worker`: their flags and their help.
#pragma once

namespace CLI {
class App;
}

namespace wattle::search {

/// Each adds its subcommand; the exit code of what is run goes to `code`, which must live as long
/// as `app`.
void add_serve(CLI::App& app, int& code);
void add_worker(CLI::App& app, int& code);

}  // namespace wattle::search

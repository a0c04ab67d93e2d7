// SPDX-License-Identifier: MIT
// The `wattle` command: flags in, exit code out.
#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "search/command/command_line.h"
#include "search/command/exit_code.h"

namespace wattle::search {
namespace {

int run(int argc, char** argv) {
  CLI::App app;
  int code = kSuccess;
  build_command_line(app, code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kSuccess : kInvalid;
  }
  return code;
}

}  // namespace
}  // namespace wattle::search

int main(int argc, char** argv) {
  try {
    return wattle::search::run(argc, argv);
  } catch (const std::exception& exception) {
    std::cerr << "wattle: " << exception.what() << "\n";
    return wattle::search::kError;
  }
}

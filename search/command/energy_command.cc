// SPDX-License-Identifier: MIT
#include "search/command/energy_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "search/command/energy_calibrate.h"
#include "search/command/energy_check.h"
#include "search/command/energy_list.h"
#include "search/command/energy_measure.h"
#include "search/command/energy_watch.h"

namespace wattle::search {
namespace {

void add_meter(CLI::App& command, std::string& meter) {
  command.add_option("--meter", meter, "Use this meter, see wattle energy list")
      ->capture_default_str();
}

void add_list(CLI::App& energy, int& code) {
  auto* const command =
      energy.add_subcommand("list", "Say which meters work here, and what would help the others");
  auto as_json = std::make_shared<bool>(false);
  command->add_flag("--json", *as_json, "Print JSON");
  command->footer("Example: wattle energy list");
  command->callback([as_json, &code] { code = list_energy_meters(*as_json); });
}

void add_watch(CLI::App& energy, int& code) {
  auto* const command = energy.add_subcommand("watch", "Show the watts that are drawn now");
  auto options = std::make_shared<WatchOptions>();
  add_meter(*command, options->meter);
  command->add_option("--interval,-i", options->interval.value, "Seconds between lines")
      ->check(CLI::Range(0.01, 3600.0))
      ->capture_default_str();
  command->add_option("--count,-n", options->count, "Lines (0: until Ctrl-C)")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_flag("--json", options->json, "Print one JSON object a line");
  command->footer("Example: wattle energy watch --count 5");
  command->callback([options, &code] { code = watch_energy(*options); });
}

void add_measure(CLI::App& energy, int& code) {
  auto* const command =
      energy.add_subcommand("measure", "Run a command and tell the joules it used");
  auto options = std::make_shared<MeasureOptions>();
  add_meter(*command, options->meter);
  command->add_option("--repeat,-r", options->repeat, "Run it so often and tell the mean")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command->add_flag("--json", options->json, "Tell it as JSON, on standard error");
  command->add_option("COMMAND", options->command, "The program and its arguments, after --")
      ->required();
  command->footer(
      "Example: wattle energy measure --repeat 5 -- sleep 1\n"
      "Exit status: the command's; 127 when there is no such program.");
  command->callback([options, &code] { code = measure_energy(*options); });
}

void add_check(CLI::App& energy, int& code) {
  auto* const command = energy.add_subcommand(
      "check", "Try a meter: idle, busy, the same load twice, drift, other programs");
  auto options = std::make_shared<CheckOptions>();
  add_meter(*command, options->meter);
  command->add_option("--window", options->window.value, "Seconds of a measurement")
      ->check(CLI::Range(0.01, 3600.0))
      ->capture_default_str();
  command->add_option("--pairs", options->pairs, "Times of the same load twice")
      ->check(CLI::Range(2, 1000))
      ->capture_default_str();
  command->add_flag("--json", options->json, "Print JSON");
  command->footer("Example: wattle energy check --window 2");
  command->callback([options, &code] { code = check_energy(*options); });
}

void add_calibrate(CLI::App& energy, int& code) {
  auto* const command = energy.add_subcommand(
      "calibrate", "Fit the estimate to a real meter of this machine, and keep the result");
  auto options = std::make_shared<CalibrateOptions>();
  command->add_option("--meter", options->meter, "The real meter, see wattle energy list")
      ->capture_default_str();
  command->add_option("--window", options->window.value, "Seconds of a measurement")
      ->check(CLI::Range(0.01, 3600.0))
      ->capture_default_str();
  command->footer("Example: sudo -E wattle energy calibrate --meter rapl");
  command->callback([options, &code] { code = calibrate_energy(*options); });
}

}  // namespace

void add_energy(CLI::App& app, int& code) {
  auto* const command =
      app.add_subcommand("energy", "Meters: what works here, live watts, joules of any command");
  command->require_subcommand(1);
  command->footer("Example: wattle energy list");
  add_list(*command, code);
  add_watch(*command, code);
  add_check(*command, code);
  add_calibrate(*command, code);
  add_measure(*command, code);
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// The `wattle` command: flags in, exit code out.
#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <map>
#include <memory>

#include "energy/version.h"
#include "search/command/asktell.h"
#include "search/command/data_command.h"
#include "search/command/describe.h"
#include "search/command/energy_command.h"
#include "search/command/environment.h"
#include "search/command/exit_code.h"
#include "search/command/messages.h"
#include "search/command/profile_command.h"
#include "search/command/report_command.h"
#include "search/command/study_views.h"
#include "search/command/tune.h"
#include "search/objective/trial_worker.h"
#include "search/scenario/field.h"
#include "search/scenario/scenario.h"
#include "search/strategy/strategy.h"

namespace wattle::search {
namespace {

constexpr const char* kExitCodes =
    "Exit status: 0 done, 1 something outside failed, 2 invalid scenario or flags (nothing was "
    "started), "
    "3 every trial failed, 4 interrupted (--resume goes on).";

void add_tune(CLI::App& app, int& code) {
  auto* const command = app.add_subcommand("tune", "Run a scenario's study and write its report");
  auto options = std::make_shared<TuneOptions>();
  command->add_option("SCENARIO", options->scenario, "The scenario file")->required();
  command->add_option("--strategy", options->strategy,
                      "Use this strategy: " + join(strategy_kinds()));
  command->add_option("--jobs,-j", options->jobs, "Trials at once")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Use this seed");
  command->add_option("--meter", options->meter, "Use this energy meter, see wattle energy list");
  command->add_option("--out,-o", options->out,
                      "Folder for the results (default: wattle-out/NAME)");
  command->add_flag("--resume", options->resume, "Go on with the study in that folder");
  command->add_option("--set", options->set, "Replace a field: PATH=VALUE, e.g. budget.trials=50")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  command->add_flag("--quiet,-q", options->quiet, "Show nothing but errors");
  command->add_flag("--json", options->json, "Show one JSON object an event");
  command->footer(std::string("Example: wattle tune scenarios/quickstart.json --jobs 2\n") +
                  kExitCodes);
  command->callback([options, &code] { code = tune(*options); });
}

void add_report(CLI::App& app, int& code) {
  auto* const command =
      app.add_subcommand("report", "Write a study's report again, from its store alone");
  auto folder = std::make_shared<std::filesystem::path>();
  command->add_option("FOLDER", *folder, "The output folder of a study")->required();
  command->footer("Example: wattle report wattle-out/quickstart");
  command->callback([folder, &code] { code = report(*folder); });
}

/// What of a study's record the commands that look at it share.
struct ViewOptions {
  std::filesystem::path study;
  int trial = 0;
  bool json = false;
  ExportFormat format = ExportFormat::kCsv;
};

/// A command that looks at one study's folder.
CLI::App* add_view(CLI::App& app, const std::string& name, const std::string& description,
                   ViewOptions& options, const std::string& example) {
  auto* const command = app.add_subcommand(name, description);
  command->add_option("FOLDER", options.study, "The output folder of a study")->required();
  command->footer("Example: " + example);
  return command;
}

void add_views(CLI::App& app, int& code) {
  auto options = std::make_shared<ViewOptions>();
  options->study = "wattle-out";
  auto* const list = app.add_subcommand("list", "Say what studies are in a folder");
  list->add_option("FOLDER", options->study, "Where the studies' folders are")
      ->capture_default_str();
  list->add_flag("--json", options->json, "Print JSON");
  list->footer("Example: wattle list");
  list->callback([options, &code] { code = list_studies(options->study, options->json); });

  auto* const show = add_view(app, "show", "Show a trial with its steps", *options,
                              "wattle show wattle-out/quickstart 7");
  show->add_option("TRIAL", options->trial, "Its number")->required();
  show->add_flag("--json", options->json, "Print JSON");
  show->callback(
      [options, &code] { code = show_trial(options->study, options->trial, options->json); });

  auto* const best = add_view(app, "best", "Show a study's best trial", *options,
                              "wattle best wattle-out/quickstart --json");
  best->add_flag("--json", options->json, "Print JSON");
  best->callback([options, &code] { code = show_best(options->study, options->json); });

  auto* const exported = add_view(app, "export", "Write a study's trials to standard output",
                                  *options, "wattle export wattle-out/quickstart > trials.csv");
  exported
      ->add_option("--format", options->format,
                   "csv: a row a trial; jsonl: everything, a line a trial")
      ->transform(CLI::CheckedTransformer(std::map<std::string, ExportFormat>{
          {"csv", ExportFormat::kCsv}, {"jsonl", ExportFormat::kJsonLines}}))
      ->default_str("csv");
  exported->callback([options, &code] { code = export_study(options->study, options->format); });
}

void add_status(CLI::App& app, int& code) {
  auto* const command =
      app.add_subcommand("status", "Say how far a study is, also while it runs elsewhere");
  auto options = std::make_shared<StatusOptions>();
  command->add_option("FOLDER", options->study, "The output folder of a study")->required();
  command
      ->add_option("--watch", options->repeat,
                   "Look again after so many seconds, until it has ended")
      ->check(CLI::Range(0.1, 86400.0));
  command->add_flag("--json", options->json, "Print one JSON object a look");
  command->footer("Example: wattle status wattle-out/quickstart --watch 2");
  command->callback([options, &code] { code = show_status(*options); });
}

void add_describe(CLI::App& app, int& code) {
  auto* const command =
      app.add_subcommand("describe", "Say what a scenario means, and what a trial will cost");
  auto options = std::make_shared<DescribeOptions>();
  command->add_option("SCENARIO", options->scenario, "The scenario file")->required();
  command->add_option("--set", options->set, "Replace a field: PATH=VALUE")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  command->add_flag("!--no-probe", options->probe, "Do not train a short trial");
  command->footer("Example: wattle describe scenarios/quickstart.json");
  command->callback([options, &code] { code = describe(*options); });
}

void add_profile(CLI::App& app, int& code) {
  auto* const command = app.add_subcommand(
      "profile", "Measure what each layer of a model costs, and what its predictions cost");
  auto options = std::make_shared<ProfileOptions>();
  command->add_option("SCENARIO", options->scenario, "The scenario file")->required();
  command->add_option("--study", options->study,
                      "Take the parameters of this study's best trial (default: the middle of the "
                      "space)");
  command->add_option("--trial", options->trial, "Or of this trial")->needs("--study");
  command->add_option("--meter", options->meter, "Use this meter, see wattle energy list")
      ->capture_default_str();
  command
      ->add_option("--window", options->window,
                   "Seconds of a measurement (default: 0.1, or 50 steps of the meter)")
      ->check(CLI::Range(1e-3, 3600.0));
  command->add_option("--repeats", options->repeats, "Measurements of each call")
      ->check(CLI::Range(2, 1000))
      ->capture_default_str();
  command->add_option("--set", options->set, "Replace a field: PATH=VALUE")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  command->add_flag("--json", options->json, "Print JSON");
  command->add_option("--html", options->html, "Write a page to this file, too");
  command->footer("Example: wattle profile scenarios/fashion_mnist_cnn.json --html profile.html");
  command->callback([options, &code] { code = profile(*options); });
}

void add_asktell(CLI::App& app, int& code) {
  auto* const command = app.add_subcommand(
      "asktell", "Suggest trials to another program, over standard input and output");
  auto options = std::make_shared<AskTellOptions>();
  command->add_option("FILE", options->file, "Its space and goal, as in a scenario")->required();
  command->add_option("--strategy", options->strategy,
                      "Use this strategy: " + join(strategy_kinds()));
  command->add_option("--seed", options->seed, "Use this seed");
  command->add_option("--state", options->state, "Go on from the state in this file");
  command->add_option("--set", options->set, "Replace a field: PATH=VALUE")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  command->footer(
      "One JSON object a line: {\"ask\": 2}, {\"tell\": {\"id\": 0, \"metrics\": {\"value\": 1.5}, "
      "\"joules\": 12}},\n{\"fail\": {\"id\": 1, \"reason\": \"..\"}}, {\"best\": true}, "
      "{\"state\": true}, {\"restore\": ..}.\n"
      "Example: wattle asktell search.json --strategy bayesian --seed 1");
  command->callback([options, &code] { code = asktell(*options); });
}

void add_data(CLI::App& app, int& code) {
  auto* const command = app.add_subcommand("data", "List the public data sets, or get one");
  command->require_subcommand(1);
  command->footer("Example: wattle data list");
  auto* const all = command->add_subcommand("list", "Say what each set is, and where it was found");
  all->footer("Example: wattle data list");
  all->callback([&code] { code = list_data(); });
  auto* const fetch = command->add_subcommand("fetch", "Download a set, or go on downloading it");
  auto name = std::make_shared<std::string>();
  auto into = std::make_shared<std::filesystem::path>();
  fetch->add_option("NAME", *name, "The set")->required();
  fetch->add_option("--into", *into,
                    "Folder for it (default: the first of WATTLE_DATA, or ~/.cache/wattle/data)");
  fetch->footer("Example: wattle data fetch mnist");
  fetch->callback([name, into, &code] { code = fetch_data(*name, *into); });
}

void add_schema(CLI::App& app) {
  auto* const command =
      app.add_subcommand("schema", "Print the JSON Schema of scenarios, for editors");
  auto reference = std::make_shared<bool>(false);
  command->add_flag("--reference", *reference, "Print the reference page (Markdown) instead");
  command->footer("Example: wattle schema > scenario.schema.json");
  command->callback([reference] {
    if (*reference) {
      std::cout << scenario_reference();
    } else {
      std::cout << scenario_schema().dump(2) << "\n";
    }
  });
}

/// Started by a study, not by people: see search/objective/trial_worker.h.
void add_trial_worker(CLI::App& app, int& code) {
  constexpr int kInput = 0;
  constexpr int kResults = 3;
  auto* const command = app.add_subcommand(kTrialWorkerCommand, "Train for another process");
  command->group("");
  command->callback([&code] {
    const Result<void> served = serve_trials(kInput, kResults);
    if (!served) code = report_error(served.error());
  });
}

int run(int argc, char** argv) {
  CLI::App app("Wattle: hyperparameter search that counts the joules");
  app.set_version_flag("--version", "wattle " + std::string(version()));
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::help);
  int code = kSuccess;
  add_tune(app, code);
  add_describe(app, code);
  add_profile(app, code);
  add_report(app, code);
  add_status(app, code);
  add_views(app, code);
  add_asktell(app, code);
  add_data(app, code);
  add_energy(app, code);
  add_schema(app);
  add_trial_worker(app, code);
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

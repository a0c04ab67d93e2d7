// SPDX-License-Identifier: MIT
#include "search/command/command_line.h"

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "energy/version.h"
#include "search/command/asktell.h"
#include "search/command/compare_command.h"
#include "search/command/completion.h"
#include "search/command/data_command.h"
#include "search/command/describe.h"
#include "search/command/energy_command.h"
#include "search/command/environment.h"
#include "search/command/exit_code.h"
#include "search/command/import_command.h"
#include "search/command/messages.h"
#include "search/command/profile_command.h"
#include "search/command/report_command.h"
#include "search/command/resume_command.h"
#include "search/command/service_flags.h"
#include "search/command/stop_command.h"
#include "search/command/study_views.h"
#include "search/command/tune.h"
#include "search/objective/trial_worker.h"
#include "search/scenario/field.h"
#include "search/scenario/scenario.h"
#include "search/strategy/strategy.h"

namespace wattle::search {
namespace {

constexpr const char* kExitCodes =
    "Exit status:\n"
    "  0  done\n"
    "  1  something outside failed: no disk, no data, no trainer, a study that another process "
    "holds\n"
    "  2  the scenario, the flags or a file to import are wrong; nothing was started or written\n"
    "  3  every trial failed, or there is no best trial\n"
    "  4  interrupted; wattle resume goes on";

/// The type name of a value that is one of these, see command_line.h.
std::string one_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "{" : ",") + name;
  return text + "}";
}

CLI::Option* add_scenario(CLI::App& command, std::filesystem::path& scenario) {
  return command.add_option("SCENARIO", scenario, "The scenario file")->type_name("")->required();
}

CLI::Option* add_study(CLI::App& command, std::filesystem::path& folder) {
  return command.add_option("FOLDER", folder, "The output folder of a study")
      ->type_name("STUDY")
      ->required();
}

CLI::Option* add_strategy(CLI::App& command, std::string& strategy) {
  return command.add_option("--strategy", strategy, "Use this strategy")
      ->type_name(one_of(strategy_kinds()));
}

/// "PATH=VALUE", as often as wanted.
CLI::Option* add_set(CLI::App& command, std::vector<std::string>& set, const char* meaning) {
  return command.add_option("--set", set, meaning)
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
}

void add_tune(CLI::App& app, int& code) {
  auto* const command = app.add_subcommand("tune", "Run a scenario's study and write its report");
  auto options = std::make_shared<TuneOptions>();
  add_scenario(*command, options->scenario);
  add_strategy(*command, options->strategy);
  command->add_option("--jobs,-j", options->jobs, "Trials at once")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Use this seed");
  command->add_option("--meter", options->meter, "Use this energy meter, see wattle energy list");
  command->add_option("--out,-o", options->out, "Folder for the results (default: wattle-out/NAME)")
      ->type_name("FOLDER");
  command
      ->add_option("--store", options->store,
                   "Keep the study on a PostgreSQL server: postgresql://USER@HOST/DATABASE")
      ->type_name("URL");
  command
      ->add_option("--warm-start", options->warm_start,
                   "Begin with the trials of this study; as often as wanted")
      ->type_name("STUDY")
      ->allow_extra_args(false);
  command
      ->add_option("--reuse", options->reuse,
                   "Take results of identical trials from this folder, and leave new ones there")
      ->type_name("FOLDER");
  command->add_flag("--resume", options->resume, "Go on with the study that is there");
  command->add_flag("--join", options->join,
                    "Work on the study together with other processes; begin it if none has");
  add_set(*command, options->set, "Replace a field, e.g. budget.trials=50");
  command->add_flag("--quiet,-q", options->quiet, "Show nothing but errors");
  command->add_flag("--json", options->json, "Show one JSON object an event");
  command->footer("Example: wattle tune scenarios/quickstart.json --jobs 2");
  command->callback([options, &code] { code = tune(*options); });
}

void add_resume(CLI::App& app, int& code) {
  auto* const command =
      app.add_subcommand("resume", "Go on with a study, without naming its scenario again");
  auto options = std::make_shared<ResumeOptions>();
  add_study(*command, options->study);
  command->add_option("--jobs,-j", options->jobs, "Trials at once (default: as many as before)")
      ->check(CLI::Range(1, 1024));
  add_set(*command, options->set, "Replace the budget, the finalists, or widen the space");
  command->add_flag("--quiet,-q", options->quiet, "Show nothing but errors");
  command->add_flag("--json", options->json, "Show one JSON object an event");
  command->footer("Example: wattle resume wattle-out/quickstart --set budget.trials=48");
  command->callback([options, &code] { code = resume(*options); });
}

void add_compare(CLI::App& app, int& code) {
  auto* const command = app.add_subcommand(
      "compare", "Run a scenario's study with several strategies, and say which needs less energy");
  auto options = std::make_shared<CompareOptions>();
  add_scenario(*command, options->scenario);
  command->add_option("--jobs,-j", options->jobs, "Trials at once")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Use this seed");
  command->add_option("--meter", options->meter, "Use this energy meter, see wattle energy list");
  command
      ->add_option("--out,-o", options->out,
                   "Folder for studies and results (default: wattle-out/NAME-compared); goes on "
                   "with a comparison that is there")
      ->type_name("FOLDER");
  add_set(*command, options->set, "Replace a field, e.g. compare.repeats=5");
  command->add_flag("--quiet,-q", options->quiet, "Show nothing but errors");
  command->add_flag("--json", options->json, "Show one JSON object an event");
  command->footer("Example: wattle compare scenarios/digits_replay.json --set compare.repeats=5");
  command->callback([options, &code] { code = compare(*options); });
}

void add_import(CLI::App& app, int& code) {
  auto* const command = app.add_subcommand(
      "import", "Make a study of a file: of an export, of a table, or of Optuna's storage");
  auto options = std::make_shared<ImportOptions>();
  command->add_option("FILE", options->file, "What to import")->type_name("")->required();
  command->add_option("--out,-o", options->out, "Folder for the study (default: wattle-out/NAME)")
      ->type_name("FOLDER");
  command
      ->add_option("--format", options->format,
                   "What the file is: lines of wattle export, a table, or an SQLite storage of "
                   "Optuna (default: told by the file)")
      ->check(CLI::IsMember(import_formats()))
      ->type_name("");
  command
      ->add_option("--scenario", options->scenario,
                   "What the trials are of: space, goal, and what runs further ones. A table needs "
                   "it")
      ->type_name("SCENARIO");
  command->add_option("--study", options->study, "The study in an Optuna storage of several");
  command->add_option("--metric", options->metric,
                      "The value to judge by, of an Optuna study with several");
  command->footer("Example: wattle import optuna.db --study mine --out wattle-out/mine");
  command->callback([options, &code] { code = import_study(*options); });
}

void add_completion(CLI::App& app) {
  auto* const command =
      app.add_subcommand("completion", "Print a script that lets a shell complete wattle's words");
  auto shell = std::make_shared<std::string>();
  command->add_option("SHELL", *shell, "The shell")
      ->check(CLI::IsMember(completed_shells()))
      ->type_name("")
      ->required();
  command->footer("Example: source <(wattle completion bash)");
  command->callback([shell, &app] { std::cout << completion_script(*shell, app); });
}

void add_stop(CLI::App& app, int& code) {
  auto* const command =
      app.add_subcommand("stop", "Ask those who work on a study to stop; it can be resumed");
  auto folder = std::make_shared<std::filesystem::path>();
  add_study(*command, *folder);
  command->footer("Example: wattle stop wattle-out/quickstart");
  command->callback([folder, &code] { code = stop_study(*folder); });
}

void add_report(CLI::App& app, int& code) {
  auto* const command =
      app.add_subcommand("report", "Write a study's report again, from its store alone");
  auto folder = std::make_shared<std::filesystem::path>();
  add_study(*command, *folder);
  command->footer("Example: wattle report wattle-out/quickstart");
  command->callback([folder, &code] { code = report(*folder); });
}

/// What of a study's record the commands that look at it share.
struct ViewOptions {
  std::filesystem::path study;
  int trial = 0;
  bool json = false;
  std::string format = "csv";
};

/// A command that looks at one study's folder.
CLI::App* add_view(CLI::App& app, const std::string& name, const std::string& description,
                   ViewOptions& options, const std::string& example) {
  auto* const command = app.add_subcommand(name, description);
  add_study(*command, options.study);
  command->footer("Example: " + example);
  return command;
}

void add_views(CLI::App& app, int& code) {
  auto options = std::make_shared<ViewOptions>();
  options->study = "wattle-out";
  auto* const list = app.add_subcommand("list", "Say what studies are in a folder");
  list->add_option("FOLDER", options->study, "Where the studies' folders are")
      ->type_name("")
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

  auto* const exported = add_view(app, "export", "Write a study to standard output", *options,
                                  "wattle export wattle-out/quickstart > trials.csv");
  exported
      ->add_option("--format", options->format,
                   "csv: a row a trial; jsonl: everything, for wattle import")
      ->check(CLI::IsMember({"csv", "jsonl"}))
      ->type_name("")
      ->capture_default_str();
  exported->callback([options, &code] {
    const bool csv = options->format == "csv";
    code = export_study(options->study, csv ? ExportFormat::kCsv : ExportFormat::kJsonLines);
  });
}

void add_status(CLI::App& app, int& code) {
  auto* const command =
      app.add_subcommand("status", "Say how far a study is, also while it runs elsewhere");
  auto options = std::make_shared<StatusOptions>();
  add_study(*command, options->study);
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
  add_scenario(*command, options->scenario);
  add_set(*command, options->set, "Replace a field");
  command->add_flag("!--no-probe", options->probe, "Do not train a short trial");
  command->footer("Example: wattle describe scenarios/quickstart.json");
  command->callback([options, &code] { code = describe(*options); });
}

void add_profile(CLI::App& app, int& code) {
  auto* const command = app.add_subcommand(
      "profile", "Measure what each layer of a model costs, and what its predictions cost");
  auto options = std::make_shared<ProfileOptions>();
  add_scenario(*command, options->scenario);
  command
      ->add_option("--study", options->study,
                   "Take the parameters of this study's best trial (default: the middle of the "
                   "space)")
      ->type_name("STUDY");
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
  add_set(*command, options->set, "Replace a field");
  command->add_flag("--json", options->json, "Print JSON");
  command->add_option("--html", options->html, "Write a page to this file, too")->type_name("FILE");
  command->footer("Example: wattle profile scenarios/fashion_mnist_cnn.json --html profile.html");
  command->callback([options, &code] { code = profile(*options); });
}

void add_asktell(CLI::App& app, int& code) {
  auto* const command = app.add_subcommand(
      "asktell", "Suggest trials to another program, over standard input and output");
  auto options = std::make_shared<AskTellOptions>();
  command->add_option("FILE", options->file, "Its space and goal, as in a scenario")
      ->type_name("")
      ->required();
  add_strategy(*command, options->strategy);
  command->add_option("--seed", options->seed, "Use this seed");
  command->add_option("--state", options->state, "Go on from the state in this file")
      ->type_name("FILE");
  add_set(*command, options->set, "Replace a field");
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
  fetch
      ->add_option("--into", *into,
                   "Folder for it (default: the first of WATTLE_DATA, or ~/.cache/wattle/data)")
      ->type_name("FOLDER");
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

}  // namespace

void build_command_line(CLI::App& app, int& code) {
  app.description("Wattle: hyperparameter search that counts the joules");
  app.set_version_flag("--version", "wattle " + std::string(version()));
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::help);
  app.footer(kExitCodes);
  add_tune(app, code);
  add_resume(app, code);
  add_serve(app, code);
  add_worker(app, code);
  add_compare(app, code);
  add_describe(app, code);
  add_profile(app, code);
  add_stop(app, code);
  add_report(app, code);
  add_status(app, code);
  add_views(app, code);
  add_import(app, code);
  add_asktell(app, code);
  add_data(app, code);
  add_energy(app, code);
  add_schema(app);
  add_completion(app);
  add_trial_worker(app, code);
}

}  // namespace wattle::search

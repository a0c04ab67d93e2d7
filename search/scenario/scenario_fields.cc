// SPDX-License-Identifier: MIT
// The whole scenario, section by section.
#include "energy/carbon.h"
#include "energy/detect.h"
#include "energy/text/join.h"
#include "search/scenario/fields.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// Names become names of files and folders.
constexpr std::size_t kLongestName = 64;
/// Integers above this are not exact in programs that read JSON numbers as doubles.
constexpr double kLargestSeed = 9007199254740991.0;  // 2^53 - 1

bool is_arm_name(std::string_view name) { return !name.empty() && name.size() <= 64; }

bool is_currency(std::string_view name) {
  return name.size() == 3 &&
         name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
}

Section budget_section() {
  return {
      .title = "budget",
      .meaning =
          "How much may be spent; the study ends at the first limit reached. At least one is "
          "needed.",
      .fields = {integer("trials").at_least(1).means("Number of trials."),
                 number("seconds").above(0).means("Time from the start, in seconds."),
                 number("joules").above(0).means("Energy of the whole study, in joules."),
                 number("grams").above(0).means(
                     "Emissions of the whole study, in grams of CO2 equivalents. Needs "
                     "`energy.region` or `energy.grams_per_kwh`.")},
      .one_needed = true,
  };
}

Section gain_section() {
  return {.title = "stop.gain_per_joule",
          .meaning =
              "Ends the study when a joule buys too little: by a model of the metric and of "
              "the joules, so many suggestions in a row promise less.",
          .fields = {number("below").above(0).required().means(
                         "Expected improvement of the goal's objective for one joule, in its unit: "
                         "1e-6 is a point of accuracy (0.01) for 10 kJ."),
                     integer("in_a_row")
                         .at_least(1)
                         .by_default(3)
                         .means("Suggestions in a row that must promise so little.")}};
}

Section stop_section() {
  return {
      .title = "stop",
      .meaning = "When the study has done enough, whatever is left of its budget.",
      .fields = {number("target").means(
                     "Ends the study when a trial's metric, that of the goal, has got there; with "
                     "a goal that has a bound, within it."),
                 section("gain_per_joule", gain_section())
                     .means("Ends it when the next trial promises too little for its joules.")},
      .one_needed = true,
  };
}

Section warm_start_section() {
  return {
      .title = "warm_start",
      .meaning =
          "Earlier studies to learn from: their trials come before the first one, and cost "
          "nothing; [Stopping and starting warm](stopping.md#starting-warm).",
      .fields = {list("studies", text("").spelled({".",
                                                   "the folder of a study, or its address on "
                                                   "a PostgreSQL server",
                                                   is_not_empty}))
                     .with_at_least(1)
                     .required()
                     .means("Their folders, relative to this file, or "
                            "`postgresql://USER@HOST/DATABASE#STUDY`."),
                 integer("trials").at_least(1).means(
                     "The best so many trials of each; absent, all that fit."),
                 boolean("any_objective")
                     .by_default(false)
                     .means("Also of a study with another objective, where its metrics mean the "
                            "same.")},
  };
}

Section schedule_section() {
  return {
      .title = "schedule",
      .meaning =
          "What a suggestion may know of the trials before it. The name of a kind alone is "
          "short for that kind with its defaults.",
      .selector = "kind",
      .kinds =
          {{"async",
            "Everything that has ended by then. Fastest; with several workers two runs differ.",
            {}},
           {"fixed_lag",
            "Trial k sees the results of trials up to k - lag. The same scenario and seed then "
            "give the same trials with any number of workers.",
            {integer("lag").at_least(1).by_default(4).means("Trials that may run side by side.")}}},
      .shorthand = true,
  };
}

Section compare_section() {
  return {
      .title = "compare",
      .meaning = "What `wattle compare` runs against each other on this scenario.",
      .fields = {list("strategies", text("").one_of(strategy_section().kind_names()))
                     .by_default(json::array({"grid", "random", "bayesian"}))
                     .means("The strategies, with their defaults: an arm each."),
                 map("arms", {"^.{1,64}$", "a name of 1 to 64 characters", is_arm_name},
                     anything(""))
                     .means("Further arms: a name, and what is merged into this scenario for it, "
                            "such as `{\"strategy\": {\"kind\": \"bayesian\", \"per_joule\": "
                            "true}}`."),
                 text("again").means(
                     "An arm to run a second time with other seeds: between the two no difference "
                     "should be shown."),
                 integer("repeats").at_least(1).at_most(1000).by_default(10).means(
                     "Studies of each arm. Those of one repeat share their seed."),
                 integer("shared_trials")
                     .at_least(0)
                     .by_default(0)
                     .means("The first so many points are the same in all arms of a repeat; not of "
                            "`grid`, which has an order of its own."),
                 number("target").means(
                     "The goal's metric whose energy is compared. Absent: what the goal asks for "
                     "(`cheapest`), else the median result of the weakest arm.")},
  };
}

Field meter_field() {
  const std::string one = "(" + join(energy::meter_names(), "|") + ")";
  std::vector<std::string> often = energy::meter_names();
  often.insert(often.begin(), "auto");
  return text("meter")
      .spelled({"^(auto|(" + one + "[+])*(" + one + "|replay:.+))$",
                "auto, or one of " + join(energy::meter_names()) +
                    ", several of these joined by +, or replay:FILE",
                energy::is_meter_name})
      .such_as(std::move(often))
      .by_default("auto")
      .means(
          "What counts the joules; `wattle energy list` says which of them work on a machine. "
          "`auto` takes the best there is, or what `$WATTLE_METER` says, and tells which. A "
          "named one that does not work is an error.");
}

Section energy_section() {
  return {
      .title = "energy",
      .meaning = "How joules are measured.",
      .fields =
          {meter_field(),
           text("command").means(
               "What the meter `command` runs: it prints watts, or joules, see "
               "[energy](energy.md#command). Without it, `$WATTLE_METER_COMMAND`."),
           text("region")
               .one_of(energy::region_codes())
               .means("Where the electricity comes from, by the two letters of ISO 3166: "
                      "results then tell grams of CO2 equivalents, with the year of the "
                      "number."),
           number("grams_per_kwh")
               .above(0)
               .means("What a kilowatt-hour emits, in grams of CO2 equivalents, where you "
                      "know better than `region`."),
           number("price_per_kwh")
               .at_least(0)
               .means("What a kilowatt-hour costs; results then tell the money. Needs `currency`."),
           text("currency")
               .spelled({"^[A-Z]{3}$", "three capital letters, such as EUR", is_currency})
               .means("Of `price_per_kwh`.")},
  };
}

Section scenario_section() {
  const Spelling name{"^[a-z0-9_-]{1,64}$", "1 to 64 of the characters a-z, 0-9, _ and -",
                      is_study_name};
  return {
      .title = "scenario",
      .meaning =
          "One file says what to train, what may vary, what counts as good, and how much may "
          "be spent.",
      .fields =
          {
              text("$schema").means("Where editors find the JSON Schema of this file."),
              text("extends").means(
                  "Another scenario, relative to this file, to build on: objects are merged member "
                  "by member, anything else is replaced, and `null` removes a member."),
              text("name").spelled(name).required().means("Names the study and its files."),
              text("description").means("What it is for, in a person's words."),
              objective_field(),
              space_field(),
              forbid_field(),
              points_field(),
              goal_field(),
              section("strategy", strategy_section())
                  .by_default({{"kind", "bayesian"}})
                  .means("How the next parameters are chosen."),
              section("pruner", pruner_section())
                  .by_default({{"kind", "none"}})
                  .means("Which trials are stopped early."),
              section("budget", budget_section()).required().means("How much may be spent."),
              section("stop", stop_section())
                  .means("When enough has been found, whatever is left of the budget."),
              section("warm_start", warm_start_section())
                  .means("Earlier studies whose trials this one begins with."),
              section("schedule", schedule_section())
                  .by_default("async")
                  .means("What a suggestion may know of the trials before it."),
              finalists_field(),
              section("compare", compare_section())
                  .by_default(json::object())
                  .means("What `wattle compare` runs."),
              section("energy", energy_section())
                  .by_default(json::object())
                  .means("How joules are measured."),
              trial_threads_field(),
              trial_memory_field(),
              trial_gpus_field(),
              capacity_field(),
              retries_field(),
              number("gpu_power_limit")
                  .above(0)
                  .with_references()
                  .means("Watts to which NVIDIA GPUs are limited from a trial's start on; when the "
                         "study ends, however it does, they have their former limits again. Needs "
                         "root. It "
                         "may be `\"$name\"`; trials then run one at a time."),
              integer("seed")
                  .at_least(0)
                  .at_most(kLargestSeed)
                  .by_default(0)
                  .means("Everything random in the study comes from it."),
          },
  };
}

}  // namespace

bool is_study_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string_view::npos;
}

const Field& scenario_fields() {
  static const Field root = section("", scenario_section());
  return root;
}

}  // namespace wattle::search

// SPDX-License-Identifier: MIT
// What a trial needs of the machine, what the machine has for all of them, where a trial is cut
// short, and when it is tried again.
#include "search/scenario/fields.h"

namespace wattle::search {

Field trial_threads_field() {
  return integer("trial_threads")
      .at_least(1)
      .at_most(1024)
      .by_default(1)
      .with_references()
      .means(
          "Threads that each trial computes with. It may be `\"$name\"`, a parameter of the space. "
          "Where it is not 1, trials start only while all threads together stay within "
          "`capacity.threads`.");
}

Field trial_memory_field() {
  return number("trial_memory_mb")
      .at_least(0)
      .with_references()
      .means(
          "Millions of bytes that a trial will need, counted against `capacity.memory_mb`; nothing "
          "holds it to them (`objective.limits` does). It may be `\"$name\"` or arithmetic.");
}

Field trial_gpus_field() {
  return integer("trial_gpus")
      .at_least(0)
      .at_most(1024)
      .with_references()
      .means(
          "GPUs that a trial has to itself, counted against `capacity.gpus`: a training computes "
          "on the first of them unless its `device` is `cpu`, a program finds them in "
          "`CUDA_VISIBLE_DEVICES`. It may be `\"$name\"`. Absent: they are not counted, and every "
          "trial sees all.");
}

Field capacity_field() {
  return section(
             "capacity",
             {.title = "capacity",
              .meaning =
                  "What trials that run side by side may use together. A trial starts when "
                  "what it needs is free, in the order of suggestion, so that a wide one does "
                  "not wait for ever. [Side by side](side-by-side.md) tells more.",
              .fields =
                  {integer("threads").at_least(1).means(
                       "Threads. Absent: the processors that `wattle` may use "
                       "once `trial_threads` is not 1; else threads are not "
                       "counted, and `--jobs` alone says how many trials run."),
                   number("memory_mb").above(0).means("Millions of bytes. Absent: not counted."),
                   list("gpus", integer("").at_least(0))
                       .means("GPUs, by the numbers that CUDA programs give to those "
                              "that `wattle` sees. Absent: all of these, once there is "
                              "`trial_gpus`.")}})
      .by_default(nlohmann::json::object())
      .means("What trials that run side by side may use together.");
}

Field limits_field() {
  return section("limits",
                 {.title = "objective.limits",
                  .meaning =
                      "Bounds of one trial, all of its attempts together. At its seconds or joules "
                      "it ends as pruned, with the metrics of its last step, or as failed when it "
                      "has none; at its memory as failed. [Side by side](side-by-side.md#limits) "
                      "tells why.",
                  .fields = {number("seconds").above(0).means("From the trial's start."),
                             number("memory_mb")
                                 .above(0)
                                 .means("Millions of bytes that the processes of the trial hold "
                                        "resident and no file backs, looked at ten times a second; "
                                        "what several share counts for each. For programs, and "
                                        "trainings with `\"isolate\": true`."),
                             number("joules").above(0).means("Net joules of the trial.")},
                  .one_needed = true})
      .means("Bounds of one trial. Absent: none.");
}

Field retries_field() {
  return section("retries",
                 {.title = "retries",
                  .meaning =
                      "When a trial that failed is tried again, at once and in its slot, with the "
                      "same parameters and seed; what lost attempts used is the trial's.",
                  .fields = {integer("attempts")
                                 .at_least(1)
                                 .at_most(100)
                                 .by_default(1)
                                 .means("Attempts at most, the first one included."),
                             list("when", text("").one_of({"died", "error"}))
                                 .with_at_least(1)
                                 .by_default(nlohmann::json::array({"died"}))
                                 .means("Failures that may pass. `died`: a process that worked on "
                                        "the trial was killed, crashed or fell silent, or memory "
                                        "ran out. `error`: a program ended with another exit "
                                        "status than 0, or something threw. Never: parameters that "
                                        "cannot be tried, a loss that diverged, a wrong result, a "
                                        "limit.")}})
      .by_default(nlohmann::json::object())
      .means("When a trial that failed is tried again.");
}

}  // namespace wattle::search

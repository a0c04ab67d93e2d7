// SPDX-License-Identifier: MIT
// How a network is trained: `objective.training`.
#include "search/scenario/fields.h"

namespace wattle::search {
namespace {

Section schedule_section() {
  return {
      .title = "objective.training.schedule",
      .meaning =
          "How the learning rate changes while training goes on. The name of a kind alone is "
          "short for that kind with its defaults.",
      .selector = "kind",
      .kinds =
          {
              {"constant", "The learning rate stays as it is.", {}},
              {"step",
               "It drops by a factor every few epochs.",
               {integer("every").at_least(1).by_default(10).means("Epochs between two drops."),
                number("gamma").above(0).at_most(1).by_default(0.1).means("Factor of a drop.")}},
              {"cosine",
               "It follows half a cosine from its full value down.",
               {number("final_factor")
                    .at_least(0)
                    .at_most(1)
                    .by_default(0.0)
                    .means("Where it ends, as a factor of the learning rate.")}},
              {"one_cycle",
               "It rises, then falls below where it began.",
               {number("rise_fraction")
                    .above(0)
                    .below(1)
                    .by_default(0.3)
                    .means("Share of the updates on the way up."),
                number("start_divisor")
                    .at_least(1)
                    .by_default(25.0)
                    .means("It starts at the learning rate divided by this."),
                number("final_divisor")
                    .at_least(1)
                    .by_default(1e4)
                    .means("It ends at its start divided by this.")}},
              {"exponential",
               "It shrinks by a factor every epoch.",
               {number("gamma").above(0).at_most(1).by_default(0.95).means("Factor of an epoch.")}},
          },
      .shorthand = true,
  };
}

}  // namespace

Field training_field() {
  return section(
             "training",
             {.title = "objective.training",
              .meaning = "How the network is trained. Members that the optimizer does not use are "
                         "checked and then ignored.",
              .fields =
                  {
                      text("optimizer")
                          .one_of({"sgd", "adam", "adamw", "rmsprop"})
                          .by_default("adam")
                          .means("The rule that turns gradients into updates."),
                      number("learning_rate")
                          .above(0)
                          .at_most(1e12)
                          .by_default(1e-3)
                          .means("Size of an update; the schedule multiplies it."),
                      number("momentum")
                          .at_least(0)
                          .below(1)
                          .by_default(0.0)
                          .means(
                              "Share of the last update kept in the next one (`sgd`, `rmsprop`)."),
                      boolean("nesterov")
                          .by_default(false)
                          .means("Nesterov's form of momentum (`sgd`); needs a momentum above 0."),
                      number("beta1").at_least(0).below(1).by_default(0.9).means(
                          "Decay of the mean of gradients (`adam`, `adamw`)."),
                      number("beta2").at_least(0).below(1).by_default(0.999).means(
                          "Decay of the mean of squared gradients (`adam`, `adamw`)."),
                      number("epsilon").above(0).by_default(1e-8).means(
                          "Added to the root in the denominator (`adam`, `adamw`, `rmsprop`)."),
                      number("weight_decay")
                          .at_least(0)
                          .by_default(0.0)
                          .means("Pull of the weights towards zero: apart from the gradient in "
                                 "`adamw`, within it elsewhere."),
                      integer("batch_size")
                          .at_least(1)
                          .by_default(32)
                          .means("Examples an update; the last batch of an epoch may be smaller."),
                      integer("epochs").at_least(1).by_default(10).means(
                          "Passes over the training examples."),
                      section("schedule", schedule_section())
                          .by_default("constant")
                          .means("How the learning rate changes while training goes on."),
                      number("warmup_epochs")
                          .at_least(0)
                          .by_default(0.0)
                          .means("Epochs of linear rise before the schedule starts."),
                      number("label_smoothing")
                          .at_least(0)
                          .below(1)
                          .by_default(0.0)
                          .means("Share of the target that is spread over all classes."),
                      number("clip_norm")
                          .at_least(0)
                          .by_default(0.0)
                          .means("Largest norm of the whole gradient; 0 leaves it as it is."),
                      boolean("shuffle").by_default(true).means("A new order in every epoch."),
                  }})
      .by_default(nlohmann::json::object())
      .with_references()
      .means("How the network is trained.");
}

}  // namespace wattle::search

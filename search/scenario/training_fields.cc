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

Section early_stop_section() {
  return {
      .title = "objective.training.early_stop",
      .meaning = "Ends a training whose validation no longer gets better; its trial is complete.",
      .fields = {
          integer("patience")
              .at_least(0)
              .by_default(0)
              .means("Epochs without improvement that are still trained; 0: all epochs are."),
          text("metric")
              .one_of({"val_loss", "val_accuracy"})
              .by_default("val_loss")
              .means("What must improve."),
          number("least_change")
              .at_least(0)
              .by_default(0.0)
              .means("A smaller change is no improvement."),
          boolean("restore_best")
              .by_default(true)
              .means("The result is the best epoch's network, not the last one's.")}};
}

bool is_device(std::string_view text) {
  constexpr std::string_view kNumbered = "cuda:";
  const bool numbered = text.size() == kNumbered.size() + 1 && text.starts_with(kNumbered) &&
                        text.back() >= '0' && text.back() <= '9';
  return numbered || text == "auto" || text == "cpu" || text == "cuda";
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
                          .one_of({"sgd", "adam", "adamw", "rmsprop", "adagrad", "lbfgs"})
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
                          "Added to the root in the denominator (`adam`, `adamw`, `rmsprop`, "
                          "`adagrad`)."),
                      integer("iterations")
                          .at_least(1)
                          .by_default(20)
                          .means("Steps along a batch's own loss in one update (`lbfgs`)."),
                      integer("history").at_least(1).by_default(10).means(
                          "Past steps that tell the curvature (`lbfgs`)."),
                      number("weight_decay")
                          .at_least(0)
                          .by_default(0.0)
                          .means("Pull of the weights towards zero: apart from the gradient in "
                                 "`adamw`, none in `lbfgs`, within the gradient elsewhere."),
                      integer("batch_size")
                          .at_least(1)
                          .by_default(32)
                          .means("Examples an update; the last batch of an epoch may be smaller. "
                                 "Where a network normalises over the batch one number a channel, "
                                 "1 is refused, and one example that is left joins the batch "
                                 "before."),
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
                          .means("Largest norm of the whole gradient; 0 leaves it as it is, and so "
                                 "does `lbfgs`, whose line search needs its slopes."),
                      boolean("shuffle").by_default(true).means("A new order in every epoch."),
                      text("evaluation")
                          .one_of({"evaluation_mode", "training_mode"})
                          .by_default("evaluation_mode")
                          .means("How the network is scored on validation and test examples. "
                                 "`training_mode` leaves batch normalisation and dropout as they "
                                 "are in training: a mistake that published code has made, here "
                                 "to show what it does. Not for results to rely on."),
                      text("precision")
                          .one_of({"float32", "bfloat16"})
                          .by_default("float32")
                          .means("What products and activations are computed in; weights stay "
                                 "`float32`. On a processor without instructions for `bfloat16` "
                                 "it is slower."),
                      text("device")
                          .spelled({"^(auto|cpu|cuda(:[0-9])?)$", "auto, cpu, cuda or cuda:0",
                                    is_device})
                          .by_default("auto")
                          .means("Where to train; `auto`: on a CUDA device where there is one."),
                      section("early_stop", early_stop_section())
                          .by_default(nlohmann::json::object())
                          .means("When to end a training that no longer gets better."),
                      list("task_weights", number("").above(0))
                          .means("Weight of each target's loss. Absent: 1 each."),
                      text("start_from")
                          .means("A `model.pt` that an earlier training left: its tensors of "
                                 "equal name and shape are the first weights. Relative to the "
                                 "scenario's folder."),
                  }})
      .by_default(nlohmann::json::object())
      .with_references()
      .means("How the network is trained.");
}

}  // namespace wattle::search

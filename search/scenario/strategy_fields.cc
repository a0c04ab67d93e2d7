// SPDX-License-Identifier: MIT
// How the next parameters are chosen.
#include "search/scenario/fields.h"

namespace wattle::search {
namespace {

Spelling parameter_names() { return {".", "the name of a parameter", is_not_empty}; }

Kind tpe_kind() {
  return {"tpe",
          "Tree-structured Parzen estimator: where good trials are dense and bad ones are not.",
          {integer("initial_trials")
               .at_least(1)
               .by_default(10)
               .means("Trials drawn at random before the first density."),
           integer("candidates")
               .at_least(1)
               .at_most(10'000)
               .by_default(64)
               .means("Draws from the density of the good trials, to choose from.")}};
}

Kind cma_es_kind() {
  return {
      "cma_es",
      "Covariance matrix adaptation: a normal distribution that moves to where trials are good.",
      {integer("population")
           .at_least(4)
           .at_most(10'000)
           .means("Trials of a generation. Absent: by the number of parameters.")}};
}

}  // namespace

Section strategy_section() {
  return {
      .title = "strategy",
      .meaning = "How the next parameters are chosen; [Strategies](strategies.md) compares them.",
      .selector = "kind",
      .kinds =
          {{"grid", "Every combination of the parameters' levels, once.", {}},
           {"random", "Independent draws, uniform after each parameter's scale.", {}},
           {"sobol", "Random points that fill the space evenly: a scrambled Sobol sequence.", {}},
           {"bayesian",
            "Gaussian processes of the metric and of the energy choose what promises most.",
            {integer("initial_trials")
                 .at_least(1)
                 .means("Trials that fill the space before the first model. Absent: by the "
                        "number of parameters, and at most a third of the budget's trials."),
             text("acquisition")
                 .one_of({"expected_improvement", "probability_of_improvement", "confidence_bound",
                          "thompson"})
                 .by_default("expected_improvement")
                 .means("What promises most: the improvement to be expected (for a front, of "
                        "its area), how likely an improvement is, of whatever size (one objective "
                        "only), the best value that is plausible (one objective only), or the "
                        "best value of one draw from the model."),
             boolean("per_joule")
                 .by_default(false)
                 .means("Divide the expected improvement by the joules expected, less and less "
                        "as the budget is used."),
             text("kernel")
                 .one_of({"matern52", "matern32", "squared_exponential"})
                 .by_default("matern52")
                 .means("How smooth the metric is taken to be: twice differentiable, once, or "
                        "endlessly."),
             boolean("warp_inputs")
                 .by_default(false)
                 .means("Learn for each numeric parameter where its range matters most, as if "
                        "its scale were chosen anew. Doubles the time of a suggestion."),
             map("length_scales", parameter_names(), number("").above(0))
                 .means("Length scales that are not learned, by parameter: in its own unit; on a "
                        "log scale in factors of ten, for an ordinal parameter in values. Those "
                        "that are not named are learned."),
             integer("candidates")
                 .at_least(1)
                 .at_most(1'000'000)
                 .means("Take the most promising of so many uniform random points, in every turn. "
                        "Absent: search from good points along the gradient."),
             boolean("fidelity")
                 .by_default(false)
                 .means("Learn from trials at several of their steps, and judge pruned ones by "
                        "how far they came; for studies with a pruner.")}},
           tpe_kind(),
           cma_es_kind(),
           {"auto",
            "One of these, chosen by the space, the budget and the trials at once. The study "
            "says which and why; docs/strategies.md has the rules.",
            {}}},
  };
}

}  // namespace wattle::search

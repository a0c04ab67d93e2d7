# SPDX-License-Identifier: MIT
"""What `./dev bench search` measures: in full for docs/benchmarks.md, in short to check the limits."""

WATTLE = ("bayesian", "tpe", "cma_es", "sobol", "auto")  # played, as far as the program knows them
BASELINE = "random"
PEERS_THAT_PLAY = ("optuna_tpe",)


def cost(player, n, d=20, goal="best", suggestions=20):
    return {"player": player, "d": d, "n": n, "goal": goal, "suggestions": suggestions}


# A fit of scikit-learn takes seconds and is not kept from one suggestion to the next: two suggestions say what twenty do.
SHORT_COSTS = [
    cost("bayesian", 100),
    cost("optuna_tpe", 100),
    cost("bayesian", 200),
    cost("optuna_tpe", 200),
    cost("sklearn_gp", 200, suggestions=2),
    cost("bayesian", 500),
    cost("bayesian", 1000),
]
FULL_COSTS = SHORT_COSTS + [
    cost("sklearn_gp", 100, suggestions=2),
    cost("sklearn_gp_once", 100, suggestions=2),
    cost("sklearn_gp_once", 200, suggestions=2),
    cost("sklearn_gp", 500, suggestions=1),
    cost("sklearn_gp_once", 500, suggestions=1),
    cost("optuna_tpe", 500),
    cost("optuna_tpe", 1000),
    cost("tpe", 100),
    cost("tpe", 200),
    cost("tpe", 500),
    cost("tpe", 1000),
    cost("bayesian", 50),
    cost("bayesian", 2000, suggestions=10),
    cost("bayesian", 5000, suggestions=10),
    cost("bayesian", 50, d=6),
    cost("bayesian", 100, d=6),
    cost("bayesian", 500, d=6),
    cost("bayesian", 1000, d=6),
    cost("bayesian", 50, d=50),
    cost("bayesian", 200, d=50),
    cost("bayesian", 1000, d=50),
    cost("bayesian", 200, goal="pareto"),
]
FLOOR_SIZES = (200, 500, 1000)

# Problems, checkpoints, seeds.
SHORT_CONTESTS = [(("branin", "hartmann6", "conditional_training", "pareto_branin_currin"), (40,), 5)]
FULL_CONTESTS = [
    (("branin",), (30, 60), 20),
    (("hartmann6", "ackley10", "rosenbrock8"), (60, 100), 20),
    (
        (
            "levy10",
            "griewank6",
            "styblinski_tang8",
            "michalewicz5",
            "embedded50",
            "noisy_hartmann6",
            "conditional_training",
            "table5000",
            "crashing_levy4",
            "constrained_gramacy",
            "constrained_hartmann6",
            "pareto_dtlz6",
            "pareto_branin_currin",
        ),
        (30, 60, 100),
        20,
    ),
]

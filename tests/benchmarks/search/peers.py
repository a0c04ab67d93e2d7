# SPDX-License-Identifier: MIT
"""Other people's optimisers on the work that search_benchmark does: one measurement a process.

  peers.py versions                     what is installed, as JSON
  peers.py suggest PEER < history.json  what a suggestion costs (search_benchmark history wrote the file)
  peers.py regret PEER --referee PROGRAM --problem NAME --trials 30,60 --seed 1

PEER is one of PEERS at the end. Each runs with its defaults, or as its class says. One thread; CPU time of this process.
"""

import os

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[variable] = "1"  # before numpy is loaded

import argparse
import importlib
import json
import math
import subprocess
import sys
import time
import warnings

LOW, HIGH = -5.0, 10.0  # of suggestion_cost.cc


def version(module):
    """The version of a module, or None where it is not installed."""
    try:
        return importlib.import_module(module).__version__
    except ImportError:
        return None


class OptunaTpe:
    """Optuna's default sampler, in-memory storage."""

    module = "optuna"

    def __init__(self, seed, directions=("minimize",), constrained=False):
        import optuna

        optuna.logging.set_verbosity(optuna.logging.ERROR)
        warnings.simplefilter("ignore")  # constraints are called experimental
        self.optuna = optuna
        bound = (lambda trial: [trial.user_attrs.get("constraint", 1.0)]) if constrained else None
        sampler = optuna.samplers.TPESampler(seed=seed, constraints_func=bound)
        self.study = optuna.create_study(directions=list(directions), sampler=sampler)

    def begin(self, points, values):
        trial, float_range = self.optuna.trial, self.optuna.distributions.FloatDistribution(LOW, HIGH)
        self.names = [f"x{j}" for j in range(len(points[0]))]
        ranges = {name: float_range for name in self.names}
        for point, value in zip(points, values):
            params = dict(zip(self.names, point))
            self.study.add_trial(trial.create_trial(params=params, distributions=ranges, value=value))

    def suggest(self):
        self.trial = self.study.ask()
        return [self.trial.suggest_float(name, LOW, HIGH) for name in self.names]

    def tell(self, _point, value):
        self.study.tell(self.trial, value)


class SklearnGp:
    """A Gaussian process of scikit-learn under expected improvement, with the settings that scikit-optimize made usual:
    Matern 5/2 with a length scale a dimension and a noise term, 2 restarts of the fit, 10,000 random candidates,
    L-BFGS-B from the best 5 (forward differences, all of a step in one batch)."""

    module = "sklearn"
    RESTARTS, CANDIDATES, STARTS = 2, 10_000, 5
    STEP = 1e-6  # of the unit cube: the square root of the rounding error of a prediction

    def __init__(self, seed):
        import numpy
        from scipy.optimize import minimize
        from scipy.stats import norm

        warnings.simplefilter("ignore")  # a length scale at its bound
        self.np, self.minimize, self.norm = numpy, minimize, norm
        self.random = numpy.random.RandomState(seed)

    def begin(self, points, values):
        self.points = [[(x - LOW) / (HIGH - LOW) for x in point] for point in points]
        self.values = list(values)

    def fit(self):
        from sklearn.gaussian_process import GaussianProcessRegressor
        from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

        scales = self.np.ones(len(self.points[0]))
        kernel = ConstantKernel(1.0, (0.01, 1000.0)) * Matern(scales, (0.01, 100.0), nu=2.5) + WhiteKernel()
        model = GaussianProcessRegressor(
            kernel, normalize_y=True, n_restarts_optimizer=self.RESTARTS, random_state=self.random
        )
        return model.fit(self.np.array(self.points), self.np.array(self.values))

    def suggest(self):
        np, model, best = self.np, self.fit(), min(self.values)

        def loss(rows):
            mean, deviation = model.predict(rows, return_std=True)
            deviation = np.maximum(deviation, 1e-12)  # where a point is known exactly
            gain = (best - mean) / deviation
            return -deviation * (gain * self.norm.cdf(gain) + self.norm.pdf(gain))

        def loss_and_gradient(point):
            rows = np.vstack([point, point + self.STEP * np.eye(len(point))])
            losses = loss(rows)
            return losses[0], (losses[1:] - losses[0]) / self.STEP

        candidates = self.random.uniform(size=(self.CANDIDATES, len(self.points[0])))
        starts = candidates[np.argsort(loss(candidates))[: self.STARTS]]
        box = [(0.0, 1.0)] * len(starts[0])
        ends = [self.minimize(loss_and_gradient, x, jac=True, method="L-BFGS-B", bounds=box) for x in starts]
        return list(LOW + (HIGH - LOW) * min(ends, key=lambda end: end.fun).x)

    def tell(self, point, value):
        self.points.append([(x - LOW) / (HIGH - LOW) for x in point])
        self.values.append(value)


class SklearnGpOnce(SklearnGp):
    """The same with one ascent a fit, scikit-learn's own default."""

    RESTARTS = 0


def ackley(point):
    """The function of suggestion_cost.cc: its minimum is at x_j = 1.7 sin(1 + j)."""
    import numpy as np

    shifted = np.array(point) - 1.7 * np.sin(1.0 + np.arange(len(point)))
    return float(
        -20.0 * np.exp(-0.2 * np.sqrt(np.mean(shifted**2))) - np.exp(np.mean(np.cos(2.0 * np.pi * shifted))) + 20.0 + np.e
    )


def peak_megabytes():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024.0 for line in status if line.startswith("VmHWM:"))


def suggest(arguments):
    """As measure_cost() in suggestion_cost.cc: one cold suggestion, then the counted ones, each tried and told."""
    history = json.load(sys.stdin)["results"]
    points, values = [row["x"] for row in history], [row["value"] for row in history]
    for point, value in zip(points, values):
        # Sums of d terms of order one, added in another order.
        assert abs(ackley(point) - value) < 1e-12 * len(point), "this is not the function of suggestion_cost.cc"
    peer = PEERS[arguments.peer](seed=arguments.seed)
    peer.begin(points, values)
    cpu, wall = [], []
    for _ in range(1 + arguments.suggestions):
        before = time.process_time(), time.perf_counter()
        point = peer.suggest()
        cpu.append(1e3 * (time.process_time() - before[0]))
        wall.append(1e3 * (time.perf_counter() - before[1]))
        before = time.process_time()
        peer.tell(point, ackley(point))
        cpu[-1] += 1e3 * (time.process_time() - before)
    return {
        "strategy": {"kind": arguments.peer},
        "d": len(points[0]),
        "n": len(points),
        "suggestions": arguments.suggestions,
        "cpu_ms": sum(cpu[1:]) / arguments.suggestions,
        "wall_ms": sum(wall[1:]) / arguments.suggestions,
        "worst_cpu_ms": max(cpu[1:]),
        "cold_cpu_ms": cpu[0],
        "peak_mb": peak_megabytes(),
    }


def active(condition, values):
    """The two forms that the benchmark's problems use: equal to, and {"at_least": ...}."""
    for name, wanted in condition.items():
        if isinstance(wanted, dict) and values[name] < wanted["at_least"]:
            return False
        if not isinstance(wanted, dict) and values[name] != wanted:
            return False
    return True


def suggest_value(trial, name, parameter):
    if parameter["type"] == "categorical":
        return trial.suggest_categorical(name, parameter["choices"])
    draw = trial.suggest_int if parameter["type"] == "int" else trial.suggest_float
    return draw(name, parameter["low"], parameter["high"], log=parameter.get("scale") == "log")


def suggest_parameters(trial, space):
    values = {}
    for conditional in (False, True):
        for name, parameter in space.items():
            if ("when" in parameter) == conditional and active(parameter.get("when", {}), values):
                values[name] = suggest_value(trial, name, parameter)
    return values


class Player:
    """Optuna in a run of `search_benchmark referee`, which asks for parameters and says what came of the last ones."""

    def __init__(self, rules, seed):
        self.space, self.goal = rules["space"], rules["goal"]
        directions = ["minimize"] * (2 if self.goal["kind"] == "pareto" else 1)
        self.peer = OptunaTpe(seed, directions, constrained=self.goal["kind"] == "within")
        self.trial, self.cpu_seconds = None, 0.0

    def answer(self, metrics):
        before = time.process_time()
        if self.trial is not None:
            self.tell(metrics)
        self.trial = self.peer.study.ask()
        values = suggest_parameters(self.trial, self.space)
        self.cpu_seconds += time.process_time() - before
        return values

    def tell(self, metrics):
        if metrics is None:
            self.peer.study.tell(self.trial, state=self.peer.optuna.trial.TrialState.FAIL)
            return
        self.trial.set_user_attr("constraint", metrics.get("constraint", 0.0))
        values = [metrics["value"]]
        if self.goal["kind"] == "pareto":
            values.append(math.log10(metrics["train_joules"]))
        self.peer.study.tell(self.trial, values)


def regret(arguments):
    command = [arguments.referee, "referee", "--problem", arguments.problem, "--trials", arguments.trials]
    command += ["--seed", str(arguments.seed)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as referee:
        player = Player(json.loads(referee.stdout.readline()), arguments.seed)
        for line in referee.stdout:
            message = json.loads(line)
            if "result" in message:
                strategy = {"kind": arguments.peer}
                return dict(message["result"], strategy=strategy, suggest_cpu_seconds=player.cpu_seconds)
            referee.stdin.write(json.dumps(player.answer(message["last"])) + "\n")
            referee.stdin.flush()
    raise RuntimeError("the referee left before the end")


def versions(_arguments):
    modules = sorted({peer.module for peer in PEERS.values()} | {"numpy", "scipy"})
    return {module: version(module) for module in modules}


PEERS = {"optuna_tpe": OptunaTpe, "sklearn_gp": SklearnGp, "sklearn_gp_once": SklearnGpOnce}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    commands.add_parser("versions").set_defaults(run=versions)
    cost = commands.add_parser("suggest")
    cost.set_defaults(run=suggest)
    cost.add_argument("peer", choices=PEERS)
    cost.add_argument("--suggestions", type=int, default=20)
    cost.add_argument("--seed", type=int, default=1)
    play = commands.add_parser("regret")
    play.set_defaults(run=regret)
    play.add_argument("peer", choices=["optuna_tpe"])
    play.add_argument("--referee", required=True)
    play.add_argument("--problem", required=True)
    play.add_argument("--trials", default="30,60")
    play.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(json.dumps(arguments.run(arguments)))


if __name__ == "__main__":
    main()

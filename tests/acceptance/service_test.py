# SPDX-License-Identifier: MIT
"""`wattle serve` and `wattle worker` as people use them: a study with several workers, and what becomes of it when
workers and server die."""

import json
import pathlib
import signal
import threading
import time
import unittest

from service_process import Server, ServiceTest, parabola
from wattle_command import QUICKSTART, branin


def loss(trial):
    x = trial.parameters["x"]
    for step in range(1, 4):
        if not trial.report(step, {"loss": x * x + 1 / step}, joules=0.5 * step):
            break
    return {"loss": x * x}, 1.5


class Workers(ServiceTest):
    def test_two_workers_share_a_study(self):
        server = self.serve()
        service = server.client()
        study = service.create(branin(milliseconds=20, budget={"trials": 30}))
        workers = [self.start("worker", "--server", server.url, "--name", name, "--slots", 2, "--once", "--meter", "estimate")
                   for name in ("heron", "stork")]
        for worker in workers:
            output, errors = worker.communicate(timeout=120)
            self.assertEqual(worker.returncode, 0, output + errors)
        trials = list(study.trials())
        self.assertEqual([trial["number"] for trial in trials], list(range(30)))
        self.assertEqual({trial["state"] for trial in trials}, {"complete"})
        self.assertEqual({trial["worker"] for trial in trials}, {"heron", "stork"})
        self.assertEqual({trial["attempts"] for trial in trials}, {1})
        self.assertEqual(study.show()["state"], "finished")
        self.assertEqual(study.best()["metrics"]["value"], min(trial["metrics"]["value"] for trial in trials))

    def test_a_worker_is_the_same_as_tune(self):
        scenario = branin(schedule={"kind": "fixed_lag", "lag": 2}, strategy={"kind": "bayesian"}, budget={"trials": 10})
        server = self.serve()
        study = server.client().create(scenario)
        self.wattle("worker", "--server", server.url, "--once", "--slots", 2, "--meter", "estimate")
        served = [(trial["parameters"], trial["metrics"]["value"]) for trial in study.trials()]
        (self.folder / "branin.json").write_text(json.dumps(scenario))
        self.wattle("tune", "branin.json", "--out", "alone", "--meter", "estimate", "--quiet")
        result = json.loads((self.folder / "alone" / "result.json").read_text())
        alone = [(trial["parameters"], trial["metrics"]["value"]) for trial in result["trials"]]
        self.assertEqual(served, alone)

    def test_a_program_of_ones_own_works_on_a_study(self):
        server = self.serve()
        study = server.client().create(parabola(12))
        self.assertEqual(study.work(loss, slots=3, worker="python"), 12)
        best = study.best()
        self.assertEqual(best["energy"]["joules"], 1.5)
        self.assertEqual(best["energy"]["source"], "reported")
        self.assertEqual(len(next(study.trials())["steps"]), 3)
        self.assertEqual(study.show()["ledger"]["trials"], 18.0)

    def test_a_programs_mistake_fails_its_trial_only(self):
        server = self.serve()
        study = server.client().create(parabola(3))
        calls = []

        def train(trial):
            calls.append(trial)
            if trial.number == 1:
                raise ValueError("wrong")
            return {"loss": 1.0}

        study.work(train)
        states = {trial["number"]: (trial["state"], trial["reason"]) for trial in study.trials()}
        self.assertEqual(states[1], ("failed", "ValueError: wrong"))
        self.assertEqual(states[2][0], "complete")

    def test_what_workers_say_is_kept_with_their_trials(self):
        server = self.serve()
        study = server.client().create(parabola(1))

        def talk(trial):
            trial.log("épreuve 1")
            print("the loss", 0.5, file=trial)
            trial.report(1, {"loss": 0.5})
            trial.log("done")
            return {"loss": 0.5}

        study.work(talk)
        log = server.call("GET", "/v1/studies/parabola/trials/0/log").text.decode()
        self.assertEqual(log, "épreuve 1\nthe loss 0.5\ndone\n")
        server.client().create(branin(name="tuned", budget={"trials": 1}))
        self.wattle("worker", "--server", server.url, "--name", "heron", "--once", "--meter", "estimate")
        log = server.call("GET", "/v1/studies/tuned/trials/0/log").text.decode()
        self.assertRegex(log, r"^\[0\.0 s\] heron begins; joules by the meter \w+ \(estimated\)\n\[\d+\.\d s\] complete\n$")

    def test_a_killed_workers_trials_go_to_another(self):
        server = self.serve("--lease", 2)
        service = server.client()
        study = service.create(branin(milliseconds=1500, budget={"trials": 4}))
        killed = self.start("worker", "--server", server.url, "--name", "killed", "--slots", 2, "--meter", "estimate")
        self.wait_until(lambda: len(study.call("GET", "leases")["leases"]) == 2)
        killed.kill()
        self.wattle("worker", "--server", server.url, "--name", "heir", "--slots", 2, "--once", "--meter", "estimate")
        trials = list(study.trials())
        self.assertEqual([trial["state"] for trial in trials], ["complete"] * 4)
        self.assertEqual({trial["worker"] for trial in trials}, {"heir"})
        self.assertEqual([trial["attempts"] for trial in trials], [2, 2, 1, 1])

    def test_a_worker_that_is_interrupted_gives_its_trials_back(self):
        server = self.serve()
        study = server.client().create(branin(milliseconds=3000, budget={"trials": 2}))
        worker = self.start("worker", "--server", server.url, "--meter", "estimate")
        self.wait_until(lambda: study.call("GET", "leases")["leases"])
        worker.send_signal(signal.SIGINT)
        worker.communicate(timeout=30)
        self.assertEqual(worker.returncode, 4)
        self.assertEqual(study.call("GET", "leases")["leases"], [])
        self.assertEqual(study.call("GET", "trials/0")["state"], "waiting")

    def test_workers_drop_the_trials_of_a_study_that_is_stopped(self):
        server = self.serve("--lease", 2)
        study = server.client().create(branin(milliseconds=60_000, budget={"trials": 2}))
        worker = self.start("worker", "--server", server.url, "--once", "--meter", "estimate")
        self.wait_until(lambda: study.call("GET", "leases")["leases"])
        self.assertEqual(study.stop()["state"], "stopped")
        output, errors = worker.communicate(timeout=20)
        self.assertEqual(worker.returncode, 0, output + errors)
        self.assertEqual(study.call("GET", "trials/0")["state"], "waiting")

    def test_a_study_that_a_worker_cannot_run_is_said_so(self):
        server = self.serve()
        server.client().create(parabola())
        _, errors = self.wattle("worker", "--server", server.url, "--study", "parabola", "--once", expect=2)
        self.assertIn("has no objective", errors)
        _, errors = self.wattle("worker", "--server", server.url, "--study", "none", "--once", expect=2)
        self.assertIn("has no study none", errors)
        self.wattle("worker", "--server", "nowhere", "--once", expect=2)


class Restarts(ServiceTest):
    def test_workers_go_on_when_the_server_is_killed_and_started_again(self):
        server = self.serve()
        port = server.port
        study = server.client().create(branin(milliseconds=150, budget={"trials": 24}))
        worker = self.start("worker", "--server", server.url, "--slots", 2, "--once", "--meter", "estimate")
        for _ in range(3):
            time.sleep(0.6)
            server.process.kill()
            server.process.wait()
            server = Server(self.start("serve", "--port", port, "--data", "studies"))
        output, errors = worker.communicate(timeout=120)
        self.assertEqual(worker.returncode, 0, output + errors)
        trials = list(study.trials())
        self.assertEqual([trial["state"] for trial in trials], ["complete"] * 24)
        self.assertEqual({trial["attempts"] for trial in trials}, {1}, "no worker began one anew")

    def test_a_server_that_is_told_to_end_does(self):
        server = self.serve()
        study = server.client().create(parabola())
        trials, _ = study.ask()
        waiting = threading.Thread(target=lambda: server.call("GET", "/v1/studies/parabola/events"), daemon=True)
        waiting.start()
        server.process.send_signal(signal.SIGTERM)
        self.assertEqual(server.process.wait(timeout=20), 0)
        again = self.serve()
        kept = again.client().study("parabola")
        self.wait_until(lambda: len(kept.call("GET", "leases")["leases"]) == 1)
        trials[0].study = kept
        self.assertEqual(trials[0].tell({"loss": 1.0}), "complete")

    def test_an_idle_server_is_small(self):
        server = self.serve()
        server.client().studies()
        self.assertLess(server.memory_mb(), 40)
        self.assertNotIn("libtorch", server.maps())


class Trained(ServiceTest):
    def test_the_quickstart_is_trained_by_a_worker(self):
        scenario = json.loads(pathlib.Path(QUICKSTART).read_text())
        scenario["space"]["epochs"].update(low=1, high=2)
        scenario["budget"] = {"trials": 3}
        server = self.serve()
        study = server.client().create(scenario)
        self.wattle("worker", "--server", server.url, "--once", "--slots", 2)
        trials = list(study.trials())
        self.assertEqual([trial["state"] for trial in trials], ["complete"] * 3)
        for trial in trials:
            self.assertGreater(trial["energy"]["joules"], 0)
            self.assertTrue(trial["steps"])
        self.assertNotIn("libtorch", server.maps())


if __name__ == "__main__":
    unittest.main()

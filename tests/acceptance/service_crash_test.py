# SPDX-License-Identifier: MIT
"""Kills a server under load, again and again: every result that was told is there, and every lease ends once.
$SERVICE_LOAD is the program that makes the load."""

import json
import os
import random
import subprocess
import threading
import time
import unittest

from service_process import Server, ServiceTest, parabola

LOAD = os.environ["SERVICE_LOAD"]
KILLS = int(os.environ.get("WATTLE_SERVICE_KILLS", "50"))
WORKERS = 60


class Killed(ServiceTest):
    def start_on(self, port):
        return Server(self.start("serve", "--port", port, "--data", "studies", "--rate", 0))

    def test_nothing_that_was_told_is_lost_and_no_lease_ends_twice(self):
        server = self.start_on(0)
        port = server.port
        trials = 80 * KILLS
        server.client().create(parabola(trials))
        load = subprocess.Popen([LOAD, "--server", server.url, "--study", "parabola", "--workers", str(WORKERS),
                                 "--pause", "250"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(load.kill)
        collected = []
        reader = threading.Thread(target=lambda: collected.append(load.stdout.read()))
        reader.start()
        chance = random.Random(4)
        kills = 0
        while kills < KILLS and load.poll() is None:
            time.sleep(chance.uniform(0.05, 1.0))
            server.process.kill()
            server.process.wait()
            kills += 1
            server = self.start_on(port)
        self.assertEqual(load.wait(timeout=400), 0)
        reader.join()
        load.stdout.close()
        told = json.loads(collected[0])
        self.assertEqual(kills, KILLS, "the study was over before all of the kills")
        self.assertGreater(told["retries"], 0, "the kills were noticed")

        study = server.client().study("parabola")
        kept = {trial["number"]: trial for trial in study.trials()}
        self.assertEqual(sorted(kept), list(range(trials)))
        self.assertEqual({trial["state"] for trial in kept.values()}, {"complete"})
        self.assertEqual(study.call("GET", "leases")["leases"], [])
        # Each was told by one worker, and what he told is what is kept. Telling twice gets the same answer, so that a
        # worker whose first answer was lost has told it, too.
        self.assertEqual(told["problems"].keys() - {"study_over"}, set())
        losses = dict(told["told"])
        self.assertEqual(sorted(losses), list(range(trials)))
        for number, told_losses in losses.items():
            self.assertEqual(len(told_losses), 1, "trial %d was run by several" % number)
            self.assertAlmostEqual(kept[number]["metrics"]["loss"], told_losses[0], places=12)
        self.assertEqual({trial["attempts"] for trial in kept.values()}, {1})
        self.assertEqual({len(trial["steps"]) for trial in kept.values()}, {2})
        self.assertAlmostEqual(study.show()["ledger"]["trials"], 5.0 * trials, places=6)


if __name__ == "__main__":
    unittest.main()

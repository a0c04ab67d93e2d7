# SPDX-License-Identifier: MIT
"""Several servers that keep their studies on one PostgreSQL server. Skipped where Debian's package postgresql is not installed."""

import threading
import unittest

from postgresql_server import OnPostgresql
from service_process import Server, ServiceTest, parabola


class SeveralServers(OnPostgresql, ServiceTest):
    def serve_there(self):
        return Server(self.start("serve", "--port", 0, "--store", self.database.url))

    def test_they_share_a_study_and_each_of_its_trials_is_run_once(self):
        servers = [self.serve_there(), self.serve_there()]
        study = servers[0].client().create(parabola(60, name="shared", strategy={"kind": "grid"},
                                                    space={"x": {"type": "int", "low": 0, "high": 59, "levels": 60}}))
        points = []

        def work(server, worker):
            server.client().study("shared").work(
                lambda trial: (points.append(trial.parameters["x"]), {"loss": trial.parameters["x"]})[1], slots=3, worker=worker)

        threads = [threading.Thread(target=work, args=(server, str(number))) for number, server in enumerate(servers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        self.assertEqual(sorted(points), list(range(60)))
        trials = list(study.trials())
        self.assertEqual({trial["state"] for trial in trials}, {"complete"})
        self.assertEqual({trial["worker"] for trial in trials}, {"0", "1"})

    def test_what_a_killed_server_gave_out_goes_on_by_another(self):
        first = self.serve_there()
        study = first.client().create(parabola(3, name="heired"))
        trials, _ = study.ask(worker="heron")
        first.process.kill()
        first.process.wait()
        other = self.serve_there().client().study("heired")
        trials[0].study = other
        self.assertEqual(trials[0].tell({"loss": 1.0}), "complete")
        self.assertEqual(other.work(lambda trial: {"loss": 2.0}), 2)
        self.assertEqual(other.show()["state"], "finished")
        other.delete()
        self.assertNotIn("heired", [each["name"] for each in other.service.studies()])


if __name__ == "__main__":
    unittest.main()

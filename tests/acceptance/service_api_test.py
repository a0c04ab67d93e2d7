# SPDX-License-Identifier: MIT
"""docs/openapi.json against the server: every path, status and schema."""

import json
import shutil
import sqlite3
import threading
import unittest

import jsonschema
from service_process import ServiceTest, parabola
from wattle_command import ROOT

DESCRIPTION = json.loads((ROOT / "docs" / "openapi.json").read_text())
READ, WORK, ADMIN = "r" * 20, "w" * 20, "a" * 20
STUDY = "/v1/studies/{study}"
# A folder that cannot be removed takes a user with fewer rights than a test may have.
NOT_PROVOKED = {(STUDY, "delete", "503")}


def resolve(node):
    """The node itself, or what it refers to."""
    while "$ref" in node:
        target = DESCRIPTION
        for name in node["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        node = target
    return node


def operations():
    for path, item in DESCRIPTION["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                yield path, method, operation


class Description(unittest.TestCase):
    def test_every_reference_leads_somewhere_and_every_schema_is_used(self):
        text = json.dumps(DESCRIPTION)
        for kind in ("schemas", "responses"):
            for name, schema in DESCRIPTION["components"][kind].items():
                self.assertIn('"#/components/%s/%s"' % (kind, name), text)
                if kind == "schemas":
                    jsonschema.Draft202012Validator.check_schema(schema)

        def walk(node):
            if isinstance(node, dict):
                if "$ref" in node:
                    resolve(node)
                for child in node.values():
                    walk(child)
            elif isinstance(node, list):
                for child in node:
                    walk(child)

        walk(DESCRIPTION)

    def test_operations_have_names_of_their_own(self):
        names = [operation["operationId"] for _, _, operation in operations()]
        self.assertEqual(len(names), len(set(names)))

    def test_examples_are_valid(self):
        for path, method, operation in operations():
            if "requestBody" not in operation:
                continue
            content = operation["requestBody"]["content"]["application/json"]
            validate(content["example"], content["schema"])


def validate(value, schema):
    """Against a schema whose references are the description's."""
    whole = {"components": DESCRIPTION["components"], **schema}
    jsonschema.Draft202012Validator(whole).validate(value)


class EveryAnswer(ServiceTest):
    """Provokes each status of each operation, and holds what comes against its schema."""

    def setUp(self):
        super().setUp()
        (self.folder / "tokens").write_text("read %s\nwork %s\nadmin %s\n" % (READ, WORK, ADMIN))
        (self.folder / "tokens").chmod(0o600)
        self.seen = set()

    def guarded(self, *arguments):
        return self.serve("--tokens", "tokens", *arguments)

    def expect(self, server, status, path, method, body=None, token=ADMIN, query="", headers=None, **names):
        """Calls an operation; the answer is as the description says."""
        headers = {"Authorization": "Bearer " + token, **(headers or {})} if token else dict(headers or {})
        names = {"study": "parabola", "trial": "0", "file": "main.js", **names}
        answer = server.call(method.upper(), path.format(**names) + query, body, headers)
        self.assertEqual(answer.status, status, "%s %s: %s" % (method, path, answer.text[:300]))
        responses = DESCRIPTION["paths"][path][method]["responses"]
        self.assertIn(str(status), responses, "%s %s answers %d" % (method, path, status))
        response = resolve(responses[str(status)])
        if "content" in response:
            self.assertIn(answer.kind, response["content"])
            if "json" in answer.kind and "ndjson" not in answer.kind:
                validate(answer.json(), response["content"][answer.kind]["schema"])
        else:
            self.assertEqual(answer.text, b"")
        self.seen.add((path, method, str(status)))
        return answer

    def test_what_is_documented_is_what_is_answered(self):
        self.good_answers(self.guarded())
        self.general_refusals(self.guarded("--body", 0.01))
        self.refused_work(self.guarded())
        self.too_often()
        self.broken_store()
        documented = {(path, method, status) for path, method, operation in operations()
                      for status in operation["responses"]}
        self.assertEqual(documented - self.seen, NOT_PROVOKED, "these were not provoked")

    def good_answers(self, server):
        def expect(status, path, method, *arguments, **more):
            return self.expect(server, status, path, method, *arguments, **more)

        expect(200, "/healthz", "get", token="")
        expect(200, "/v1/openapi.json", "get", token="")
        expect(200, "/", "get", token="")
        for file in ("main.js", "style.css"):
            expect(200, "/dashboard/{file}", "get", token="", file=file)
        scenario = parabola(4, pruner={"kind": "median", "startup_trials": 1, "warmup_steps": 0})
        expect(201, "/v1/studies", "post", scenario)
        expect(200, "/v1/studies", "post", scenario)
        expect(200, "/v1/studies", "get", token=READ)
        for what in ("", "/scenario", "/trials", "/best", "/front", "/charts", "/leases", "/report.html", "/export"):
            expect(200, STUDY + what, "get", token=READ)

        def ask():
            return expect(200, STUDY + "/ask", "post", {"worker": "heron"}, token=WORK).json()["trials"][0]

        trial = ask()
        for step in (1, 2):
            expect(200, STUDY + "/report", "post", {"lease": trial["lease"], "step": step, "metrics": {"loss": 1 / step},
                   "energy": {"joules": step, "low": 0.5, "high": 9, "source": "sampled", "domains": ["gpu"]}}, token=WORK)
        expect(200, STUDY + "/heartbeat", "post", {"leases": [trial["lease"], "x"]}, token=WORK)
        expect(200, STUDY + "/log", "post", {"lease": trial["lease"], "text": "épreuve\n", "at": 0}, token=WORK)
        log = expect(200, STUDY + "/trials/{trial}/log", "get", token=READ, query="?attempt=1&from=2")
        self.assertEqual(log.text, b"preuve\n")
        expect(200, STUDY + "/leases", "get")
        expect(200, STUDY + "/tell", "post", {"lease": trial["lease"], "metrics": {"loss": 0.5}, "joules": 4,
                                              "seconds": 2.5}, token=WORK)
        expect(200, STUDY + "/trials/{trial}", "get", token=READ)
        worse = ask()
        stop = expect(200, STUDY + "/report", "post", {"lease": worse["lease"], "step": 1, "metrics": {"loss": 99}})
        self.assertFalse(stop.json()["go_on"])
        expect(200, STUDY + "/release", "post", {"lease": worse["lease"]}, token=WORK)
        expect(200, STUDY + "/fail", "post", {"lease": ask()["lease"], "kind": "infeasible", "reason": "no"}, token=WORK)
        for what in ("", "/trials", "/best", "/front", "/charts", "/report.html", "/export"):
            expect(200, STUDY + what, "get")
        expect(200, STUDY + "/export", "get", query="?format=csv")
        expect(200, "/metrics", "get", token=READ)
        for what in ("pause", "resume", "stop", "resume"):
            expect(200, STUDY + "/" + what, "post")
        # Events end with the study.
        follower = {"Authorization": "Bearer " + READ, "Last-Event-ID": "0"}
        got = []
        thread = threading.Thread(target=lambda: got.append(
            self.expect(server, 200, STUDY + "/events", "get", token=READ, headers=follower)))
        thread.start()
        for _ in range(2):
            expect(200, STUDY + "/tell", "post", {"lease": ask()["lease"], "metrics": {"loss": 1}})
        thread.join(30)
        self.assertIn(b"event: ended", got[0].text)
        expect(204, STUDY, "delete")

    def general_refusals(self, server):
        """What is refused before anybody looks at the study."""
        self.expect(server, 201, "/v1/studies", "post", parabola())
        for path, method, operation in operations():
            takes_body = "requestBody" in operation
            body = {} if takes_body else None
            open_to_all = operation.get("security") == []
            if not open_to_all:
                self.expect(server, 401, path, method, body, token="")
            self.expect(server, 403, path, method, body, token=ADMIN, headers={"Origin": "https://elsewhere.example"})
            self.expect(server, 421, path, method, body, headers={"Host": "elsewhere.example"})
            if takes_body:
                self.expect(server, 400, path, method, b"{")
                self.expect(server, 413, path, method, b" " * 20_000)
                self.expect(server, 415, path, method, b"{}", headers={"Content-Type": "text/plain"})
                self.expect(server, 422, path, method, {"unknown": 1})
            if "{study}" in path:
                good = operation["requestBody"]["content"]["application/json"]["example"] if takes_body else None
                self.expect(server, 404, path, method, good, study="nobody")
        self.expect(server, 404, "/dashboard/{file}", "get", file="none.js")
        for what, query in (("/trials", "?limit=0"), ("/export", "?format=xml"), ("/trials/{trial}/log", "?from=x")):
            self.expect(server, 422, STUDY + what, "get", query=query)
        server.process.terminate()
        server.process.wait()

    def refused_work(self, server):
        self.expect(server, 204, STUDY, "delete")
        self.expect(server, 201, "/v1/studies", "post", parabola(1))
        self.expect(server, 409, "/v1/studies", "post", parabola(2))
        gone = {"lease": "no.such"}
        self.expect(server, 409, STUDY + "/report", "post", {**gone, "step": 1, "metrics": {}})
        self.expect(server, 409, STUDY + "/tell", "post", {**gone, "metrics": {"loss": 1}})
        self.expect(server, 409, STUDY + "/fail", "post", gone)
        self.expect(server, 409, STUDY + "/log", "post", {**gone, "text": "x"})
        self.expect(server, 409, STUDY + "/release", "post", gone)
        trial = self.expect(server, 200, STUDY + "/ask", "post", {}).json()["trials"][0]
        self.expect(server, 200, STUDY + "/tell", "post", {"lease": trial["lease"], "metrics": {"loss": 1}})
        self.wait_until(lambda: server.call("GET", "/v1/studies/parabola",
                                            headers={"Authorization": "Bearer " + READ}).json()["state"] == "finished")
        server.process.terminate()
        server.process.wait()
        over = self.guarded()
        for what, body in (("/ask", {}), ("/heartbeat", {"leases": []}), ("/pause", None), ("/stop", None)):
            self.expect(over, 409, STUDY + what, "post", body)
        self.expect(over, 409, STUDY + "/events", "get")
        # A budget that is used up is no fault of the scenario; one that is not valid any more is.
        over.process.terminate()
        over.process.wait()
        with sqlite3.connect(self.folder / "studies" / "parabola" / "study.db") as record:
            record.execute("UPDATE study SET scenario = '{\"name\": \"parabola\"}'")
        self.expect(self.guarded(), 422, STUDY + "/resume", "post")

    def too_often(self):
        for path, method, operation in operations():
            server = self.guarded("--rate", 1)
            for _ in range(2):
                server.call("GET", "/healthz")
            body = {} if "requestBody" in operation else None
            answer = self.expect(server, 429, path, method, body)
            self.assertEqual(answer.headers["retry-after"], "1")
            server.process.kill()

    def broken_store(self):
        shutil.rmtree(self.folder / "studies")
        (self.folder / "studies" / "broken" / "study.db").mkdir(parents=True)
        server = self.guarded()
        self.expect(server, 200, "/v1/studies", "get")
        self.expect(server, 503, "/v1/studies", "post", parabola(name="broken"))
        for path, method, operation in operations():
            if "{study}" not in path:
                continue
            body = None
            if "requestBody" in operation:
                body = operation["requestBody"]["content"]["application/json"]["example"]
            if method != "delete":
                self.expect(server, 503, path, method, body, study="broken")
        self.expect(server, 204, STUDY, "delete", study="broken")
        shutil.rmtree(self.folder / "studies")
        (self.folder / "studies").write_text("no folder")
        self.expect(server, 503, "/v1/studies", "get")
        self.expect(server, 503, "/metrics", "get")


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MIT
"""Works on studies of a Wattle service. One file, Python 3.8 or newer, nothing else needed.

    import wattle_client

    def train(trial):
        for epoch in range(1, 11):
            accuracy = ...                      # with trial.parameters["learning_rate"], ...
            if not trial.report(epoch, {"val_accuracy": accuracy}, joules=...):
                break                           # the study says: stop here
        return {"val_accuracy": accuracy}       # or (metrics, joules)

    service = wattle_client.Service("http://127.0.0.1:8765")
    service.study("mnist").work(train)

Trials are held under leases: a thread tells the service that they are being worked on. What the
service cannot hear at once is said again.
"""
import http.client
import json
import os
import socket
import ssl
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid


_MOST_LOGGED = 100_000  # characters that are told of a log at once


class Problem(Exception):
    """What the service refuses. `code` is for programs, `detail` for people."""

    def __init__(self, status, told):
        self.status = status
        self.code = told.get("code", "")
        self.detail = told.get("detail", "")
        self.hint = told.get("hint", "")
        self.told = told
        super().__init__(": ".join(text for text in (self.code, self.detail, self.hint) if text))


class Unreachable(Exception):
    """Nobody answers at the address."""


class Infeasible(Exception):
    """Raise it in a trial whose parameters cannot be tried."""


class Service:
    """A service by its address; `token` is WATTLE_TOKEN unless it is given, `ca` a file of
    certificates to trust."""

    def __init__(self, url="http://127.0.0.1:8765", token=None, ca=None, patience=600.0):
        self.url = url.rstrip("/")
        self.token = os.environ.get("WATTLE_TOKEN") if token is None else token
        self.patience = patience  # seconds for which a call is tried again
        self._tls = ssl.create_default_context(cafile=ca) if self.url.startswith("https") else None

    def create(self, scenario):
        """Begins a study (a dictionary, or the name of a JSON file), and returns it."""
        if not isinstance(scenario, dict):
            with open(scenario, encoding="utf-8") as file:
                scenario = json.load(file)
        return Study(self, self.call("POST", "/v1/studies", scenario)["name"])

    def studies(self):
        """All studies, in few words."""
        return self.call("GET", "/v1/studies")["studies"]

    def study(self, name):
        return Study(self, name)

    def call(self, method, path, body=None, patience=None):
        """The answer's JSON. Tries again while nobody answers, or the service cannot now."""
        until = time.monotonic() + (self.patience if patience is None else patience)
        pause = 0.1
        while True:
            try:
                return self._call_once(method, path, body)
            except (Unreachable, Problem) as error:
                passing = isinstance(error, Unreachable) or error.status in (429, 503)
                if not passing or time.monotonic() + pause > until:
                    raise
            time.sleep(pause)
            pause = min(2 * pause, 10.0)

    def _call_once(self, method, path, body):
        request = urllib.request.Request(self.url + path, method=method)
        if self.token:
            request.add_header("Authorization", "Bearer " + self.token)
        if body is not None:
            request.add_header("Content-Type", "application/json")
            request.data = json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, timeout=90, context=self._tls) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise _problem(error) from None
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable("%s does not answer: %s" % (self.url, error)) from None
        try:
            return json.loads(text) if text else None
        except ValueError:
            raise Unreachable("%s answers with something else than JSON" % self.url) from None


class Study:
    """A study of a service."""

    def __init__(self, service, name):
        self.service = service
        self.name = name

    def call(self, method, what="", body=None, patience=None):
        path = "/v1/studies/" + urllib.parse.quote(self.name, safe="")
        return self.service.call(method, path + ("/" + what if what else ""), body, patience)

    def show(self):
        return self.call("GET")

    def best(self):
        """The best trial, or None."""
        return self.call("GET", "best")["best"]

    def front(self):
        return self.call("GET", "front")["front"]

    def trials(self):
        """All trials, one after another."""
        page = {"next": 0}
        while page["next"] is not None:
            page = self.call("GET", "trials?from=%d" % page["next"])
            yield from page["trials"]

    def pause(self):
        return self.call("POST", "pause")

    def stop(self):
        """Ends it until it is resumed; trials that run are lost to their workers."""
        return self.call("POST", "stop")

    def resume(self):
        return self.call("POST", "resume")

    def delete(self):
        return self.call("DELETE")

    def ask(self, count=1, worker=None, wait=20.0):
        """Trials to run: (trials, over). None and not over: nothing is to be begun just now."""
        question = {"worker": worker or socket.gethostname(), "key": uuid.uuid4().hex,
                    "count": count, "wait_seconds": wait}
        try:
            answer = self.call("POST", "ask", question)
        except Problem as problem:
            if problem.code == "study_over":
                return [], True
            raise
        return [Trial(self, told, answer["lease_seconds"]) for told in answer["trials"]], answer["over"]

    def work(self, train, slots=1, worker=None):
        """Runs `train(trial)` until the study is over, `slots` at once. It returns metrics, or
        (metrics, joules); an exception fails the trial. Returns how many trials it ran."""
        done = []
        failed = []

        def run():
            try:
                while not failed:
                    trials, over = self.ask(worker=worker)
                    for trial in trials:
                        trial.run(train)
                        done.append(trial.number)
                    if over:
                        return
            except BaseException as error:  # in a thread: kept for the caller
                failed.append(error)

        threads = [threading.Thread(target=run, daemon=True) for _ in range(slots)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failed:
            raise failed[0]
        return len(done)


class Trial:
    """A trial that is held. `parameters`, `number`, `seed`, `attempt` and `threads` say what is
    wanted; `lost` turns true when its lease has ended: drop the work."""

    def __init__(self, study, told, lease_seconds):
        self.study = study
        self.number = told["trial"]
        self.parameters = told["parameters"]
        self.seed = told["seed"]
        self.attempt = told["attempt"]
        self.threads = told["threads"]
        self.planned_steps = told["planned_steps"]
        self.lease = told["lease"]
        self.lost = False
        self._over = threading.Event()
        self._writing = threading.Lock()
        self._telling = threading.Lock()
        self._unsaid = ""  # of the log; guarded by _writing
        self._said = 0     # bytes that the service has; guarded by _telling
        self._keeper = threading.Thread(target=self._keep, args=(lease_seconds / 4,), daemon=True)
        self._keeper.start()

    def report(self, step, metrics, joules=None, seconds=None):
        """Tells a step (1, 2, ...); joules and seconds count from the trial's start. False: stop,
        and tell what there is."""
        if self.lost:
            return False
        self.flush()
        answer = self._say("report", step=step, metrics=metrics, joules=joules, seconds=seconds)
        return answer is not None and answer["go_on"]

    def log(self, text):
        """Adds a line to the trial's log, which the dashboard shows. It is told with the next step
        or end, or a little later. `print(..., file=trial)` adds to it, too."""
        self.write(text + "\n")

    def write(self, text):
        text = text.encode("utf-8", "replace").decode()
        with self._writing:
            self._unsaid += text

    def flush(self):
        """Tells what there is to the log."""
        with self._telling:
            self._tell_log()

    def _tell_log(self):
        while self._unsaid and not self.lost:
            text = self._unsaid[:_MOST_LOGGED]
            try:
                answer = self._say("log", patience=0, text=text, at=self._said)
            except Unreachable:
                return  # with the next
            except Problem as problem:
                if problem.status in (429, 503):
                    return
                answer = None  # it is not taken as it is
            if answer:
                self._said = answer["size"]
            with self._writing:
                self._unsaid = "" if answer and answer["full"] else self._unsaid[len(text):]

    def tell(self, metrics, joules=None, seconds=None):
        """Ends it with its result; returns its state."""
        return self._end("tell", metrics=metrics, joules=joules, seconds=seconds)

    def fail(self, reason, kind="error"):
        """Ends it without one; `kind` is error, died or infeasible."""
        return self._end("fail", reason=(reason or "no reason is known")[:500], kind=kind)

    def release(self):
        """Gives it back, for somebody else."""
        return self._end("release")

    def run(self, train):
        """Runs `train(trial)` and tells what came of it."""
        try:
            result = train(self)
        except Infeasible as error:
            return self.fail(str(error), "infeasible")
        except MemoryError as error:
            return self.fail(str(error) or "out of memory", "died")
        except Exception as error:  # the trial's own: the study goes on
            return self.fail("%s: %s" % (type(error).__name__, error))
        except BaseException:
            self.release()
            raise
        metrics, joules = result if isinstance(result, tuple) else (result, None)
        return self.tell(metrics, joules)

    def _say(self, what, patience=None, **news):
        news = {name: value for name, value in news.items() if value is not None}
        if "metrics" in news:
            news["metrics"] = {name: _finite(value) for name, value in news["metrics"].items()}
        try:
            return self.study.call("POST", what, dict(news, lease=self.lease), patience)
        except Problem as problem:
            if problem.code not in ("lease_lost", "study_over", "no_study"):
                raise
            self.lost = True
            return None

    def _end(self, what, **news):
        try:
            self.flush()
            answer = self._say(what, **news)
        finally:
            self._over.set()
        return answer["state"] if answer else "lost"

    def _keep(self, interval):
        while not self._over.wait(interval) and not self.lost:
            try:
                answer = self.study.call("POST", "heartbeat", {"leases": [self.lease]}, patience=0)
                self.lost = self.lease in answer["ended"]
            except (Problem, Unreachable):
                continue  # silence for a while is no harm
            if self._telling.acquire(blocking=False):  # else somebody tells it
                try:
                    self._tell_log()
                finally:
                    self._telling.release()


def _finite(value):
    value = float(value)
    return value if value == value and abs(value) != float("inf") else None


def _problem(error):
    try:
        told = json.loads(error.read())
    except (OSError, ValueError):
        told = {}
    return Problem(error.code, told if isinstance(told, dict) else {})

# SPDX-License-Identifier: MIT
"""A running `wattle serve` for the acceptance tests, and calls to it."""

import http.client
import json
import re
import socket
import sys
import threading
import time

from wattle_command import ROOT, CommandTest

sys.path.insert(0, str(ROOT / "search" / "service" / "client"))
import wattle_client  # noqa: E402


def parabola(trials=4, **changes):
    """A study that programs of one's own work on."""
    return {
        "name": "parabola",
        "space": {"x": {"type": "float", "low": -5, "high": 5}},
        "goal": {"kind": "best", "metric": "loss", "direction": "minimize"},
        "strategy": {"kind": "random"},
        "budget": {"trials": trials},
        **changes,
    }


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = dict((name.lower(), value) for name, value in response.getheaders())
        self.text = response.read()

    @property
    def kind(self):
        return self.headers.get("content-type", "").split(";")[0]

    def json(self):
        return json.loads(self.text)


class Server:
    """A process that serves on a port of its own."""

    def __init__(self, process, pattern=r"Serving (https?)://\[?([^\]]+?)\]?:(\d+),"):
        self.process = process
        line = process.stdout.readline()
        found = re.match(pattern, line)
        if not found:
            raise AssertionError("the server did not start: " + line + process.stderr.read())
        self.scheme, self.host, self.port = found[1], found[2], int(found[3])
        self.url = "%s://%s:%d" % (self.scheme, self.host, self.port)
        # So that a full pipe stops nobody.
        self.errors = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stderr:
            self.errors.append(line)

    def call(self, method, path, body=None, headers=None, timeout=30):
        """One request on a connection of its own; `body` is sent as JSON unless it is bytes."""
        headers = dict(headers or {})
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            connection.request(method, path, body=body, headers=headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def raw(self, data, timeout=30):
        """Sends bytes and returns all that comes back."""
        with socket.create_connection((self.host, self.port), timeout=timeout) as connection:
            try:
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # it was closed early: what it said is read all the same
            answer = b""
            try:
                while piece := connection.recv(65536):
                    answer += piece
            except OSError:
                pass
            return answer

    def client(self, **options):
        return wattle_client.Service(self.url, **options)

    def memory_mb(self):
        with open("/proc/%d/status" % self.process.pid, encoding="ascii") as status:
            return int(re.search(r"VmRSS:\s+(\d+) kB", status.read())[1]) / 1024

    def maps(self):
        with open("/proc/%d/maps" % self.process.pid, encoding="ascii") as maps:
            return maps.read()


class ServiceTest(CommandTest):
    def serve(self, *arguments):
        return Server(self.start("serve", "--port", 0, "--data", "studies", *arguments))

    def wait_until(self, condition, seconds=60):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if condition():
                return
            time.sleep(0.05)
        self.fail("waited %d s in vain" % seconds)

# SPDX-License-Identifier: MIT
"""What a service has to bear: requests that are wrong, huge, slow, deep, or nobody's; many of them."""

import concurrent.futures
import json
import random
import socket
import subprocess
import time
import unittest

from service_process import Server, ServiceTest, parabola

TOKEN = "t" * 32


class Wrong(ServiceTest):
    def assert_alive(self, server):
        self.assertIsNone(server.process.poll(), "it has crashed: " + "".join(server.errors))
        self.assertEqual(server.call("GET", "/healthz").status, 200)

    def assert_refused(self, status, answer):
        """With one answer."""
        self.assertEqual(answer.count(b"HTTP/1.1 "), 1, answer)
        self.assertRegex(answer, b"^HTTP/1.1 %d " % status)

    def test_bytes_that_are_no_requests(self):
        server = self.serve()
        chance = random.Random(1)
        pieces = [b"GET ", b"POST ", b"/v1/studies", b" HTTP/1.1", b"\r\n", b"Host: localhost", b"Content-Length: ",
                  b"Transfer-Encoding: chunked", b"\r\n\r\n", b"-1", b"99999999999999999999", b"\0", b"\xff\xfe", b"{}",
                  b"Content-Type: application/json", b"Expect: 100-continue", b"5;x=y\r\nabcde\r\n0\r\n\r\n", b":", b"%00",
                  b"%", b"..", b"Range: bytes=0-", b"Content-Type: multipart/form-data; boundary=", b"Connection: close"]

        def request(seed):
            own = random.Random(seed)
            return b"".join(own.choice(pieces) for _ in range(own.randrange(1, 30)))

        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            answers = list(pool.map(lambda seed: server.raw(request(seed), timeout=40),
                                    [chance.random() for _ in range(2000)]))
        self.assert_alive(server)
        for answer in answers:
            if answer:
                self.assertRegex(answer, rb"^HTTP/1\.[01] (100|[2-5]\d\d)")

    def test_json_that_makes_no_sense(self):
        server = self.serve()
        server.client().create(parabola())
        chance = random.Random(2)
        values = [None, True, -1, 0, 1e308, 2**70, "", "x" * 600, "\0", [], {}, [[]], {"a": {}}, "../..", "$x", float("1e-320")]
        names = ["lease", "step", "metrics", "joules", "energy", "seconds", "worker", "key", "count", "wait_seconds", "leases",
                 "kind", "reason", "name", "space", "goal", "budget", "objective", "x"]
        calls = ["ask", "report", "tell", "fail", "release", "heartbeat"]

        def body():
            return {chance.choice(names): chance.choice(values) for _ in range(chance.randrange(6))}

        requests = [("/v1/studies/parabola/" + chance.choice(calls) if chance.random() < 0.8 else "/v1/studies", body())
                    for _ in range(2000)]
        for _, each in requests:
            if "wait_seconds" in each:
                each["wait_seconds"] = 0

        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda each: server.call("POST", *each), requests))
        self.assert_alive(server)
        for answer, request in zip(answers, requests):
            self.assertIn(answer.status, (200, 400, 409, 422), "%s: %s" % (request, answer.text[:200]))
            if answer.status != 200:
                self.assertEqual(answer.kind, "application/problem+json")

    def test_depth_length_and_counts_are_bounded(self):
        server = self.serve("--body", 1)
        ask = "/v1/studies/parabola/ask"
        server.client().create(parabola())
        self.assertEqual(server.call("POST", ask, b"[" * 400_000 + b"]" * 400_000).status, 400)
        self.assertEqual(server.call("POST", ask, b"[" * 400_000).status, 400)
        self.assertEqual(server.call("POST", ask, b"{}" + b" " * 2_000_000).status, 413)
        self.assertEqual(server.call("POST", ask, {"count": 1001}).status, 422)
        self.assertEqual(server.call("GET", "/v1/" + "a" * 6000).status, 404)
        self.assert_refused(431, server.raw(b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000 + b"\r\n\r\n"))
        self.assert_refused(431, server.raw(b"G" * 20_000))
        many = b"".join(b"X-%d: y\r\n" % i for i in range(3000))
        self.assert_refused(431, server.raw(b"GET / HTTP/1.1\r\n" + many + b"\r\n"))
        chunk = b"%x\r\n" % 65536 + b" " * 65536 + b"\r\n"
        head = ("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                "Transfer-Encoding: chunked\r\n\r\n" % ask).encode()
        self.assert_refused(413, server.raw(head + chunk * 40))
        self.assert_refused(415, server.raw(head.replace(b"Transfer-Encoding", b"Content-Encoding: gzip\r\nTransfer-Encoding")
                                           + b"0\r\n\r\n"))
        self.assert_alive(server)
        self.assertLess(server.memory_mb(), 120)

    def test_nothing_outside_is_served(self):
        server = self.serve()
        (self.folder / "secret").write_text("secret")
        for path in ("/../secret", "/v1/studies/../../secret", "/v1/studies/..%2f..%2fsecret/report.html", "/%2e%2e/secret",
                     "/v1/studies/..", "/v1/studies/.", "/etc/passwd", "//etc/passwd", "/v1/studies/%00", "/studies/"):
            answer = server.raw(("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" % path).encode())
            self.assertRegex(answer, rb"^HTTP/1.1 4\d\d", path)
            self.assertNotIn(b"secret", answer.split(b"\r\n\r\n", 1)[1])
        for name in ("..", "../x", "/etc", "a/b", ".hidden", "a\0b"):
            self.assertEqual(server.call("POST", "/v1/studies", parabola(name=name)).status, 422)

    def test_slow_clients_do_not_keep_others_out(self):
        server = self.serve("--connections", 64)
        slow = []
        for _ in range(300):
            connection = socket.create_connection((server.host, server.port), timeout=30)
            try:
                connection.sendall(b"POST /v1/studies HTTP/1.1\r\nHost: localhost\r\nX-a: ")
            except OSError:
                pass
            slow.append(connection)
        until = time.monotonic() + 25
        dripping = True
        while dripping and time.monotonic() < until:
            for connection in slow:
                try:
                    connection.sendall(b"a")
                except OSError:
                    pass
            time.sleep(0.5)
            try:
                dripping = server.call("GET", "/healthz", timeout=2).status != 200
            except OSError:
                pass
        self.assertFalse(dripping, "slow requests are ended, however steadily they drip")
        for connection in slow:
            connection.close()
        self.assert_alive(server)


class Tokens(ServiceTest):
    def test_off_this_machine_tokens_are_needed(self):
        _, errors = self.wattle("serve", "--host", "0.0.0.0", "--port", 0, expect=2)
        self.assertIn("there are no tokens", errors)
        (self.folder / "tokens").write_text("admin short\n")
        (self.folder / "tokens").chmod(0o600)
        _, errors = self.wattle("serve", "--tokens", "tokens", expect=2)
        self.assertIn("line 1", errors)
        self.assertNotIn("short", errors)
        (self.folder / "tokens").chmod(0o644)
        self.wattle("serve", "--tokens", "tokens", expect=1)

    def test_wrong_tokens_open_nothing(self):
        (self.folder / "tokens").write_text("admin %s\n" % TOKEN)
        (self.folder / "tokens").chmod(0o600)
        server = self.serve("--tokens", "tokens")
        chance = random.Random(3)
        wrong = ["", "Bearer", "Bearer ", "Basic " + TOKEN, "bearer " + TOKEN, "Bearer " + TOKEN + "t", "Bearer " + TOKEN[1:],
                 TOKEN] + ["Bearer " + "".join(chance.choice("tuv0") for _ in range(chance.randrange(40))) for _ in range(2000)]

        def status(authorization):
            return server.call("GET", "/v1/studies", headers={"Authorization": authorization}).status

        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            self.assertEqual(set(pool.map(status, wrong)), {401})
        self.assertEqual(status("Bearer " + TOKEN), 200)

    def test_tls_with_a_certificate_of_ones_own(self):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem",
                        "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
                       cwd=self.folder, check=True, capture_output=True)
        server = self.serve("--tls-cert", "cert.pem", "--tls-key", "key.pem")
        self.assertEqual(server.scheme, "https")
        service = server.client(ca=str(self.folder / "cert.pem"))
        study = service.create(parabola(2))
        self.assertEqual(study.work(lambda trial: {"loss": 1.0}), 2)
        self.assertEqual(server.raw(b"GET /healthz HTTP/1.1\r\n\r\n")[:5] == b"HTTP/", False, "nothing goes in the clear")
        self.wattle("serve", "--tls-cert", "cert.pem", expect=2)
        self.wattle("serve", "--tls-cert", "key.pem", "--tls-key", "cert.pem", expect=2)


if __name__ == "__main__":
    unittest.main()

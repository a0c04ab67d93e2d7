# SPDX-License-Identifier: MIT
"""A headless Chromium, driven by the DevTools protocol over two pipes. Python's standard library only."""

import base64
import contextlib
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync", "--hide-scrollbars",
         "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--remote-debugging-pipe"]
PATIENCE = 120  # seconds for one answer: the machine may be busy


def program():
    """The browser's path; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Browser:
    """One process. Use it as a context."""

    def __enter__(self):
        self.profile = tempfile.mkdtemp(prefix="wattle-chromium-")
        # It reads commands from descriptor 3 and writes answers to 4, each ended by a zero byte.
        ours, theirs = os.pipe()
        answers, its_answers = os.pipe()
        self.process = subprocess.Popen(
            ["sh", "-c", f'exec "$@" 3<&{ours} 4>&{its_answers}', "sh", program(), *FLAGS, f"--user-data-dir={self.profile}"],
            pass_fds=(ours, its_answers), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(ours)
        os.close(its_answers)
        self.commands, self.answers = theirs, answers
        self.unread = b""
        self.sent = 0
        self.events = []
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError, RuntimeError, TimeoutError):
            self.call("Browser.close")
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.commands)
        os.close(self.answers)
        shutil.rmtree(self.profile, ignore_errors=True)

    def call(self, method, session=None, **params):
        """Sends a command and returns its result; events that arrive meanwhile are kept."""
        self.sent += 1
        message = {"id": self.sent, "method": method, "params": params, **({"sessionId": session} if session else {})}
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + PATIENCE
        while True:
            answer = self._next(end)
            if answer.get("id") != self.sent:
                self.events.append(answer)
            elif "error" in answer:
                raise RuntimeError(f"{method}: {answer['error']}")
            else:
                return answer["result"]

    def _next(self, end):
        while b"\0" not in self.unread:
            ready, _, _ = select.select([self.answers], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                raise TimeoutError("the browser does not answer")
            part = os.read(self.answers, 1 << 20)
            if not part:
                raise RuntimeError("the browser has ended")
            self.unread += part
        answer, self.unread = self.unread.split(b"\0", 1)
        return json.loads(answer)


class Page:
    """A tab that shows a file, or what is at an address. `width` of a phone makes it one: touch, and two pixels to a point."""

    def __init__(self, browser, file, width=1200, height=900, scheme="light"):
        self.browser = browser
        self.target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=self.target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        phone = width < 600
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2 if phone else 1, mobile=phone)
        self.call("Emulation.setTouchEmulationEnabled", enabled=phone)
        self.set_scheme(scheme)
        self.call("Page.navigate", url=file if isinstance(file, str) else file.as_uri())
        self.wait("document.readyState === 'complete'")

    def call(self, method, **params):
        return self.browser.call(method, self.session, **params)

    def events(self, method):
        return [event["params"] for event in self.browser.events if event.get("sessionId") == self.session and event["method"] == method]

    def set_scheme(self, scheme):
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def run(self, script):
        """The value of an expression, promises awaited."""
        done = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in done:
            raise RuntimeError(f"{script}: {done['exceptionDetails']}")
        return done["result"].get("value")

    def wait(self, condition):
        end = time.monotonic() + PATIENCE
        while not self.run(condition):
            if time.monotonic() > end:
                raise TimeoutError(condition)
            time.sleep(0.05)

    def mouse_to(self, x, y):
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def click(self, element):
        """A person's click, which may save files; an element as an expression."""
        box = self.run(f"{element}.scrollIntoView({{block: 'center'}}), {element}.getBoundingClientRect().toJSON()")
        where = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2, "button": "left", "clickCount": 1}
        self.call("Input.dispatchMouseEvent", type="mousePressed", **where)
        self.call("Input.dispatchMouseEvent", type="mouseReleased", **where)

    def press(self, key):
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def faults(self, own=("data:", "blob:")):
        """Everything that a console would show, and every request but that for the page itself and those that begin as `own` says."""
        faults = [event["exceptionDetails"] for event in self.events("Runtime.exceptionThrown")]
        faults += [event["entry"] for event in self.events("Log.entryAdded")]
        faults += [event["args"] for event in self.events("Runtime.consoleAPICalled")]
        requests = [event["request"]["url"] for event in self.events("Network.requestWillBeSent")]
        return faults + [url for url in requests[1:] if not url.startswith(own)]

    def close(self):
        self.browser.call("Target.closeTarget", targetId=self.target)

    def screenshot(self, file):
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

# SPDX-License-Identifier: MIT
"""The dashboard of `wattle serve` in a browser: a study followed live, paused and resumed, with names and reasons that mean
harm, with tokens, without a server, with 20,000 trials; in light and dark, wide and on a phone."""

import json
import os
import pathlib
import sqlite3
import time

import browser
from chart_pages import DRAW_ALL, PHONE, ChartPages, main
from charts_test import ATTACK
from made_study import json_lines
from service_process import Server, ServiceTest, parabola
from wattle_command import branin

READ, ADMIN = "r" * 20, "a" * 20


def button(text, where="document"):
    return f"[...{where}.querySelectorAll('button')].find((each) => each.textContent === {json.dumps(text)})"


class Dashboard(ChartPages, ServiceTest):
    def visit(self, server, place="", faulty=(), **how):
        """The page at a place such as "#/parabola". A console may show what has a part of `faulty` in it, and nothing else."""
        page = browser.Page(self.browser, f"{server.url}/{place}", **how)

        def check():
            page.close()
            faults = page.faults(("data:", "blob:", server.url))
            self.assertEqual([fault for fault in faults if not any(part in json.dumps(fault) for part in faulty)], [])
        self.addCleanup(check)
        return page

    def draws(self, server):
        return len(server.call("GET", "/dashboard/charts.js").text) > 500_000  # the library is in it

    def needs_charts(self, server):
        if not self.draws(server):
            self.skipTest("this build has no charts")

    def text(self, page, selector="main"):
        return page.run(f"document.querySelector({json.dumps(selector)})?.innerText || ''")

    def wait_for(self, page, words, selector="main"):
        page.wait(f"(document.querySelector({json.dumps(selector)})?.innerText || '').includes({json.dumps(words)})")

    def cards(self, page):
        return page.run("[...document.querySelectorAll('.cards .value')].map((value) => value.innerText)")

    def picture(self, page, name):
        folder = os.environ.get("WATTLE_SCREENSHOTS")
        if folder:
            page.screenshot(pathlib.Path(folder) / f"dashboard-{name}.png")

    def press_button(self, page, text):
        page.wait(f"{button(text)}?.disabled === false")
        page.click(button(text))

    def answer(self, page, text):
        """Presses a button of the question that shows."""
        page.wait("!!document.querySelector('dialog[open]')")
        page.click(button(text, "document.querySelector('dialog')"))

    def workers(self, server):
        return [self.start("worker", "--server", server.url, "--name", name, "--slots", 1, "--once", "--meter", "estimate")
                for name in ("heron", "stork")]

    def test_a_study_is_followed_from_its_creation_to_its_last_trial(self):
        server = self.serve()
        self.needs_charts(server)
        page = self.visit(server)
        self.wait_for(page, "There are no studies yet")
        server.client().create(branin(milliseconds=300, budget={"trials": 60}))
        self.wait_for(page, "branin", "tbody")
        page.click("document.querySelector('tbody a')")
        self.wait_for(page, "Live", "#connection")
        self.workers(server)
        self.wait_for(page, "heron", "main [aria-label='Workers']")
        self.wait_for(page, "stork", "main [aria-label='Running trials']")
        self.picture(page, "running")
        seen = set()
        page.run("globalThis.loadedOnce = true")
        while "finished" not in self.text(page, ".title"):
            seen.add(self.cards(page)[1])
            time.sleep(0.2)
        self.assertGreater(len(seen), 10, "the count was live")
        self.assertTrue(page.run("loadedOnce"), "without loading the page again")
        page.wait("document.querySelectorAll('.cards .value')[1].innerText === '60'")
        best = server.client().study("branin").best()
        self.wait_for(page, f"trial {best['trial']}", ".cards")
        self.assert_all_drawn(page)
        page.wait("document.querySelector('#history-trials figcaption').innerText.includes('first reached by trial %d')" % best["trial"])
        self.assertIn("It stopped: 60 trials", self.text(page, ".lead"))

    def assert_all_drawn(self, page):
        for figure in ("history-trials", "history-seconds", "history-joules", "trade-off", "parallel", "slice-1", "importance-metric",
                       "timeline", "accounts", "endings"):
            page.wait(f"!!document.querySelector('#{figure}')")
        page.run(DRAW_ALL)
        figures = self.figures(page)
        paths = page.run("[...document.querySelectorAll('figure.chart')].map((figure) => figure.querySelectorAll('.drawing svg path').length)")
        self.assertGreater(min(paths), 0, dict(zip(figures, paths)))

    def test_it_is_paused_and_resumed_after_a_question(self):
        server = self.serve()
        study = server.client().create(branin(milliseconds=100, budget={"trials": 200}))
        page = self.visit(server, "#/branin")
        self.workers(server)
        page.wait("Number(document.querySelectorAll('.cards .value')[1].innerText) > 2")
        self.press_button(page, "Pause")
        self.answer(page, "Cancel")
        self.assertEqual(study.show()["state"], "running")
        # By keys alone: the button has the focus again.
        page.wait("document.activeElement.textContent === 'Pause'")
        page.call("Input.dispatchKeyEvent", type="keyDown", key="Enter", text="\r")
        page.wait("!!document.querySelector('dialog[open]')")
        self.picture(page, "question")
        page.call("Input.dispatchKeyEvent", type="keyDown", key="Escape", windowsVirtualKeyCode=27)
        page.wait("!document.querySelector('dialog[open]')")
        self.assertEqual(study.show()["state"], "running")
        self.press_button(page, "Pause")
        self.answer(page, "Pause")
        self.wait_for(page, "paused", ".title")
        self.assertEqual(study.show()["state"], "paused")
        self.wait_for(page, "No trial runs")
        self.wait_for(page, "paused", "#announcement")
        stands = self.cards(page)[1]
        time.sleep(1)
        self.assertEqual(self.cards(page)[1], stands)
        self.press_button(page, "Resume")
        self.answer(page, "Resume")
        page.wait(f"document.querySelectorAll('.cards .value')[1].innerText !== '{stands}'")
        self.wait_for(page, "running", ".title")

    def test_it_is_stopped_after_a_question(self):
        server = self.serve()
        study = server.client().create(parabola(5))
        study.ask(worker="heron")
        page = self.visit(server, "#/parabola")
        self.wait_for(page, "heron", "main [aria-label='Running trials']")
        self.press_button(page, "Stop")
        self.answer(page, "Cancel")
        self.assertEqual(study.show()["state"], "running")
        self.press_button(page, "Stop")
        self.answer(page, "Stop")
        self.wait_for(page, "stopped", ".title")
        self.wait_for(page, "The study is stopped", "#announcement")
        page.wait("!document.querySelector('main').innerText.includes('Running now')")
        page.wait("document.activeElement.textContent === 'Resume'")
        self.picture(page, "stopped")
        self.press_button(page, "Resume")
        self.answer(page, "Resume")
        self.wait_for(page, "running", ".title")

    def test_a_deleted_study_is_named_before(self):
        server = self.serve()
        server.client().create(parabola())
        page = self.visit(server, "#/parabola")
        self.wait_for(page, "Delete…", ".actions")
        self.press_button(page, "Delete…")
        page.wait("!!document.querySelector('dialog[open]')")
        self.assertTrue(page.run("document.querySelector('dialog .danger').disabled"))
        page.run("document.querySelector('dialog input').focus()")
        page.call("Input.insertText", text="parabola")
        self.answer(page, "Delete")
        self.wait_for(page, "There are no studies yet")
        self.assertEqual(server.client().studies(), [])

    def test_a_trial_is_told_with_its_steps_while_it_runs(self):
        server = self.serve()
        study = server.client().create(parabola(3))
        [trial], _ = study.ask(worker="heron")
        trial.report(1, {"loss": 4.0}, joules=0.5)
        page = self.visit(server, "#/parabola")
        self.wait_for(page, "heron", "main [aria-label='Running trials']")
        for step in range(2, 6):
            trial.report(step, {"loss": 4.0 / step}, joules=0.5 * step)
        page.wait("document.querySelector('main [aria-label=\"Running trials\"] svg')?.getAttribute('aria-label') === 'loss from 4 at step 1 to 0.8 at step 5'")
        page.click("document.querySelector('main [aria-label=\"Running trials\"] a')")
        self.wait_for(page, "0.8", "main [aria-label=Steps]")
        self.assertEqual(page.run("document.activeElement.tagName"), "H1")
        self.wait_for(page, "Nothing was said")
        self.assertFalse(page.run("document.querySelector('main label').checkVisibility()"), "there is one attempt")
        trial.log("<b>epoch</b> 6")
        trial.flush()
        self.wait_for(page, "<b>epoch</b> 6", "pre.log")
        trial.report(6, {"loss": 0.25}, joules=3.0)
        self.wait_for(page, "0.25", "main [aria-label=Steps]")
        trial.fail("the loss is no longer a finite number")
        self.wait_for(page, "Why it ended: the loss is no longer a finite number")
        self.wait_for(page, "failed", ".title")
        parameters = self.text(page, ".columns section")
        self.assertIn(str(trial.parameters["x"])[:6], parameters)
        self.picture(page, "trial")

    def test_texts_of_others_stay_texts(self):
        server = self.serve()
        self.needs_charts(server)
        study = server.client().create(parabola(4, space={
            "x": {"type": "float", "low": -5, "high": 5}, "kind": {"type": "categorical", "choices": [ATTACK, ATTACK + "."]}}))
        for number in range(3):
            [trial], _ = study.ask(worker=ATTACK)
            if number == 0:
                trial.fail(ATTACK)
            elif number == 1:
                trial.tell({"loss": 1.0}, joules=2.0)
        page = self.visit(server, "#/parabola", faulty=["status of 404"])
        self.wait_for(page, "onerror=alert(1)", "main [aria-label=Workers]")
        self.wait_for(page, "onerror=alert(1)", "main [aria-label=Trials]")
        page.wait("document.querySelectorAll('figure.chart').length > 3")
        page.run(DRAW_ALL)
        page.click("document.querySelector('#endings summary')")
        page.wait("!!document.querySelector('#endings td')")
        self.assertIn(ATTACK, page.run("document.querySelector('#endings table').textContent"))
        self.assertIn("onerror=alert(1)", self.hover(page, "history-trials"))
        self.assertEqual(page.run("document.querySelectorAll('img').length"), 0)
        page.run("location.hash = '#/parabola/trials/0'")
        self.wait_for(page, "onerror=alert(1)", ".columns section")
        page.run("location.hash = '#/' + encodeURIComponent('<img src=x onerror=alert(1)>')")
        self.wait_for(page, "<img src=x onerror=alert(1)>", "h1")
        self.wait_for(page, "no study", ".problem")
        self.assertEqual(page.run("document.querySelectorAll('img').length"), 0)
        self.assertNotEqual(page.run("document.title"), "taken")

    def test_scripts_of_others_do_not_run(self):
        server = self.serve()
        policy = server.call("GET", "/").headers["content-security-policy"]
        self.assertIn("script-src 'self';", policy)
        page = self.visit(server, faulty=["Content Security Policy", "192.0.2.1"])
        page.run("""(() => { const script = document.createElement('script'); script.textContent = 'globalThis.taken = true';
          document.body.append(script); document.body.insertAdjacentHTML('beforeend', '<p onclick="globalThis.taken = true">'); document.querySelector('[onclick]').click(); })()""")
        self.assertFalse(page.run("globalThis.taken === true"))
        self.assertEqual(page.run("fetch('http://192.0.2.1/').then(() => 'sent', () => 'refused')"), "refused")

    def test_a_token_is_asked_for_and_kept_for_the_tab(self):
        (self.folder / "tokens").write_text(f"read {READ}\nadmin {ADMIN}\n")
        (self.folder / "tokens").chmod(0o600)
        server = self.serve("--tokens", "tokens")
        server.call("POST", "/v1/studies", parabola(), {"Authorization": "Bearer " + ADMIN})
        page = self.visit(server, "#/parabola", faulty=["status of 401", "status of 403"])
        for token in ("wrong", READ):
            page.wait("!!document.querySelector('dialog[open] input')")
            self.picture(page, "token")
            page.run("document.querySelector('dialog input').focus()")
            page.call("Input.insertText", text=token)
            self.answer(page, "Go on")
            page.wait("!document.querySelector('dialog')?.innerText.includes('needs a token')")
        self.wait_for(page, "Live", "#connection")
        self.press_button(page, "Pause")
        self.answer(page, "Pause")
        self.wait_for(page, "this needs a token of the role admin; yours has the role read", ".problem")
        page.call("Page.reload")
        self.wait_for(page, "Live", "#connection")
        urls = [event["request"]["url"] for event in page.events("Network.requestWillBeSent")]
        self.assertFalse([url for url in urls if READ in url or not url.startswith(server.url)])

    def test_a_server_that_comes_back_is_noticed(self):
        server = self.serve()
        study = server.client().create(parabola(4))
        page = self.visit(server, "#/parabola", faulty=["net::ERR_"])
        self.wait_for(page, "Live", "#connection")
        server.process.kill()
        server.process.wait()
        self.wait_for(page, "The server does not answer. Trying again.", "#connection")
        again = Server(self.start("serve", "--port", server.port, "--data", "studies"))
        self.wait_for(page, "Live", "#connection")
        self.assertEqual(again.port, server.port)
        [trial], _ = study.ask()
        trial.tell({"loss": 1.0})
        self.wait_for(page, "trial 0", ".cards")

    def test_a_phone_and_the_dark(self):
        server = self.serve()
        study = server.client().create(parabola(40))
        study.work(lambda trial: (trial.report(1, {"loss": 9.0}, joules=0.2), ({"loss": trial.parameters["x"] ** 2}, 1.5))[1])
        for width, scheme in ((PHONE, "light"), (PHONE, "dark"), (1200, "light"), (1200, "dark")):
            for place in ("", "#/parabola", "#/parabola/trials/3"):
                page = self.visit(server, place, width=width, scheme=scheme)
                self.wait_for(page, "parabola")
                if place == "#/parabola":
                    page.wait("document.querySelectorAll('figure.chart').length > 3")
                    page.run(DRAW_ALL)
                self.assertLessEqual(page.run("document.documentElement.scrollWidth"), width, place)
                self.picture(page, f"{width}-{scheme}-{place.count('/')}")
                self.assert_colours_stand_out(page, scheme, ["dot"], ("ink", "quiet", "accent", "state-failed", "arm-2"))

    def test_a_build_without_charts_shows_the_numbers(self):
        server = self.serve()
        if self.draws(server):
            self.skipTest("this build has charts")
        server.client().create(parabola(3)).work(lambda trial: ({"loss": 1.0}, 1.5))
        page = self.visit(server, "#/parabola")
        self.wait_for(page, "This build of Wattle draws no charts.", "#history-trials")
        self.wait_for(page, "1.5 J", "#trade-off details[open] table")

    def test_twenty_thousand_trials(self):
        self.write("study.jsonl", json_lines(20_000, workers=8))
        self.wattle("import", "study.jsonl", "--out", "studies/made_up")
        # As if programs of one's own had worked on it, and 200 trials were left.
        with sqlite3.connect(self.folder / "studies" / "made_up" / "study.db") as record:
            [[text]] = record.execute("SELECT scenario FROM study")
            scenario = json.loads(text) | {"budget": {"trials": 20_200}}
            scenario.pop("objective")
            record.execute("UPDATE study SET scenario = ?", [json.dumps(scenario)])
        server = self.serve()
        self.needs_charts(server)
        begin = time.monotonic()
        page = self.visit(server, "#/made_up")
        self.wait_for(page, "20000", ".cards")
        numbers = time.monotonic() - begin
        page.wait("!!document.querySelector('#history-trials svg')")
        drawn = time.monotonic() - begin
        self.assertIn(" 1000 are drawn", self.text(page, "#history-trials figcaption"))
        study = server.client().study("made_up")
        self.press_button(page, "Resume")
        self.answer(page, "Resume")
        self.wait_for(page, "Live", "#connection")
        page.run("""globalThis.longest = 0; globalThis.before = performance.now();
          setInterval(() => { const now = performance.now(); longest = Math.max(longest, now - before); before = now; }, 20), 0""")
        busy = time.monotonic()
        done = study.work(lambda trial: {"val_accuracy": 0.5, "val_loss": 1.0, "train_joules": 5.0}, slots=2)
        worked = time.monotonic() - busy
        page.wait("document.querySelectorAll('.cards .value')[1].innerText === '20200'")
        self.wait_for(page, "Of 15777 trials", "#history-trials figcaption")
        print(f"numbers {numbers:.1f} s, charts {drawn:.1f} s, {done} trials in {worked:.1f} s,"
              f" longest stop of the page {page.run('longest'):.0f} ms")
        self.assertLess(page.run("longest"), 2000)


if __name__ == "__main__":
    main()

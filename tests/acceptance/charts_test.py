# SPDX-License-Identifier: MIT
"""A report in a browser, opened from disk: drawn, told, zoomed, saved; in light and dark, wide and on a phone."""

import json

from chart_pages import PHONE, ChartPages, main
from made_study import json_lines

ATTACK = "</script><script>document.title = 'taken'</script><img src=x onerror=alert(1)> & \u2028"


class Charts(ChartPages):
    def report(self, trials=60, **changes):
        """The page of a made-up study."""
        self.write("study.jsonl", json_lines(trials, **changes))
        self.wattle("import", "study.jsonl", "--out", "out")
        return self.folder / "out" / "report.html"

    def profiled_report(self, trials=60):
        """The same with what the winner's layers cost."""
        best = json.loads((self.report(trials).parent / "result.json").read_text())["best"]["trial"]
        (self.folder / "out").rename(self.folder / "without layers")
        return self.report(trials, profiled=best)

    def test_every_chart_is_drawn_in_both_colour_schemes(self):
        file = self.profiled_report()
        for scheme in ("light", "dark"):
            page = self.open(file, scheme=scheme)
            figures = self.figures(page)
            for figure in ("history-trials", "history-seconds", "history-joules", "trade-off", "parallel", "slice-5",
                           "importance-metric", "importance-joules", "curves", "timeline", "accounts", "layers", "endings"):
                self.assertIn(figure, figures)
            paths = page.run("""[...document.querySelectorAll('figure.chart')].map((figure) =>
              figure.querySelectorAll('.drawing svg path').length)""")
            self.assertGreater(min(paths), 3, dict(zip(figures, paths)))
            panel = page.run("getComputedStyle(document.documentElement).getPropertyValue('--panel').trim()")
            grounds = page.run("[...document.querySelectorAll('.drawing svg > rect:first-of-type')].map((r) => r.getAttribute('fill'))")
            self.assertEqual(set(grounds), {panel})
            self.photograph(page, scheme)

    def test_colours_follow_the_scheme_and_keep_the_zoom(self):
        page = self.open(self.report())
        ground = "document.querySelector('#trade-off svg rect').getAttribute('fill')"
        ticks = "[...document.querySelectorAll('#trade-off svg text')].map((text) => text.textContent).join()"
        page.run("document.querySelector('#trade-off .controls button').click()")
        light, zoomed = page.run(ground), page.run(ticks)
        page.set_scheme("dark")
        page.wait(f"{ground} !== '{light}'")
        self.assertEqual(page.run(ticks), zoomed)

    def test_colours_have_contrast(self):
        page = self.open(self.report(3))
        for scheme in ("light", "dark"):
            page.set_scheme(scheme)
            self.assert_colours_stand_out(page, scheme, ["dot", "arm-0", "arm-1", *(f"state-{state}" for state in (
                "complete", "pruned", "failed", "infeasible", "open")), *(f"scale-{step}" for step in range(5))])

    def test_hovering_tells_of_a_trial(self):
        file = self.profiled_report()
        page = self.open(file)
        best = json.loads((file.parent / "result.json").read_text())["best"]["trial"]
        for figure in ("history-trials", "trade-off", "slice-1", "parallel", "curves", "timeline", "accounts", "importance-joules", "layers"):
            told = self.hover(page, figure)
            if figure == "importance-joules":
                self.assertRegex(told, r"^[a-z_ ]+\n[0-9<]+( \d+)? %$")
            elif figure == "layers":
                self.assertRegex(told, r"^[a-z, ]+\n([a-z]+: )?[0-9.]+ [nµm]J ± [0-9.]+ [nµm]J$")
            elif figure == "accounts":
                self.assertRegex(told, r"^idle\n.* J \(\d+ %\)$")
            else:
                self.assertRegex(told, r"^Trial \d+\n", figure)
                self.assertIn("batch_size = ", told)
            page.mouse_to(1, 1)
        self.assertIn(f"trial {best} won", page.run("document.querySelector('#trade-off svg').textContent"))

    def test_keys_tell_zoom_and_leave(self):
        page = self.open(self.report())
        told = "document.querySelector('#history-trials .told').textContent"
        ticks = "document.querySelector('#history-trials svg').textContent"
        page.run("document.querySelector('#history-trials .drawing').focus()")
        whole = page.run(ticks)
        page.press("ArrowRight")
        self.assertRegex(page.run(told), r"^a trial, 1 of \d+\. Trial \d+; val_accuracy .*: 0\.\d+; trials ended: \d+; batch_size = ")
        page.press("ArrowDown")
        self.assertRegex(page.run(told), r"^an improvement, 1 of \d+\. Trial ")
        # What the keys tell is what the table has.
        row = page.run("[...document.querySelector('#history-trials tbody tr').cells].map((cell) => cell.textContent)")
        self.assertIn(f"Trial {row[0]}; ", page.run(told))
        self.assertIn(f": {row[2]}; trials ended: {row[1]};", page.run(told))
        page.press("+")
        self.assertNotEqual(page.run(ticks), whole)
        page.press("0")
        self.assertEqual(page.run(ticks), whole)
        page.press("Escape")
        self.assertEqual(page.run(told), "")
        described = page.run("""[...document.querySelectorAll('.drawing')].every((drawing) => drawing.tabIndex === 0 &&
          drawing.getAttribute('role') && drawing.getAttribute('aria-label').length > 40)""")
        self.assertTrue(described)

    def test_keys_tell_what_layers_cost(self):
        page = self.open(self.profiled_report())
        told = "document.querySelector('#layers .told').textContent"
        page.run("document.querySelector('#layers .drawing').focus()")
        page.press("ArrowRight")
        self.assertEqual(page.run(told), "forward, 1 of 4. convolution; forward: 210 µJ ± 9 µJ")
        page.press("ArrowDown")
        self.assertEqual(page.run(told), "backward, 1 of 3. convolution; backward: 390 µJ ± 14 µJ")
        page.press("ArrowDown")
        self.assertRegex(page.run(told), "^loss, update and data, 1 of 1. loss, update and data; 262 µJ ± ")
        # What the keys tell is what the table has.
        row = page.run("[...document.querySelector('#layers tbody tr').cells].map((cell) => cell.textContent)")
        self.assertEqual(row, ["convolution", "4", "210 µJ ± 9 µJ", "390 µJ ± 14 µJ", "600 µJ ± 16.6 µJ", "79 %"])

    def test_a_drawing_is_saved_as_svg_in_the_colours_for_light(self):
        page = self.open(self.profiled_report(), scheme="dark")
        # The browser lets a page save ten files in a row, so one figure stands for others of its kind.
        like_others = ("slice-2", "slice-3", "slice-4", "slice-5", "history-seconds", "importance-joules", "endings")
        for figure in [figure for figure in self.figures(page) if figure not in like_others]:
            self.assert_is_drawing_for_paper(self.saved(page, figure, "made-up"))

    def test_a_phone_shows_all_without_scrolling_sideways(self):
        page = self.open(self.profiled_report(), width=PHONE, height=800)
        self.assertLessEqual(page.run("document.documentElement.scrollWidth"), PHONE)
        self.assertLessEqual(page.run("Math.max(...[...document.querySelectorAll('.drawing svg')].map((svg) => svg.getBoundingClientRect().right))"),
                             PHONE)
        labels = "document.querySelector('#trade-off svg').textContent"
        whole = page.run(labels)
        page.click("document.querySelector('#trade-off .controls button')")
        self.assertNotEqual(page.run(labels), whole)
        self.photograph(page, "phone")

    def test_a_window_that_changes_its_width_is_followed(self):
        page = self.open(self.report())
        page.call("Emulation.setDeviceMetricsOverride", width=PHONE, height=800, deviceScaleFactor=1, mobile=False)
        page.wait(f"""[...document.querySelectorAll('.drawing')].every((drawing) =>
          drawing.querySelector('svg').getBoundingClientRect().right <= {PHONE})""")

    def test_texts_of_users_stay_texts(self):
        page = self.open(self.report(reason=ATTACK))
        self.assertNotEqual(page.run("document.title"), "taken")
        self.assertEqual(page.run("document.querySelectorAll('img').length"), 0)
        self.assertIn(ATTACK, page.run("document.querySelector('#endings').textContent"))
        # In a tip, too: the last bar is of a reason.
        self.assertIn("onerror=alert(1)", self.hover(page, "endings"))

    def test_twenty_thousand_trials(self):
        file = self.report(20_000, workers=8)
        self.assertLess(file.stat().st_size, 4_000_000)
        page = self.open(file)
        self.assertIn(" 1000 are drawn", page.run("document.querySelector('#history-trials figcaption').textContent"))
        self.assertLess(page.run("document.querySelectorAll('#history-trials svg path').length"), 1200)
        self.photograph(page, "many")

    def test_what_mattered_is_told_below_the_charts(self):
        page = self.open(self.report())
        captions = page.run("""[...document.querySelectorAll('#importance-metric, #importance-joules')].map((figure) =>
          figure.querySelector('figcaption').innerText)""")
        self.assertIn("learning_rate accounts for 9", captions[0])
        self.assertIn("width accounts for", captions[1])
        longest = page.run("""['importance-metric', 'importance-joules'].map((id) => Math.max(
          ...[...document.querySelectorAll(`#${id} .drawing svg path`)].map((path) => path.getBoundingClientRect().width)) /
          document.querySelector(`#${id} .drawing`).clientWidth)""")
        for share, length in zip((0.96, 0.90), longest):
            self.assertAlmostEqual(length, share, delta=0.03)
        levels = page.run("[...document.querySelectorAll('h2')].some((heading) => heading.innerText.startsWith('What levels'))")
        self.assertTrue(levels)

    def test_one_trial_and_none(self):
        for trials in (0, 1):
            page = self.open(self.report(trials))
            self.assertIn("history-trials", self.figures(page))
            self.assertIn("too few", page.run("document.querySelector('#importance-metric').textContent"))
            self.photograph(page, f"of-{trials}")
            (self.folder / "out").rename(self.folder / f"of-{trials}")


if __name__ == "__main__":
    main()

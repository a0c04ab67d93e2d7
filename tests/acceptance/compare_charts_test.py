# SPDX-License-Identifier: MIT
"""A comparison's page in a browser, opened from disk."""

import json

from chart_pages import PHONE, ChartPages, main
from wattle_command import ROOT

REPLAY = str(ROOT / "scenarios" / "digits_replay.json")
FEW = ["--quiet", "--set", "compare.repeats=6", "--set", "budget.trials=12"]
FIGURES = {"ratios", "expected-energy", "reached", "spending", "course-joules", "course-trials", "course-seconds", "results",
           "superiority", "ranks"}


class CompareCharts(ChartPages):
    def compared(self, *flags):
        """The page of a comparison of recorded runs."""
        self.wattle("compare", REPLAY, "--out", "out", *FEW, *flags)
        return self.folder / "out" / "comparison.html"

    def test_every_chart_is_drawn_in_both_colour_schemes(self):
        file = self.compared()
        for scheme in ("light", "dark"):
            page = self.open(file, scheme=scheme)
            self.assertEqual(set(self.figures(page)), FIGURES)
            paths = page.run("""[...document.querySelectorAll('figure.chart')].map((figure) =>
              figure.querySelectorAll('.drawing svg path').length)""")
            self.assertGreaterEqual(min(paths), 3, dict(zip(self.figures(page), paths)))
            self.assert_colours_stand_out(page, scheme, [f"arm-{arm}" for arm in range(8)])
            self.photograph(page, f"compare-{scheme}")

    def test_the_sentences_stand_first(self):
        file = self.compared()
        page = self.open(file)
        said = page.run("[...document.querySelectorAll('main > p')].map((p) => p.textContent)")
        verdicts = json.loads((file.parent / "comparison.json").read_text())["verdicts"]
        self.assertEqual(said[1:1 + len(verdicts)], verdicts)
        self.assertTrue(page.run("""document.querySelector('main > p:last-of-type') && document.querySelector('figure').
          compareDocumentPosition(document.querySelector('main > p')) === Node.DOCUMENT_POSITION_PRECEDING"""))

    def test_hovering_tells_the_numbers(self):
        file = self.compared()
        page = self.open(file)
        ratios = json.loads((file.parent / "comparison.json").read_text())["energy_to_target"]["ratios"]
        for figure, told in (("ratios", r"^(grid|random|bayesian) / "), ("expected-energy", r" m?J"), ("results", r"^(grid|random|bayesian)\n0\.\d+ \("),
                             ("course-joules", r"^(grid|random|bayesian)\nmedian val_accuracy .*: 0\.\d+\nfrom: "), ("reached", r" of 6 studies"),
                             ("spending", r"search "), ("ranks", r"(grid|random|bayesian)\n\d")):
            self.assertRegex(self.hover(page, figure), told, figure)
            page.mouse_to(1, 1)
        rows = page.run("[...document.querySelectorAll('#ratios tbody tr')].map((row) => row.cells[0].textContent)")
        self.assertEqual({frozenset(row.split(" / ")) for row in rows}, {frozenset((ratio["of"], ratio["over"])) for ratio in ratios})

    def test_drawings_are_saved(self):
        page = self.open(self.compared(), scheme="dark")
        for figure in sorted(FIGURES):
            self.assert_is_drawing_for_paper(self.saved(page, figure, "digits-replay"))

    def test_keys_tell_and_zoom(self):
        page = self.open(self.compared())
        told = "document.querySelector('#course-joules .told').textContent"
        ticks = "[...document.querySelectorAll('#course-joules svg text')].map((text) => text.textContent).join()"
        page.run("document.querySelector('#course-joules .drawing').focus()")
        page.press("ArrowRight")
        self.assertRegex(page.run(told), r"^(grid|random|bayesian), 1 of \d+\. ")
        whole = page.run(ticks)
        page.press("+")
        self.assertNotEqual(page.run(ticks), whole)
        page.press("0")
        self.assertEqual(page.run(ticks), whole)

    def test_a_phone_shows_all_without_scrolling_sideways(self):
        page = self.open(self.compared(), width=PHONE, height=800)
        self.assertLessEqual(page.run("document.documentElement.scrollWidth"), PHONE)
        self.photograph(page, "compare-phone")


if __name__ == "__main__":
    main()

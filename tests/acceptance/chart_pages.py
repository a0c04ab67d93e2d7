# SPDX-License-Identifier: MIT
"""What the tests of pages with charts have in common: a browser, and what a person does in it.

$WATTLE_SCREENSHOTS, a folder, gets a picture of each figure, for a person to look at."""

import itertools
import json
import os
import pathlib
import sys
import time
import unittest
import xml.etree.ElementTree

import browser
from wattle_command import CommandTest

PHONE = 390

DRAW_ALL = """(async () => {
  for (const figure of document.querySelectorAll('figure.chart')) {
    figure.scrollIntoView();
    while (figure.querySelector('.drawing') && !figure.querySelector('.drawing svg')) await new Promise((done) => setTimeout(done, 10));
  }
  window.scrollTo(0, 0);
})()"""

# Places on what a drawing has painted, the uppermost first: the middle of an area, halfway along a line.
MARKS = """[...document.querySelectorAll('#%s .drawing svg path')].reverse().map((path) => {
  const box = path.getBoundingClientRect();
  if (path.getAttribute('fill') !== 'none') return [box.x + box.width / 2, box.y + box.height / 2];
  const middle = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM());
  return [middle.x, middle.y];
})"""


def contrast(first, second):
    """Of two colours "#rrggbb", as the Web Content Accessibility Guidelines 2 define it: 1 to 21."""
    def luminance(colour):
        channels = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class ChartPages(CommandTest):
    @classmethod
    def setUpClass(cls):
        cls.browser = cls.enterClassContext(browser.Browser()) if hasattr(cls, "enterClassContext") else browser.Browser().__enter__()
        if not hasattr(cls, "enterClassContext"):
            cls.addClassCleanup(cls.browser.__exit__)

    def open(self, file, **how):
        page = browser.Page(self.browser, file, **how)
        page.run(DRAW_ALL)
        self.addCleanup(lambda: self.assertEqual(page.faults(), []))
        return page

    def figures(self, page):
        return page.run("[...document.querySelectorAll('figure.chart')].map((figure) => figure.id)")

    def bring(self, page, figure):
        """Scrolls the figure into the middle."""
        page.run(f"document.querySelector('#{figure}').scrollIntoView({{block: 'center'}})")

    def tip(self, page, figure):
        """The text of the tip that shows, if one does."""
        return page.run(f"""[...document.querySelectorAll('#{figure} .tip')].filter((tip) =>
          getComputedStyle(tip.parentElement).visibility === 'visible').map((tip) => tip.innerText).join()""")

    def hover(self, page, figure):
        """The text of the first mark that tells one."""
        self.bring(page, figure)
        for right, down in page.run(MARKS % figure):
            page.mouse_to(right, down)
            told = self.tip(page, figure)
            if told:
                return told
        self.fail(f"no mark of {figure} tells anything")

    def photograph(self, page, name):
        folder = os.environ.get("WATTLE_SCREENSHOTS")
        if not folder:
            return
        for figure in self.figures(page):
            self.bring(page, figure)
            page.screenshot(pathlib.Path(folder) / f"{name}-{figure}.png")

    def saved(self, page, figure, name):
        """The drawing as the page saves it: the file that appears once its last button is clicked."""
        downloads = self.folder / "downloads"
        downloads.mkdir(exist_ok=True)
        self.browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
        page.click(f"[...document.querySelectorAll('#{figure} .controls button')].at(-1)")
        file = downloads / f"{name}-{figure}.svg"
        end = time.monotonic() + browser.PATIENCE
        while not file.exists() and time.monotonic() < end:
            time.sleep(0.02)
        return file

    def assert_is_drawing_for_paper(self, file):
        root = xml.etree.ElementTree.parse(file).getroot()
        self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")
        self.assertGreaterEqual(len(root.findall(".//{http://www.w3.org/2000/svg}path")), 3, file)
        self.assertTrue(root.find("{http://www.w3.org/2000/svg}title").text)
        self.assertEqual(root.find(".//{http://www.w3.org/2000/svg}rect").get("fill"), "#ffffff")

    def assert_colours_stand_out(self, page, scheme, marks, texts=("ink", "quiet", "accent")):
        names = ["panel", "ground", *texts, *marks]
        colours = page.run(f"""Object.fromEntries({json.dumps(names)}.map((name) =>
          [name, getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim()]))""")
        for text, ground in itertools.product(texts, ("panel", "ground")):
            self.assertGreaterEqual(contrast(colours[text], colours[ground]), 4.5, (scheme, text, ground))
        for mark in marks:
            self.assertGreaterEqual(contrast(colours[mark], colours["panel"]), 3.0, (scheme, mark))


def main():
    if browser.program() is None:
        print("skipped: chromium is not installed")
        sys.exit(77)
    unittest.main()

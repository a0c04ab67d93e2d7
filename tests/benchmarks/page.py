# SPDX-License-Identifier: MIT
"""The tables of docs/benchmarks.md, each between <!-- NAME --> and <!-- end NAME -->."""

import re


def replace(page, tables):
    """Writes the tables, {name: text}, in their places. ValueError where one has none."""
    content = page.read_text()
    for name, table in tables.items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end {name} -->)", re.DOTALL)
        if not pattern.search(content):
            raise ValueError(f"{page} has no place for the table '{name}'")
        content = pattern.sub(lambda match: match[1] + table + "\n" + match[2], content)
    page.write_text(content)

"""The page that says which safeguard was seen to be noticed, and when: docs/safeguards.md."""

import re
from collections.abc import Iterable
from datetime import date

from tests.safeguards.cuts import PROJECT, Cut

PAGE = PROJECT / "docs" / "safeguards.md"
_ROW = re.compile(
    r"^\| .*\| `(?P<mark>[0-9a-f]{8})` \| (?P<seen>\d{4}-\d\d-\d\d) \|$", re.MULTILINE
)
_HEAD = """# What was taken away, and which test noticed

Written by `./run safeguards`: it takes one safeguard at a time out of a copy of the project, runs
the tests that are named for it, and writes down that each of them failed, as a test fails and not
because the program broke. What is cut stands in `tests/safeguards/*.toml`; the eight letters in
front of the day change with it. `./run check` fails where a safeguard has not been seen like this,
and where a test that [safety.md](safety.md) names has never been seen to fail.

{cuts} safeguards, {tests} tests.

| guards | safeguard | where | tests that fail without it | | seen |
|---|---|---|---|---|---|
"""


def seen() -> dict[str, date]:
    """When each proof was last seen, by its mark."""
    text = PAGE.read_text("utf-8") if PAGE.is_file() else ""
    return {row["mark"]: date.fromisoformat(row["seen"]) for row in _ROW.finditer(text)}


def page(cuts: Iterable[Cut], days: dict[str, date]) -> str:
    """The page as it should stand in docs: a row for each safeguard that was seen."""
    there = [each for each in cuts if each.mark in days]
    rows = [_row(each, days[each.mark]) for each in there]
    tests = {test for each in there for test in each.fails}
    return _HEAD.format(cuts=len(there), tests=len(tests)) + "\n".join((*rows, ""))


def _row(cut: Cut, day: date) -> str:
    tests = "<br>".join(f"`{each}`" for each in cut.fails)
    told = f"| {', '.join(cut.guards)} | {cut.says} | `{cut.file}` | {tests} "
    return f"{told}| `{cut.mark}` | {day.isoformat()} |"

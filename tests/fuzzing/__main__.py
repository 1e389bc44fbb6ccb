"""The long search: `./run fuzz TARGET [INPUTS] [--keep FOLDER]`, guided by what each input reaches.

What breaks something is kept in tests/fuzzing/found and tried in every later run of the tests.
In the folder the corpus is kept, so that a search goes on where it ended, and `runs.csv` with a
line for each run that ended; `./run fuzz figures --keep FOLDER` adds those up.
"""

import argparse
import csv
import os
import re
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from tests.fuzzing.targets import MODULES

_MEMORY = Path("/dev/shm")  # noqa: S108  a folder of one's own is made in it
FOUND = Path(__file__).parent / "found"
_COLUMNS = ("target", "inputs", "seconds", "crashes", "features", "date")
_RUN = 250_000
"""Inputs of one run; a search is made of as many as it takes, so that little is lost on a kill."""
_SUMMARY = re.compile(r"\bcov: \d+ ft: (\d+)")
_TRIED = re.compile(r"^stat::number_of_executed_units: +(\d+)", re.MULTILINE)


def main() -> None:
    """Search, or say what was searched."""
    parser = argparse.ArgumentParser("./run fuzz", description=__doc__)
    parser.add_argument("target", choices=(*MODULES, "figures"))
    parser.add_argument("inputs", type=int, nargs="?", default=100_000)
    parser.add_argument("--keep", type=Path, help="folder of the corpus and of the figures")
    given = parser.parse_args()
    if given.target == "figures":
        click.echo(figures(given.keep / "runs.csv"))
        return
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as passing:
        keep = given.keep or Path(passing)
        os.environ["TMPDIR"] = passing  # where a target writes files that it has read
        tried = 0
        while tried < given.inputs:
            tried += run(given.target, min(_RUN, given.inputs - tried), keep)


def run(name: str, inputs: int, keep: Path) -> int:
    """One run; how many inputs it tried. Its figures are what the fuzzer itself printed."""
    corpus = keep / name
    corpus.mkdir(parents=True, exist_ok=True)
    known = {*FOUND.glob(f"{name}-*")}
    seed = time.time_ns() % 2**31
    command = [sys.executable, "-m", "tests.fuzzing.hunt", name, str(inputs), str(corpus)]
    begun = time.monotonic()
    command += [str(FOUND), str(seed)]
    ended = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    seconds = round(time.monotonic() - begun)
    found, tried = sorted({*FOUND.glob(f"{name}-*")} - known), _TRIED.search(ended.stderr)
    features = _SUMMARY.findall(ended.stderr)
    if tried is None:
        sys.exit(ended.stderr[-3000:])
    row = (name, int(tried[1]), seconds, len(found), features[-1] if features else 0)
    with (keep / "runs.csv").open("a", newline="") as file:
        csv.writer(file).writerow((*row, f"{datetime.now(UTC):%Y-%m-%d}"))
    click.echo(" ".join(f"{what} {value}" for what, value in zip(_COLUMNS, row, strict=False)))
    for each in found:
        click.echo(f"  found {each}")
    return int(tried[1])


def figures(kept: Path) -> str:
    """All runs of a folder, added up for each target, as a table."""
    with kept.open(newline="") as file:
        runs = [dict(zip(_COLUMNS, row, strict=True)) for row in csv.reader(file)]
    lines = [
        "| target | inputs | seconds | crashes | features | last run |",
        "|---|---|---|---|---|---|",
    ]
    for name in MODULES:
        own = [each for each in runs if each["target"] == name]
        if own:
            inputs, seconds, crashes = (
                sum(int(each[what]) for each in own) for what in ("inputs", "seconds", "crashes")
            )
            features, last = max(int(each["features"]) for each in own), own[-1]["date"]
            lines.append(
                f"| {name} | {inputs:,} | {seconds:,} | {crashes} | {features:,} | {last} |"
            )
    total = sum(int(each["inputs"]) for each in runs)
    return "\n".join((*lines, f"| all | {total:,} | | | | |"))


if __name__ == "__main__":
    main()

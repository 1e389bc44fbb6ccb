"""Take safeguards away: `./run safeguards [WORDS] [--again] [--processes N]`.

Without words, all that have not been seen in their present form; with `--again` the others too.
Words choose: those that stand in what an entry guards, says, cuts or fails.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue

import click

from tests.safeguards.cuts import PROJECT, Cut, cuts, faults
from tests.safeguards.page import PAGE, page, seen
from tests.safeguards.trying import Trial, failing, tried

_MEMORY = Path("/dev/shm")  # noqa: S108  a folder of one's own is made in it


def main() -> int:
    """Take them away, say what was seen, write the page."""
    parser = argparse.ArgumentParser("./run safeguards", description=__doc__)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--again", action="store_true", help="those that were seen before, too")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    wrong = [fault for each in cuts() for fault in faults(each)]
    if wrong:
        click.echo("\n".join(wrong))
        return 1
    chosen = [each for each in cuts() if _is_meant(each, given.words)]
    if not given.again:
        chosen = [each for each in chosen if each.mark not in seen()]
    missed = [each for each in trials(chosen, given.processes) if not each.noticed]
    PAGE.write_text(page(cuts(), seen()), "utf-8")
    click.echo(f"{len(chosen) - len(missed)} of {len(chosen)} were noticed")
    return min(len(missed), 1)


def _is_meant(cut: Cut, words: list[str]) -> bool:
    told = " ".join((*cut.guards, cut.says, cut.file, *cut.fails))
    return not words or any(word in told for word in words)


def trials(chosen: list[Cut], processes: int) -> Iterator[Trial]:
    """Each safeguard taken away; what was noticed is written down at once.

    Before, all their tests are run in a copy that has them all: what fails there proves nothing.
    """
    copies: Queue[Path] = Queue()
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        for number in range(processes):
            copies.put(_copy(Path(folder) / str(number)))
        with _taken(copies) as copy:
            broken = failing_anyway(chosen, copy, processes)

        def attempt(cut: Cut) -> Trial:
            anyway = broken.intersection(cut.fails)
            if anyway:
                return Trial(cut, f"{', '.join(sorted(anyway))} fails anyway")
            with _taken(copies) as copy:
                return tried(cut, copy)

        with ThreadPoolExecutor(processes) as pool:
            for trial in pool.map(attempt, chosen):
                click.echo(trial.told)
                if trial.noticed:
                    _write(trial.cut)
                yield trial


def failing_anyway(chosen: list[Cut], copy: Path, processes: int) -> frozenset[str]:
    """The tests of these safeguards that fail with all of them in their places."""
    tests = sorted({test for each in chosen for test in each.fails})
    if not tests:
        return frozenset()
    return failing(tests, copy, f"--numprocesses={processes}", "--dist=worksteal")


@contextmanager
def _taken(copies: "Queue[Path]") -> Iterator[Path]:
    copy = copies.get()
    try:
        yield copy
    finally:
        copies.put(copy)


def _copy(to: Path) -> Path:
    """A copy of what stands in the project: the present files, nothing that is ignored."""
    told = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(told, cwd=PROJECT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        if (PROJECT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, to / name)
    return to


def _write(cut: Cut) -> None:
    known = {**seen(), cut.mark: datetime.now(UTC).date()}
    PAGE.write_text(page(cuts(), known), "utf-8")


if __name__ == "__main__":
    sys.exit(main())

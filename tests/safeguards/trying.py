"""One safeguard taken away in a copy of the project: do its tests fail, and as tests fail?"""

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.safeguards.cuts import Cut

PATIENCE_S = 600
_BROKEN = ("NameError", "ImportError", "ModuleNotFoundError", "SyntaxError", "UnboundLocalError")
"""Errors that say that the program broke, not that a safeguard is missing."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The tests without the safeguard: why it was not noticed, empty where it was."""

    cut: Cut
    why_not: str = ""

    @property
    def noticed(self) -> bool:
        """Whether each of the tests failed."""
        return not self.why_not

    @property
    def told(self) -> str:
        """The line for whoever waits."""
        return f"{'noticed' if self.noticed else 'NOT NOTICED'}  {self.cut.says}" + (
            f": {self.why_not}" if self.why_not else ""
        )


def tried(cut: Cut, copy: Path) -> Trial:
    """The tests of a safeguard, run in a copy of the project in which it is missing."""
    path = copy / cut.file
    whole = path.read_text("utf-8")
    _place(path, cut.without(whole))
    try:
        return Trial(cut, _why_not(cut, copy))
    finally:
        _place(path, whole)


def _place(path: Path, text: str) -> None:
    """Write a file, and forget what was compiled of it: two texts of one second look alike."""
    path.write_text(text, "utf-8")
    for compiled in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
        compiled.unlink()


def failing(tests: Iterable[str], copy: Path, *more: str) -> frozenset[str]:
    """Those of the tests that fail with every safeguard in its place: they prove nothing.

    Raises `ChildProcessError` where they did not run.
    """
    result = _ran(tests, copy, None, *more)
    if isinstance(result, str):
        raise ChildProcessError(result)
    return frozenset(_failed(result, "failure", "error"))


def _why_not(cut: Cut, copy: Path) -> str:
    result = _ran(cut.fails, copy, PATIENCE_S)
    return result if isinstance(result, str) else _unseen(cut, result)


def _ran(
    tests: Iterable[str], copy: Path, patience_s: float | None, *more: str
) -> ET.Element | str:
    """What pytest wrote of these tests, or why it wrote nothing."""
    result = copy / "result.xml"
    result.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--junitxml={result}"]
    command += ["-m", "slow or not slow", *more, *(f"tests/{each}" for each in tests)]
    env = {**os.environ, "PYTHONPATH": str(copy)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # else every trial compiles the whole project anew
    try:
        ended = subprocess.run(
            command, cwd=copy, env=env, capture_output=True, timeout=patience_s, check=False
        )
    except subprocess.TimeoutExpired:
        return f"no end after {patience_s} s"
    if ended.returncode not in {0, 1} or not result.is_file():
        return f"the tests did not run (exit code {ended.returncode})"
    return ET.parse(result).getroot()  # noqa: S314  pytest wrote it just now


def _unseen(cut: Cut, result: ET.Element) -> str:
    """Which of the tests did not fail, or failed because the program broke."""
    failed = _failed(result, "failure")
    broken = [why for whys in failed.values() for why in whys if why.startswith(_BROKEN)]
    if broken:
        return f"the program broke: {broken[0][:200]}"
    return ", ".join(f"{each} passes" for each in cut.fails if each not in failed)


def _failed(result: ET.Element, *kinds: str) -> dict[str, list[str]]:
    """The tests that failed and why: by name, with what they were tried with and without."""
    failed: dict[str, list[str]] = {}
    for case in result.iter("testcase"):
        whys = [each.get("message", "") for kind in kinds for each in case.iter(kind)]
        if whys:
            file = f"{case.get('classname', '').rpartition('.')[2]}.py"
            name = case.get("name", "")
            for each in (f"{file}::{name}", f"{file}::{name.partition('[')[0]}"):
                failed.setdefault(each, []).extend(whys)
    return failed

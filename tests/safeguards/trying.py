"""One safeguard taken away in a copy of the project: do its tests fail, and as tests fail?"""

import os
import subprocess
import sys
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


def _why_not(cut: Cut, copy: Path) -> str:
    result = copy / "result.xml"
    result.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--junitxml={result}"]
    command += ["-m", "slow or not slow", *(f"tests/{each}" for each in cut.fails)]
    env = {**os.environ, "PYTHONPATH": str(copy)}
    try:
        ended = subprocess.run(
            command, cwd=copy, env=env, capture_output=True, timeout=PATIENCE_S, check=False
        )
    except subprocess.TimeoutExpired:
        return f"no end after {PATIENCE_S} s"
    if ended.returncode not in {0, 1} or not result.is_file():
        return f"the tests did not run (exit code {ended.returncode})"
    return _unseen(cut, ET.parse(result).getroot())  # noqa: S314  pytest wrote it just now


def _unseen(cut: Cut, result: ET.Element) -> str:
    """Which of the tests did not fail, or failed because the program broke."""
    failed: set[str] = set()
    for case in result.iter("testcase"):
        failures = [each.get("message", "") for each in case.iter("failure")]
        broken = [each for each in failures if each.startswith(_BROKEN)]
        if broken:
            return f"the program broke: {broken[0][:200]}"
        if failures:
            file = f"{case.get('classname', '').rpartition('.')[2]}.py"
            name = case.get("name", "")
            failed |= {f"{file}::{name}", f"{file}::{name.partition('[')[0]}"}
    return ", ".join(f"{each} passes" for each in cut.fails if each not in failed)

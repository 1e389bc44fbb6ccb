"""What is checked before a change, and that the checks find what they are there for."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.test_deployment import ROOT

RUN = (ROOT / "run").read_text("utf-8")
TREES = {".ci", "benchmarks", "bot", "deploy", "docs", "storage"}
"""What is written by hand; tests are full of made-up secrets."""


def _part(word: str) -> str:
    """What stands behind a word of `run`."""
    return RUN.split(f"\n    {word})\n", 1)[1].split(";;", 1)[0]


@pytest.mark.parametrize(
    "step",
    [
        "tool ruff format --check .",
        "tool ruff check .",
        "tool mypy",
        '"$python" -c "$layers"',
        "tool bandit --quiet --recursive --severity-level medium bot storage",
        "        secrets\n",
        '"$home/run" locales check',
        'exec "$home/run" test',
    ],
)
def test_every_check_is_part_of_the_check(step: str) -> None:
    assert step in _part("check")


def test_packages_are_installed_by_their_hashes_alone() -> None:
    install = RUN.split("\ninstall() {\n", 1)[1].split("\n}\n", 1)[0]
    for words in ("--require-hashes", "--no-deps", "--only-binary :all:"):
        assert words in install
    assert "requirements.lock" in _part("vulnerabilities")
    assert "requirements.lock" in _part("sbom")


def test_secrets_are_looked_for_in_all_that_is_written_by_hand() -> None:
    (looked,) = re.findall(r"find (.+?) \\\n", RUN)
    assert {each for each in looked.split() if (ROOT / each).is_dir()} == TREES
    assert {"README.md", "config.example.toml", "pyproject.toml", "run"} <= set(looked.split())


def test_a_secret_is_found_and_an_ordinary_line_is_none(tmp_path: Path) -> None:
    plain, leaked = tmp_path / "plain.py", tmp_path / "leaked.py"
    plain.write_text('NAME = "a word that says nothing"\n')
    leaked.write_text('password = "' + "hunter2-" + "Zq8vLx41" + '"\n')  # in no line of ours
    look = [sys.executable, "-m", "detect_secrets.pre_commit_hook"]
    found = [
        subprocess.run([*look, each], cwd=tmp_path, capture_output=True, check=False).returncode
        for each in (plain, leaked)
    ]
    assert found == [0, 1]


def test_no_rule_of_bandit_is_switched_off_for_all() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "bandit" not in settings["tool"]


AGAINST = {
    "The house stands on its layers": ("bot/domain/text.py", "import bot.flows.card"),
    "Storage stands on its layers": ("storage/tables.py", "import storage.marks"),
    "Storage knows of the bot its domain and its ports only": (
        *("storage/marks.py", "import bot.data.phrases"),
    ),
    "Only the assembly and the commands know the storage": (
        *("bot/usecases/mend.py", "import storage.marks"),
    ),
    "Telegram's words stay in its channel": ("bot/flows/card.py", "import telegram"),
    "LINE's words stay in its channel": ("bot/flows/card.py", "import linebot"),
    "The database is spoken to in storage only": ("bot/usecases/mend.py", "import sqlalchemy"),
    "APScheduler only ticks, in the scheduler": ("bot/usecases/mend.py", "import apscheduler"),
    "Sound is made in the recordings' room only": ("bot/usecases/mend.py", "import av"),
    "Nothing is mocked": ("bot/usecases/mend.py", "import unittest"),
}
"""For each contract an import against it."""


@pytest.mark.slow
def test_an_import_against_a_contract_breaks_it(tmp_path: Path) -> None:
    for tree in ("bot", "storage"):
        shutil.copytree(
            ROOT / tree, tmp_path / tree, ignore=shutil.ignore_patterns("*.mo", "*.csv")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for file, against in AGAINST.values():
        with (tmp_path / file).open("a") as written:
            written.write(f"\n{against}\n")
    lint = "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo'])"
    command = [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, '.'); {lint}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    broken = set(re.findall(r"^(.+?) BROKEN\b", done.stdout, re.MULTILINE))
    assert broken == set(AGAINST), done.stdout
    named = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    assert {each["name"] for each in named["contracts"]} == set(AGAINST)

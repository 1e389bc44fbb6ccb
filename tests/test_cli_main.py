"""The shell of the command line: what it offers, how mistakes are told, how fast it starts."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bot.cli.main import rongthuk
from click.testing import CliRunner, Result

SLOW = ("aiohttp", "asyncio", "telegram", "linebot", "sqlalchemy", "apscheduler", "storage")


def program(*words: str, folder: Path) -> Result:
    (folder / "config.toml").touch()
    return CliRunner().invoke(rongthuk, ["--config", str(folder / "config.toml"), *words])


def test_it_says_its_version() -> None:
    result = CliRunner().invoke(rongthuk, ["--version"])
    assert (result.exit_code, result.stdout) == (0, "rongthuk 0.1.0\n")


def test_help_lists_every_command() -> None:
    offered = CliRunner().invoke(rongthuk, ["--help"]).stdout
    words = ("serve", "demo", "doctor", "units", "officers", "cases", "route", "triage", "policy")
    for word in (*words, "locales", "keys"):
        assert f"\n  {word} " in offered


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("serv",), "rongthuk: No such command 'serv'."),
        (("units", "lnk"), "rongthuk units: No such command 'lnk'."),
        (("serve", "--only", "bot"), "rongthuk serve: Invalid value for '--only': 'bot'"),
        (("demo", "--port", "70000"), "rongthuk demo: Invalid value for '--port': 70000"),
        (("cases", "show"), "rongthuk cases show: Missing argument 'REFERENCE'."),
        (("--config", "nowhere.toml", "units", "list"), "nowhere.toml: No such file or directory"),
    ],
)
def test_a_mistake_is_one_line_that_names_the_command_and_the_option(
    words: tuple[str, ...], line: str
) -> None:
    result = CliRunner().invoke(rongthuk, words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(line)
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_configuration_may_be_named_before_or_behind_the_command(
    tmp_path: Path, place: int
) -> None:
    words = ["keys", "fingerprint"]
    words[place:place] = ["--config", str(tmp_path / "config.toml")]
    result = CliRunner().invoke(rongthuk, words)
    assert result.stderr.startswith(f"{tmp_path / 'config.toml'}: No such file")


def test_every_problem_of_a_configuration_is_a_line(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[line]\nenabled = true\nreserve = 'x'\nlimit = 3\n")
    result = program("serve", folder=tmp_path)
    assert result.exit_code == 2
    assert [line.partition(" must")[0].partition(" is")[0] for line in result.stderr.splitlines()][
        :2
    ] == ["config.toml: [line] reserve", "config.toml: [line] limit"]


def test_a_key_is_made_once_readable_for_its_owner_and_never_again(tmp_path: Path) -> None:
    made = program("keys", "init", folder=tmp_path)
    file = tmp_path / "keys" / "master.key"
    before = file.read_bytes()
    assert (made.exit_code, file.stat().st_mode & 0o777) == (0, 0o600)
    again = program("keys", "init", folder=tmp_path)
    assert (again.exit_code, file.read_bytes()) == (1, before)
    assert again.stderr.startswith(f"[keys] file: {file} is there already")
    shown = program("keys", "fingerprint", folder=tmp_path).stdout
    assert f"fingerprint {shown}" in made.stdout
    assert before.decode().strip() not in made.stdout


def test_the_status_tells_whether_the_key_fits_the_database(tmp_path: Path) -> None:
    program("keys", "init", folder=tmp_path)
    assert program("units", "list", folder=tmp_path).exit_code == 0
    fits = program("keys", "status", folder=tmp_path)
    assert fits.exit_code == 0
    assert len({line.split()[-1] for line in fits.stdout.splitlines()[:2]}) == 1
    (tmp_path / "keys" / "master.key").unlink()
    program("keys", "init", folder=tmp_path)
    other = program("keys", "status", folder=tmp_path)
    assert other.exit_code == 1
    assert "was sealed with the key" in other.stderr


def test_what_nobody_expected_ends_without_words_of_anybody(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    code = (
        "import bot.cli.errand as errand, bot.__main__ as start, sys\n"
        "def bug(*_): raise RuntimeError('the boss keeps my passport')\n"
        "errand.Settings.config = bug\n"
        "sys.argv = ['rongthuk', 'keys', 'fingerprint']\n"
        "start.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    (line,) = done.stderr.splitlines()
    assert json.loads(line)["error"] == "RuntimeError"
    assert "passport" not in done.stderr + done.stdout
    assert done.returncode == 1


@pytest.mark.parametrize("words", [["route", "--province", "TH-71"], ["triage", "nowhere.json"]])
def test_a_light_command_waits_for_no_heavy_library(words: list[str]) -> None:
    code = (
        "import sys\n"
        "from bot.cli.main import rongthuk\n"
        f"try: rongthuk({words!r})\n"
        "except SystemExit: pass\n"
        f"print([name for name in {SLOW!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"

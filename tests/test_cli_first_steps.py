"""What a newcomer meets: no configuration, no key, no folder, no database, a port that is taken."""

import json
import os
import socket
from pathlib import Path

import pytest
from bot.cli.main import rongthuk as program
from click.testing import CliRunner, Result
from storage.master_keys import create_key_file

from tests.running_service import installed, rongthuk

ON = '[telegram]\nenabled = true\ntoken = "1:x"\napi_base_url = "http://127.0.0.1:1"\n'
UNREACHABLE = "postgresql://somebody:s3cret@127.0.0.1:1/nothing"


def here(*words: str) -> Result:
    """Run a command without naming a configuration."""
    return CliRunner().invoke(program, list(words))


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in that has no configuration."""
    for name in [name for name in os.environ if name.startswith("RONGTHUK_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def one_line(result: Result) -> str:
    assert result.stderr.count("\n") == 1, result.stderr
    return result.stderr.rstrip("\n")


@pytest.mark.parametrize("words", [("serve",), ("keys", "init")])
def test_what_must_not_begin_in_the_wrong_folder_wants_a_configuration(
    elsewhere: Path, words: tuple[str, ...]
) -> None:
    result = here(*words)
    assert result.exit_code == 2
    assert one_line(result).startswith(f"no config.toml in {elsewhere}: go to its folder, or name")
    assert not list(elsewhere.iterdir())


def test_variables_are_a_configuration_too(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RONGTHUK_KEYS__FILE", "mine.key")
    assert here("keys", "init").exit_code == 0
    assert (elsewhere / "mine.key").exists()


@pytest.mark.parametrize("words", [("units", "list"), ("doctor", "--offline"), ("keys", "status")])
def test_other_commands_say_once_where_they_found_none(
    elsewhere: Path, words: tuple[str, ...]
) -> None:
    result = here(*words)
    assert result.stderr.startswith(f"no config.toml in {elsewhere}: using defaults\n")
    assert result.stderr.count("config.toml") == 1


def test_where_there_is_one_nothing_is_said(elsewhere: Path) -> None:
    (elsewhere / "config.toml").touch()
    assert here("doctor", "--offline").stderr == ""


def test_it_serves_no_empty_house(tmp_path: Path) -> None:
    result = rongthuk(installed(tmp_path), "serve")
    assert (result.exit_code, one_line(result)) == (
        2,
        "no channel is on: set [telegram] enabled or [line] enabled",
    )


def test_a_folder_as_a_configuration_is_told(tmp_path: Path) -> None:
    result = here("--config", str(tmp_path), "units", "list")
    assert one_line(result) == (
        f"{tmp_path}: is a folder. Name the file in it, e.g. {tmp_path}/config.toml."
    )


def test_a_missing_key_is_named_once_with_the_command_that_makes_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RONGTHUK_STARTED_AS", "./run")
    path = tmp_path / "keys" / "master.key"
    why = f"[keys] file: the key file {path} cannot be read: it is not there; "
    for words in (("units", "list"), ("keys", "status")):
        result = rongthuk(tmp_path if (tmp_path / "var").exists() else installed(tmp_path), *words)
        assert one_line(result) == f"{why}`./run keys init` makes one"


def test_the_status_of_the_key_makes_no_database(tmp_path: Path) -> None:
    rongthuk(installed(tmp_path), "keys", "init")
    result = rongthuk(tmp_path, "keys", "status")
    assert (result.exit_code, result.stdout.splitlines()[1]) == (0, "database  none yet")
    assert not list((tmp_path / "var").iterdir())


def test_the_folder_of_the_database_is_made_below_one_that_is_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/rongthuk.db"
    rongthuk(installed(tmp_path, f'[storage]\nurl = "{url}"\n'), "keys", "init")
    assert rongthuk(tmp_path, "units", "list").exit_code == 0
    assert (tmp_path / "new" / "rongthuk.db").exists()


@pytest.mark.parametrize(
    ("settings", "key", "check"),
    [
        ('[storage]\nurl = "sqlite:///no/where/rongthuk.db"\n', "[storage] url", "database file"),
        ('[service]\ndata_dir = "no/where"\n', "[service] data_dir", "folder"),
    ],
)
def test_a_folder_that_cannot_be_made_is_named_with_its_key(
    tmp_path: Path, settings: str, key: str, check: str
) -> None:
    rongthuk(installed(tmp_path, settings), "keys", "init")
    why = f"{key}: the folder {tmp_path}/no/where cannot be made: {tmp_path}/no is not there"
    assert one_line(rongthuk(tmp_path, "units", "list")) == why
    found = json.loads(rongthuk(tmp_path, "doctor", "--offline", "--json").stdout)
    (finding,) = [each for each in found if each["check"] == check]
    assert (finding["verdict"], finding["says"]) == ("fail", why)
    assert not (tmp_path / "no").exists()


def test_the_doctor_praises_no_database_that_is_not_there(tmp_path: Path) -> None:
    result = rongthuk(installed(tmp_path), "doctor", "--offline", "--json")
    found = {each["check"]: each["verdict"] for each in json.loads(result.stdout)}
    assert found["database file"] == "warn"
    assert not found.keys() & {"database", "key of the database", "next steps", "events"}


def test_the_doctor_names_the_program_as_it_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path)
    monkeypatch.delenv("RONGTHUK_STARTED_AS", raising=False)
    assert "`rongthuk keys init`" in rongthuk(tmp_path, "doctor", "--offline").stdout
    monkeypatch.setenv("RONGTHUK_STARTED_AS", "./run")
    printed = rongthuk(tmp_path, "doctor", "--offline").stdout
    assert "`./run keys init`" in printed
    assert "`rongthuk " not in printed


@pytest.mark.parametrize(
    ("text", "why"),
    [(None, "No such file or directory"), ("[levels", "not TOML: "), ("[x]\n", "x: unknown key")],
)
def test_a_bad_policy_is_one_line_for_who_serves_and_a_failure_for_the_doctor(
    tmp_path: Path, text: str | None, why: str
) -> None:
    installed(tmp_path, f'{ON}[policy]\nfile = "ours.toml"\n')
    if text is not None:
        (tmp_path / "ours.toml").write_text(text)
    result = rongthuk(tmp_path, "serve")
    told = one_line(result)
    assert (result.exit_code, why in told) == (2, True)
    assert told.startswith(f"config.toml: [policy] file: {tmp_path}/ours.toml: ")
    found = json.loads(rongthuk(tmp_path, "doctor", "--offline", "--json").stdout)
    (finding,) = [each for each in found if each["check"] == "policy"]
    assert (finding["verdict"], finding["says"]) == ("fail", told)


def test_a_port_that_is_taken_names_the_key(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        installed(
            tmp_path,
            f'{ON}mode = "webhook"\nwebhook_secret = "x"\n[service]\nlisten = "{listen}"\n'
            'public_url = "http://127.0.0.1:1"\n',
        )
        create_key_file(_key(tmp_path))
        result = rongthuk(tmp_path, "serve")
    assert result.exit_code == 1
    assert one_line(result) == f"[service] listen: {listen}: Address already in use"


def test_a_database_that_cannot_be_reached_is_one_line_without_its_password(
    tmp_path: Path,
) -> None:
    installed(tmp_path, f'[storage]\nurl = "{UNREACHABLE}"\n')
    create_key_file(_key(tmp_path))
    told = one_line(rongthuk(tmp_path, "units", "list"))
    assert told.startswith("[storage] url: the database cannot be opened: ")
    assert "Connection refused" in told
    for word in ("s3cret", "sqlalche", "psycopg"):
        assert word not in told


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("help",), "Usage: rongthuk [OPTIONS]"),
        (("-h",), "Usage: rongthuk [OPTIONS]"),
        (("help", "units", "link"), "Usage: rongthuk units link "),
        (("units", "-h"), "Usage: rongthuk units "),
        (("--config", "x.toml", "help", "keys"), "Usage: rongthuk keys "),
    ],
)
def test_help_is_given_however_it_is_asked_for(words: tuple[str, ...], title: str) -> None:
    result = CliRunner().invoke(program, list(words), prog_name="rongthuk")
    assert (result.exit_code, result.stdout.startswith(title)) == (0, True)


def _key(folder: Path) -> Path:
    (folder / "keys").mkdir()
    return folder / "keys" / "master.key"

"""`rongthuk duty`: a roster is shown, set and taken from a file; doctor finds the gaps."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.running_service import RunningService, installed

HEAD = "unit,officer,days,hours,from,until\n"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RunningService]:
    with RunningService(installed(tmp_path)).running() as running:
        for account, name in (("77", "Nok"), ("78", "Lek")):
            who = ("tak", "telegram", account, "--name", name, "--role", "officer")
            assert running.run("officers", "enrol", *who).exit_code == 0
        yield running


def rows(service: RunningService, *words: str) -> Any:  # noqa: ANN401  JSON
    result = service.run("duty", *words, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_a_file_stands_instead_of_the_shifts_of_the_units_it_names(
    service: RunningService, tmp_path: Path
) -> None:
    rows(service, "set", "tak", "Nok", "--days", "daily", "--hours", "08:00-20:00")
    file = tmp_path / "roster.csv"
    file.write_text(HEAD + "tak,Lek,mon-fri,16:30-08:30,,\n", "utf-8")
    rows(service, "import", "--file", str(file))
    found = rows(service, "show", "--unit", "tak")
    assert [(row["name"], row["days"], row["hours"]) for row in found] == [
        ("Lek", day, "16:30-08:30") for day in ("mon", "tue", "wed", "thu", "fri")
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("tak,Somchai,mon,08:30-16:30,,", "line 3: nobody of this name or id is enrolled for tak"),
        ("tak,Lek,someday,08:30-16:30,,", "line 3: days like mon-fri"),
        ("tak,Lek,,,2026-11-23T16:30,2026-11-23T08:30", "line 3: until is not after from"),
        ("nowhere,Lek,mon,08:30-16:30,,", "'nowhere' is none of"),
    ],
)
def test_a_file_with_one_wrong_line_changes_nothing_and_the_line_is_named(
    service: RunningService, tmp_path: Path, line: str, says: str
) -> None:
    file = tmp_path / "roster.csv"
    file.write_text(f"{HEAD}tak,Nok,mon,08:30-16:30,,\n{line}\n", "utf-8")
    result = service.run("duty", "import", "--file", str(file))
    assert result.exit_code == 2
    assert says in result.stderr
    assert rows(service, "show", "--unit", "tak") == []


def test_doctor_says_in_a_line_how_long_nobody_is_on_call(service: RunningService) -> None:
    rows(service, "set", "tak", "Nok", "--days", "daily", "--hours", "08:00-20:00")
    found = json.loads(service.run("doctor", "--offline", "--json").stdout)
    (tak,) = (each for each in found if each["check"] == "on call tak")
    # Nok has never written to the bot: nobody could reach them.
    assert "nobody for 168 of the coming 168 hours" in tak["says"]


def test_a_phone_number_is_in_no_list(service: RunningService) -> None:
    who = ("tak", "telegram", "79", "--name", "Dao", "--role", "head", "--phone", "0810000000")
    assert service.run("officers", "enrol", *who).exit_code == 0
    assert "0810000000" not in service.run("officers", "list", "--json").stdout


def test_the_night_partner_is_named_and_taken_away(service: RunningService) -> None:
    named = service.run("duty", "partner", "tak", "chiang-mai").stdout
    assert named == "chiang-mai stands in for tak at night.\n"
    assert service.run("duty", "partner", "tak").stdout == "nobody stands in for tak at night.\n"
    assert service.run("duty", "partner", "tak", "tak").exit_code == 2

"""`rongthuk officers leave`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bot.cli.errand import login

from tests.running_service import RunningService, installed
from tests.test_cli_units import audited, read


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RunningService]:
    with RunningService(installed(tmp_path)).running() as running:
        yield running


@pytest.mark.parametrize("named", ["by id", "by account"])
def test_an_officer_leaves_a_unit_and_what_they_hold_is_counted(
    service: RunningService, named: str
) -> None:
    service.run(
        "officers", "enrol", "tak", "telegram", "55501", "--name", "Somchai", "--role", "head"
    )
    (row,) = read(service.run("officers", "list", "--json"))
    words = (row["id"],) if named == "by id" else ("tak", "telegram", "55501")
    left = service.run("officers", "leave", *words)
    assert left.stdout == "Somchai has left tak.\n"
    assert read(service.run("officers", "list", "--json")) == []
    *_, last, looked = audited(service)
    assert last == (login(), "officer.left", row["id"])
    assert looked[1] == "command.officers.list"
    again = service.run("officers", "leave", *words)
    assert (again.exit_code, again.stderr.count("\n")) == (2, 1)
    assert again.stderr.startswith("officer: nobody is enrolled")


@pytest.mark.parametrize("words", [("tak", "telegram"), ("tak", "fax", "1"), ("x", "line", "1")])
def test_whoever_leaves_is_named_by_an_id_or_by_three_words(
    service: RunningService, words: tuple[str, ...]
) -> None:
    result = service.run("officers", "leave", *words)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)

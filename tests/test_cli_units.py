"""`rongthuk units` and `officers`, beside a running service and without one."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bot.cli.errand import login
from bot.domain.ids import Channel, UnitId
from bot.domain.incoming import Chat
from bot.domain.unit import CodePurpose, Role
from click.testing import Result

from tests.offices import NOW
from tests.running_service import RunningService, installed, rongthuk

LINE_GROUP = "C" + "4" * 32
LINE_ACCOUNT = "U" + "4" * 32


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RunningService]:
    with RunningService(installed(tmp_path)).running() as running:
        yield running


def read(result: Result) -> Any:  # noqa: ANN401  JSON
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def audited(service: RunningService) -> list[tuple[str, str, str]]:
    entries = service.write(lambda work: work.audit.entries())
    return [(entry.who, entry.action, entry.subject) for entry in entries]


def test_a_group_is_linked_listed_and_unlinked(service: RunningService) -> None:
    linked = service.run("units", "link", "tak", "telegram", "-1001234567890", "--thread", "7")
    assert linked.stdout == "tak is reached in the telegram group -1001234567890.\n"
    group = {"unit": "tak", "channel": "telegram", "chat": "-1001234567890", "thread": "7"}
    assert read(service.run("units", "list", "--json")) == [{**group, "active": True}]
    gone = service.run("units", "unlink", "telegram", "-1001234567890")
    assert gone.stdout == "tak is not reached there any more.\n"
    assert read(service.run("units", "list", "--json"))[0]["active"] is False
    assert audited(service) == [
        (login(), "unit.linked", "tak"),
        (login(), "unit.unlinked", "tak"),
    ]


def test_the_list_can_be_read(service: RunningService) -> None:
    service.run("units", "link", "national", "line", LINE_GROUP)
    head, row = service.run("units", "list").stdout.splitlines()
    assert head.split() == ["unit", "channel", "chat", "thread", "active"]
    assert row.split() == ["national", "line", LINE_GROUP, "yes"]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("link", "bangkok", "line", LINE_GROUP), "unit: 'bangkok' is none of samut-sakhon, "),
        (("link", "tak", "whatsapp", "1"), "channel: 'whatsapp' is none of telegram, line"),
        (("link", "tak", "telegram", "@group"), "chat_id: an id at Telegram is a whole number"),
        (("link", "tak", "line", LINE_ACCOUNT), "chat_id: at LINE a group's id does not begin"),
        (("link", "tak", "line", ""), "chat_id: is empty"),
        (("unlink", "line", LINE_GROUP), "chat_id: this group is not bound to a unit"),
        (("code", "tak", "--minutes", "14"), "minutes: a code is good for 15 minutes to 24 hours"),
        (("code", "tak", "--minutes", "1441"), "minutes: a code is good for 15 minutes to 24"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_that_names_it(
    service: RunningService, words: tuple[str, ...], line: str
) -> None:
    result = service.run("units", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(line)
    assert result.stderr.count("\n") == 1


def test_a_code_binds_a_group_once_and_while_it_is_good(service: RunningService) -> None:
    code = service.run("units", "code", "tak").stdout.split("/link ")[1].strip()
    hour = timedelta(hours=1)
    assert service.write(lambda work: work.directory.redeem(code, NOW + hour)) is None
    found = service.write(lambda work: work.directory.redeem(code, NOW))
    assert found is not None
    assert (found.unit, found.purpose) == ("tak", CodePurpose.GROUP)
    assert service.write(lambda work: work.directory.redeem(code, NOW)) is None
    assert audited(service) == [(login(), "unit.code", "tak")]


def test_a_group_of_another_unit_is_taken_from_it_only_when_that_is_said(
    service: RunningService,
) -> None:
    words = ("units", "link", "ranong", "line", LINE_GROUP)
    service.run("units", "link", "tak", "line", LINE_GROUP)
    refused = service.run(*words)
    assert (refused.exit_code, refused.stderr) == (
        2,
        "chat_id: this group is bound to tak already; --move takes it from there\n",
    )
    assert read(service.run("units", "list", "--json"))[0]["unit"] == "tak"
    assert service.run("units", "link", "tak", "line", LINE_GROUP).exit_code == 0
    assert service.run(*words, "--move").exit_code == 0
    assert read(service.run("units", "list", "--json"))[0]["unit"] == "ranong"
    service.run("units", "unlink", "line", LINE_GROUP)
    assert service.run("units", "link", "tak", "line", LINE_GROUP).exit_code == 0


@pytest.mark.parametrize(
    ("zone", "moment"),
    [("Asia/Bangkok", "2026-11-22 11:00"), ("Asia/Kathmandu", "2026-11-22 09:45")],
)
def test_how_long_a_code_is_good_is_told_in_the_centres_own_time(
    tmp_path: Path, zone: str, moment: str
) -> None:
    installed(tmp_path, f'[service]\ntimezone = "{zone}"\n')
    with RunningService(tmp_path).running() as service:
        before = f"before {moment} ({zone}):"
        assert before in service.run("units", "code", "tak").stdout
        words = ("officers", "invite", "tak", "--name", "Malee", "--role", "head")
        assert before in service.run(*words, "--minutes", "60").stdout


def test_an_officer_is_enrolled_listed_and_removed(service: RunningService) -> None:
    words = ("enrol", "tak", "telegram", "55501", "--name", "Somchai", "--role", "head")
    result = service.run("officers", *words, "--language", "en")
    assert "must write to the bot once" in result.stdout
    (row,) = read(service.run("officers", "list", "--json"))
    officer = row.pop("id")
    assert row == {
        "unit": "tak",
        "channel": "telegram",
        "account": "55501",
        "name": "Somchai",
        "role": "head",
        "language": "en",
        "private_open": False,
        "active": True,
    }
    removed = service.run("officers", "remove", officer)
    assert removed.stdout == "Somchai takes no more cases for tak.\n"
    assert read(service.run("officers", "list", "--json")) == []
    again = service.run("officers", "remove", officer)
    assert (again.exit_code, again.stderr) == (2, "officer: nobody is enrolled with this id\n")
    seen = [action for _, action, _ in audited(service)]
    assert [each for each in seen if not each.startswith("command.")] == [
        "officer.enrolled",
        "officer.removed",
    ]


def test_enrolling_again_changes_the_person_and_keeps_the_id(service: RunningService) -> None:
    words = ("officers", "enrol", "tak", "telegram", "55501")
    service.run(*words, "--name", "Somchai", "--role", "officer")
    (first,) = read(service.run("officers", "list", "--json"))
    service.run(*words, "--name", "Somchai", "--role", "head")
    (second,) = read(service.run("officers", "list", "--json"))
    assert (first["role"], second["role"]) == ("officer", "head")
    assert first["id"] == second["id"]


def test_who_has_opened_the_chat_for_one_unit_has_for_another(service: RunningService) -> None:
    words = ("telegram", "55501", "--name", "Somchai", "--role", "officer")
    service.run("officers", "enrol", "tak", *words)

    def opened(work: Any) -> None:  # noqa: ANN401  any unit of work
        (officer,) = work.directory.officers_of(UnitId("tak"))
        work.directory.enrol(replace(officer, private_open=True))

    service.write(opened)
    assert "must write" not in service.run("officers", "enrol", "national", *words).stdout


def test_an_invitation_is_a_code_with_name_and_role(service: RunningService) -> None:
    words = ("officers", "invite", "ranong", "--name", "Malee", "--role", "head")
    code = service.run(*words).stdout.splitlines()[1]
    found = service.write(lambda work: work.directory.redeem(code, NOW))
    assert found is not None
    assert (found.unit, found.name, found.role) == ("ranong", "Malee", Role.HEAD)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("tak", "telegram", "x", "--name", "N", "--role", "head"), "account_id: an id at Tele"),
        (("tak", "line", LINE_GROUP, "--name", "N", "--role", "head"), "account_id: at LINE an ac"),
        (("tak", "line", LINE_ACCOUNT, "--name", " ", "--role", "head"), "name: is empty"),
        (
            ("tak", "line", LINE_ACCOUNT, "--name", "N", "--role", "boss"),
            "rongthuk officers enrol: Invalid value for '--role': 'boss' is not one of",
        ),
        (
            ("tak", "line", LINE_ACCOUNT, "--role", "head"),
            "rongthuk officers enrol: Missing option '--name'.",
        ),
    ],
)
def test_an_officer_that_cannot_be_is_refused_by_what_is_wrong(
    service: RunningService, words: tuple[str, ...], line: str
) -> None:
    result = service.run("officers", "enrol", *words)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith(line)


def test_without_a_service_the_command_opens_the_database_itself(tmp_path: Path) -> None:
    installed(tmp_path)
    assert rongthuk(tmp_path, "keys", "init").exit_code == 0
    assert rongthuk(tmp_path, "units", "link", "tak", "line", LINE_GROUP).exit_code == 0
    (row,) = read(rongthuk(tmp_path, "units", "list", "--json"))
    assert (row["unit"], row["chat"]) == ("tak", LINE_GROUP)


def test_without_a_key_nothing_is_opened_and_the_key_is_named(tmp_path: Path) -> None:
    result = rongthuk(installed(tmp_path), "units", "list")
    assert result.exit_code == 1
    assert result.stderr.startswith(
        f"[keys] file: the key file {tmp_path / 'keys' / 'master.key'} cannot be"
    )


def test_a_database_that_another_process_has_is_left_alone(tmp_path: Path) -> None:
    with RunningService(installed(tmp_path)).running() as service:
        (tmp_path / "var" / "control.sock").unlink()
        rongthuk(tmp_path, "keys", "init")
        result = rongthuk(tmp_path, "units", "link", "tak", "line", LINE_GROUP)
        chat = Chat(Channel.LINE, LINE_GROUP, private=False)
        assert service.write(lambda work: work.directory.unit_of(chat)) is None
    assert result.exit_code == 1
    assert "is in use by another process" in result.stderr

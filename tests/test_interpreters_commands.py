"""`rongthuk interpreters`, and the code that an interpreter writes to the bot."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.ids import Channel, LanguageCode, UnitId
from bot.domain.interpreter import Hours, Sex
from bot.domain.unit import Code, CodePurpose

from tests.house import house
from tests.running_service import RunningService, installed

HLA = ("--name", "Ma Hla", "--languages", "my,km", "--sex", "female")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RunningService]:
    with RunningService(installed(tmp_path)).running() as running:
        yield running


def test_an_interpreter_is_enrolled_listed_sent_on_leave_and_removed(
    service: RunningService,
) -> None:
    hours = ("--days", "daily", "--hours", "08:00-20:00")
    done = service.run("interpreters", "enrol", "telegram", "61", *HLA, *hours)
    assert done.stdout.startswith("Ma Hla interprets my,km (id ")
    (row,) = json.loads(service.run("interpreters", "list", "--json").stdout)
    assert (row["languages"], row["sex"], row["hours"]) == ("my,km", "female", 7)
    away = service.run("interpreters", "leave", row["id"], "--days", "3")
    assert away.stdout.startswith("Ma Hla is away until ")
    back = service.run("interpreters", "leave", row["id"], "--days", "0")
    assert back.stdout == "Ma Hla can be asked again.\n"
    assert service.run("interpreters", "remove", row["id"]).exit_code == 0
    assert json.loads(service.run("interpreters", "list", "--json").stdout) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("enrol", "fax", "61", *HLA), "channel: 'fax' is none of"),
        (("enrol", "telegram", "61", *HLA, "--days", "daily"), "hours: days like mon-fri"),
        (("leave", "nobody", "--days", "1"), "interpreter: nobody is enrolled with this id"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    service: RunningService, words: tuple[str, ...], says: str
) -> None:
    result = service.run("interpreters", *words)
    assert result.exit_code == 2
    assert result.stderr.startswith(says)


async def test_a_code_enrols_whoever_writes_it_in_private_on_line(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        code = Code(
            "876543210123",
            CodePurpose.INTERPRETER,
            UnitId("national"),
            home.now + timedelta(hours=1),
            "Ma Hla",
            languages=(LanguageCode("my"),),
            sex=Sex.FEMALE,
            hours=(Hours(0, timedelta(), timedelta(hours=24)),),
        )
        await home.assembly.store.write(lambda work: work.directory.add_code(code))
        await home.says("U61", "876543210123", channel=Channel.LINE)
        assert "Welcome, Ma Hla" in home.screen("U61", Channel.LINE).last.text
        found = await home.assembly.store.read(
            lambda work: work.interpreters.with_account(Channel.LINE, "U61")
        )
        assert found is not None
        assert (found.languages, found.sex, found.private_open) == (("my",), Sex.FEMALE, True)
        assert home.log.failures == []

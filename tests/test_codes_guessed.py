"""One-time codes: read as people write them, and looked up no faster than they may be guessed."""

from datetime import timedelta
from pathlib import Path

import pytest
from bot.app.dice import Dice
from bot.domain.ids import Channel, UnitId
from bot.domain.incoming import Chat
from bot.domain.invitation import (
    ALL_PERIOD,
    CODE_DIGITS,
    MOST_OF_ACCOUNT,
    MOST_OF_ALL,
    in_group,
    in_private,
)
from bot.domain.unit import Code, CodePurpose

from tests.house import House, house

RIGHT = "482093617754"


@pytest.mark.parametrize(
    "typed",
    ["482093617754", " 4820 9361 7754 ", "4820-9361-7754", "/start 482093617754", "๔๘๒๐๙๓๖๑๗๗๕๔"],
)
def test_a_code_is_read_as_people_write_it(typed: str) -> None:
    assert in_private(typed) == RIGHT


@pytest.mark.parametrize(
    "typed",
    ["48209361", "48-2093-7716-5", "0812345678", "4820936177541", "my code 482093617754", ""],
)
def test_pins_case_numbers_and_telephones_are_no_codes(typed: str) -> None:
    assert in_private(typed) == ""


def test_in_a_group_a_code_needs_its_command() -> None:
    assert in_group("/link@rongthuk_bot 4820 9361 7754") == RIGHT
    assert in_group(RIGHT) == ""


def test_codes_are_as_long_as_the_calculation_says() -> None:
    made = {Dice().code() for _ in range(50)}
    assert {len(each) for each in made} == {CODE_DIGITS}
    assert len(made) == 50
    tries = (timedelta(days=30) / ALL_PERIOD + 1) * MOST_OF_ALL
    assert tries * 20 / 10**CODE_DIGITS < 1e-6


async def _is_good(home: House) -> bool:
    found = await home.assembly.store.read(lambda work: work.directory.code(RIGHT, home.now))
    return found is not None


async def _open_code(home: House, purpose: CodePurpose = CodePurpose.OFFICER) -> None:
    until = home.now + timedelta(days=2)
    code = Code(RIGHT, purpose, UnitId("samut-sakhon"), until, "Khun Nok")
    await home.assembly.store.write(lambda work: work.directory.add_code(code))


async def _enrolled(home: House, account: str) -> bool:
    found = await home.assembly.store.read(
        lambda work: work.directory.officers_with(Channel.TELEGRAM, account)
    )
    return bool(found)


@pytest.mark.safety(23)
async def test_an_account_that_guesses_is_not_looked_up_any_more(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await _open_code(home)
        for number in range(MOST_OF_ACCOUNT):
            await home.says("66", f"1000000000{number:02}")
        await home.says("66", RIGHT)
        assert not await _enrolled(home, "66")
        await home.says("67", RIGHT)
        assert await _enrolled(home, "67")


@pytest.mark.safety(23)
async def test_many_accounts_that_guess_shut_the_door_for_an_hour(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await _open_code(home, CodePurpose.GROUP)
        for number in range(MOST_OF_ALL):
            group = Chat(Channel.TELEGRAM, f"-{number}", private=False)
            await home.says(f"7{number}", f"/link 2000000000{number:02}", chat=group)
        assert ("code.all_locked", {}) in home.log.events
        ours = Chat(Channel.TELEGRAM, "-500", private=False)
        await home.says("1", f"/link {RIGHT}", chat=ours)
        bound = await home.assembly.store.read(lambda work: work.directory.unit_of(ours))
        assert bound is None
        home.moment[0] += ALL_PERIOD
        await home.says("1", f"/link {RIGHT}", chat=ours)
        bound = await home.assembly.store.read(lambda work: work.directory.unit_of(ours))
        assert bound == "samut-sakhon"


@pytest.mark.safety(23)
async def test_a_code_of_a_group_is_not_used_up_where_it_binds_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await _open_code(home, CodePurpose.GROUP)
        await home.says("66", "100000000001")
        unknown = home.screen("66").last
        await home.says("66", RIGHT)
        assert home.screen("66").last.text == unknown.text
        assert await _is_good(home)
        tries = await home.assembly.store.read(
            lambda work: work.worker_pins.tries("code.account", f"{Channel.TELEGRAM}:66")
        )
        assert tries.wrong == 2  # counted like one that does not exist
        ours = Chat(Channel.TELEGRAM, "-500", private=False)
        await home.says("1", f"/link {RIGHT}", chat=ours)
        assert await home.assembly.store.read(lambda work: work.directory.unit_of(ours))


@pytest.mark.safety(23)
@pytest.mark.parametrize("purpose", [CodePurpose.OFFICER, CodePurpose.INTERPRETER])
async def test_a_code_of_a_person_that_a_group_has_read_makes_nobody_an_officer(
    tmp_path: Path, purpose: CodePurpose
) -> None:
    async with house(tmp_path) as home:
        await _open_code(home, purpose)
        await home.group("operator", "-900")
        theirs = Chat(Channel.TELEGRAM, "-500", private=False)
        await home.says("66", "/link 100000000001", chat=theirs)
        unknown = home.screen("-500").last
        await home.says("1", f"/link {RIGHT}", chat=theirs)
        assert home.screen("-500").last == unknown
        assert await home.assembly.store.read(lambda work: work.directory.unit_of(theirs)) is None
        assert "Khun Nok" in home.screen("-900").last.text  # who needs another one
        await home.says("67", RIGHT)
        assert not await _enrolled(home, "67")
        assert not await _is_good(home)

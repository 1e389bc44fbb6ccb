"""An officer's PIN: set in the private chat, kept from whoever finds the phone, and reset."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from bot.domain.case_link import Pin, is_guessable
from bot.domain.ids import Channel
from bot.ports import Work, WrongArgument
from bot.usecases.pin import digits
from bot.usecases.reset_pin import reset_pin

from tests.case_doors import OFFICER, PIN, Doors, doors
from tests.house import MONDAY
from tests.test_take_turn import texts


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Doors]:
    async with doors(tmp_path) as opened:
        yield opened


async def known(door: Doors) -> Pin:
    def body(work: Work) -> Pin:
        return work.pins.get(Channel.TELEGRAM, OFFICER)

    return await door.home.assembly.store.write(body)


async def test_a_pin_is_set_by_writing_it_twice_and_what_was_typed_is_taken_away(
    door: Doors,
) -> None:
    home = door.home
    await home.taps(OFFICER, "🗂 Case file")
    assert "Set your PIN first" in home.screen(OFFICER).last.text
    await door.sets_pin("123456", "123456")
    assert not (await known(door)).is_set
    await door.sets_pin(PIN, "111222")
    assert "not the same" in home.screen(OFFICER).last.text
    await door.sets_pin()
    assert home.screen(OFFICER).last.text == "Your PIN is set."
    assert (await known(door)).hash.startswith("$argon2id$")
    assert "/case/" in await door.link()
    sent = [each for call, _ in home.platforms[Channel.TELEGRAM].calls for each in call]
    typed = [each.removes for each in sent if each.removes]
    assert len(typed) == 6
    assert not any(PIN in text for text in texts(home, OFFICER))


async def test_a_pin_is_changed_by_whoever_knows_it_alone(door: Doors) -> None:
    await door.sets_pin()
    before = await known(door)
    for seconds in (0, 5, 30, 120, 120):
        await door.home.passes(seconds=seconds)
        await door.sets_pin("918273")
    assert (await known(door)).hash == before.hash
    assert "no longer works" in door.home.screen(OFFICER).last.text
    await door.home.taps(OFFICER, "🔑 Set my PIN")
    assert "no longer works" in door.home.screen(OFFICER).last.text
    await reset_pin(door.home.assembly, who="operator", officer="o77")
    await door.sets_pin()
    await door.sets_pin(PIN, "550912", "550912")
    assert (await door.enters(await door.link(), PIN)).status == 403
    await door.home.passes(seconds=10)
    assert (await door.enters(await door.link(), "550912")).status == 200
    assert len(await door.log("pin.set")) == 3
    assert [each.who for each in await door.log("pin.reset")] == ["operator"]


async def test_without_an_address_the_button_says_what_is_to_be_set(tmp_path: Path) -> None:
    async with doors(tmp_path, address="") as door:
        await door.home.taps(OFFICER, "🗂 Case file")
        assert "public_url under [service]" in door.home.screen(OFFICER).last.text


async def test_nobody_can_reset_the_pin_of_nobody(door: Doors) -> None:
    with pytest.raises(WrongArgument, match="officer"):
        await reset_pin(door.home.assembly, who="operator", officer="nobody")


@pytest.mark.parametrize("pin", ["000000", "123456", "987654", "890123", "121212", "274274"])
def test_what_everybody_tries_first_is_no_pin(pin: str) -> None:
    assert is_guessable(pin)
    assert not is_guessable(PIN)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("270914", "270914"),
        (" 27 09 14 ", "270914"),
        ("๒๗๐๙๑๔", "270914"),
        ("၂၇၀၉၁၄", "270914"),
        ("27091", ""),
        ("2709145", ""),
        ("27091a", ""),
        ("²70914", ""),
        ("", ""),
    ],
)
def test_six_digits_of_any_script_are_read(typed: str, read: str) -> None:
    assert digits(typed) == read


def test_a_try_is_counted_before_it_is_looked_at() -> None:
    pin = Pin("hash")
    for _ in range(5):
        assert pin.may_try(MONDAY)
        pin = replace(pin.tried(MONDAY), next_try_at=None)
    assert pin.is_locked
    assert not pin.may_try(MONDAY)
    assert pin.right().may_try(MONDAY)
    assert not Pin("hash").tried(MONDAY).tried(MONDAY).may_try(MONDAY)

"""Guessing a number and its PIN: slowed, then locked, and never told whether a number exists."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from argon2 import PasswordHasher
from bot.app.pins import Argon2Pins
from bot.domain import pin as rules
from bot.domain.ids import Reference
from bot.domain.incoming import PinTyped
from bot.domain.pin import Tries, is_easy, most_of_all, most_on_number, read_pin, wait_after
from bot.domain.reference import reference
from bot.ports import Work
from bot.usecases.slow_hash import HASHER

from tests import pin_stories as story
from tests.house import MONDAY, House, house
from tests.pin_stories import DIGITS, LINE, NOWHERE, OTHER, PIN

if TYPE_CHECKING:
    from collections.abc import Callable

MONTH = timedelta(days=30)


def test_a_blind_guesser_finds_nothing_in_a_month_but_once_in_a_thousand_million() -> None:
    assert most_of_all(MONTH) * rules.chance_of_one(10_000) <= 5e-12
    assert most_of_all(MONTH) * rules.chance_of_one(2_000_000) <= 1e-9


def test_who_knows_a_number_finds_its_pin_in_a_month_but_once_in_a_thousand_million() -> None:
    assert most_on_number(MONTH) == 8
    assert most_on_number(MONTH) / rules.POSSIBLE_PINS <= 1e-9


def test_so_many_pins_are_left_as_the_calculation_says() -> None:
    """All but those that begin with 0, those with a date at one of three places, and a few."""
    dates = 3 * 366 * 2 * 201 * 3 * 10**2
    rows, halves, two_digits = 10**2, 10**5, 45 * 2**10
    left = 10**rules.PIN_DIGITS - 10**9 - dates - rows - halves - two_digits
    assert left >= rules.POSSIBLE_PINS


def test_the_calculation_is_what_the_counts_allow() -> None:
    """Whoever tries at every moment at which trying is allowed gets no further."""
    ways: tuple[tuple[Callable[[Tries, datetime], Tries], int], ...] = (
        (lambda tries, now: tries.on_number(now), most_on_number(MONTH)),
        (
            lambda tries, now: tries.within(now, rules.ALL_PERIOD, rules.MOST_OF_ALL),
            most_of_all(MONTH),
        ),
    )
    for counted, most in ways:
        tries, now, looked_at = Tries(), MONDAY, 0
        while now <= MONDAY + MONTH:
            assert tries.may_try(now)
            tries, looked_at = counted(tries, now), looked_at + 1
            now = max(now, tries.until or now)
        assert looked_at <= most


def test_waits_grow_to_a_lock_and_the_lock_grows() -> None:
    waits = [wait_after(wrong) for wrong in range(1, 14)]
    assert waits == sorted(waits)
    assert waits[:3] == [timedelta(), timedelta(seconds=30), timedelta(minutes=5)]
    assert waits[3:7] == [timedelta(hours=hours) for hours in (1, 48, 96, 192)]
    assert wait_after(1000) == timedelta(days=30) < rules.FORGOTTEN_AFTER


@pytest.mark.parametrize(
    "easy",
    [
        *("1111111111", "1212121212", "1234567890", "9876543210", "1234512345"),
        *("1304199977", "7713041999", "7199904137", "5130425427", "0812345670", "0482093617"),
    ],
)
def test_a_pin_that_others_would_try_early_is_refused(easy: str) -> None:
    assert is_easy(easy)
    assert not is_easy(DIGITS)


@pytest.mark.parametrize(
    "typed",
    ["4820936157", "482-093-6157", " 48 20 93 61 57 ", "၄၈၂၀၉၃၆၁၅၇", "៤៨២០៩៣៦១៥៧"],
)
def test_a_pin_is_read_as_people_type_it(typed: str) -> None:
    assert read_pin(typed) == DIGITS
    assert read_pin(f"{typed}7") == ""


async def test_wrong_pins_are_slowed_and_the_right_one_is_refused_meanwhile(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await story.sets_pin(h)
        for _ in range(2):
            assert not await story.opens(h, number, OTHER)
        assert not await story.opens(h, number, PIN)
        counted = await h.assembly.store.read(lambda work: work.worker_pins.tries("number", number))
        assert counted.wrong == 2
        h.moment[0] += timedelta(seconds=31)
        assert await story.opens(h, number, PIN)


async def test_the_lock_outlives_a_restart_and_holds_for_other_accounts(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await story.sets_pin(h)
        for wrong in range(5):
            await story.tries(h, number, OTHER, who=f"U{wrong}")
            h.moment[0] += wait_after(wrong + 1) if wrong < 4 else timedelta()
        at = h.now
    async with house(tmp_path, at=at + timedelta(hours=47, minutes=59)) as h:
        assert not await story.opens(h, number, PIN, who="U90")
        h.moment[0] += timedelta(minutes=2)
        assert await story.opens(h, number, PIN, who="U91")


async def test_one_account_has_ten_wrong_tries_a_day(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await story.sets_pin(h)
        for wrong in range(rules.MOST_OF_ACCOUNT):
            await story.tries(h, nobodys(wrong), OTHER)
        assert not await story.opens(h, number, PIN)
        assert await story.opens(h, number, PIN, who="U10")


def nobodys(wrong: int) -> str:
    """One of many numbers that nobody has."""
    return reference(f"77{wrong:08}")


async def test_all_together_have_sixty_wrong_tries_an_hour(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await story.sets_pin(h)
        full = Tries(rules.MOST_OF_ALL - 1, h.now)
        await h.assembly.store.write(lambda work: work.worker_pins.count("all", "", full))
        await story.tries(h, NOWHERE, OTHER, who="U1")
        assert ("pin.all_locked", {}) in h.log.events
        assert not await story.opens(h, number, PIN)
        h.moment[0] += timedelta(hours=1)
        assert await story.opens(h, number, PIN)


@dataclass
class Counting(PasswordHasher):
    """A hasher that counts what it does."""

    def __post_init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.work: list[str] = []

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.work.append("hash")
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002
        found = hash if isinstance(hash, str) else hash.decode()
        self.work.append(f"verify {found.rsplit('$', 2)[0]}")
        return super().verify(hash, password)


@pytest.mark.safety(32)
async def test_no_such_number_an_erased_one_and_a_wrong_pin_are_one_answer_and_one_work(
    tmp_path: Path,
) -> None:
    counting = Counting()
    async with house(tmp_path, change=lambda desk: replace(desk, pins=Argon2Pins(counting))) as h:
        number = await story.files(h)
        await story.sets_pin(h)
        erased = await story.files(h, "6")
        await story.sets_pin(h, "6")
        gone = await story.of(h, "6")
        assert gone is not None
        await h.assembly.store.write(lambda work: work.conversations.forget(gone.id))
        await story.tries(h, nobodys(1), OTHER, who="U0")  # the hash that is nobody's is made once
        answers, work = [], []
        for who, tried in (("U1", number), ("U2", NOWHERE), ("U3", erased)):
            counting.work.clear()
            pin = OTHER if tried == number else PIN
            answers.append(await story.tries(h, tried, pin, who=who))
            work.append(list(counting.work))
        assert len(set(answers)) == 1
        assert work[0] == work[1] == work[2]
        assert [each.split()[0] for each in work[0]] == ["verify"]
        assert [await wrong_on(h, each) for each in (number, NOWHERE, erased)] == [1, 1, 1]


async def wrong_on(h: House, number: Reference) -> int:
    """Wrong PINs counted for a number."""

    def counted(work: Work) -> int:
        return work.worker_pins.tries("number", number).wrong

    return await h.assembly.store.read(counted)


async def test_the_hash_is_argon2id_with_a_salt_of_its_own() -> None:
    pins = Argon2Pins(HASHER)
    first, second = await pins.hash(DIGITS), await pins.hash(DIGITS)
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second
    assert await pins.verify(first, DIGITS)
    assert not await pins.verify(second, OTHER)
    assert not await pins.verify("", DIGITS)


async def test_guesses_made_at_the_same_moment_are_counted_one_after_the_other(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await story.sets_pin(h)
        for who in range(12):
            await h.says(f"U{who}", "hello", channel=LINE)
            await h.says(f"U{who}", number, channel=LINE)
        guesses = (h.says(f"U{who}", OTHER, channel=LINE, settle=False) for who in range(12))
        await asyncio.gather(*guesses)
        assert await wrong_on(h, number) == 2


async def test_what_was_held_against_a_former_pin_opens_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await story.sets_pin(h)
        await h.says("U9", "hello", channel=LINE)
        await h.says("U9", number, channel=LINE)
        await h.take(
            "U9", PinTyped(well=True, against="$argon2id$former", right=True), channel=LINE
        )
        moved = await story.of(h, "U9", LINE)
        assert moved is not None
        assert moved.number is None

"""Abuse is muted for staff only by two people, and words of danger still pass."""

from dataclasses import replace
from pathlib import Path

import pytest
from bot.domain.ids import Channel
from bot.domain.incoming import Tap
from bot.domain.unit import Role
from bot.ports import Work
from bot.usecases.floods import TOLD

from tests.house import House
from tests.relaying import OFFICER, messages, sends
from tests.relaying import taken as relayed
from tests.taken_case import DAO, HEAD, NOK, audited, shows, taken, the_case, the_referrals
from tests.test_take_turn import WORKER

DUTY, ADDED = "90", "added something"


async def _opens(home: House, who: str = NOK) -> None:
    await home.says(who, "cases")
    await home.taps(who, (await the_case(home)).reference)


async def _proposes(home: House, who: str = NOK) -> None:
    await _opens(home, who)
    await home.taps(who, "🔇 Abuse")
    await home.taps(who, "🔇 Propose muting")


async def _new_notices(home: House, *words: str) -> int:
    """How many notices the holder gets of each of these words, ten minutes apart."""
    before = len(home.screen(NOK).messages)
    for each in words:
        await home.passes(minutes=11)
        await home.says(WORKER, each)
    return sum(ADDED in message.text for _, message in home.screen(NOK).messages[before:])


@pytest.mark.safety(44)
async def test_a_proposal_alone_mutes_nothing_and_a_second_person_makes_it_hold(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await home.officer("national", DUTY, "Khun Arun")
        assert await _new_notices(home, "you are dogs") == 1
        await _proposes(home)
        assert not (await the_case(home)).muted
        assert await _new_notices(home, "you are pigs") == 1
        assert "Khun Nok" in shows(home, HEAD)
        assert "pay" not in shows(home, DUTY)
        await home.taps(HEAD, "✅ Confirm")
        assert (await the_case(home)).muted
        assert "are muted" in shows(home, NOK)
        assert await _new_notices(home, "you are rats") == 0
        conversation = await home.assembly.store.read(
            lambda work: work.conversations.current(Channel.TELEGRAM, WORKER)
        )
        assert conversation is not None
        assert "you are rats" in {note.text for note in conversation.notes}
        assert (await audited(home)).count("case.muted") == 1


@pytest.mark.safety(44)
async def test_words_of_danger_pass_a_mute_and_its_end_brings_notices_back(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await _proposes(home)
        await home.taps(HEAD, "✅ Confirm")
        assert await _new_notices(home, "he wants to kill me") == 1
        assert await _new_notices(home, "you are rats") == 0
        await _opens(home)
        assert "are muted" in shows(home, NOK)
        await home.taps(NOK, "🔇 Abuse")
        await home.taps(NOK, "🔔 Notify again")
        assert await _new_notices(home, "you are cats") == 1
        assert {"case.mute_proposed", "case.muted", "case.mute_ended"} <= set(await audited(home))


@pytest.mark.safety(44)
async def test_whoever_proposed_it_cannot_confirm_it_nor_anybody_else_who_may_not(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await home.officer("samut-sakhon", NOK, "Khun Nok", role=Role.HEAD)
        await _proposes(home)
        payload = home.screen(HEAD).button("✅ Confirm")
        for each in (NOK, DAO):
            await home.says(each, "cases")
            await home.take(each, Tap(payload, "tap"))
            assert not (await the_case(home)).muted
        await home.take(HEAD, Tap(payload, "tap"))
        assert (await the_case(home)).muted


async def test_with_nobody_to_confirm_nothing_is_proposed(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await home.officer("samut-sakhon", HEAD, "Khun Mali", role=Role.OFFICER)
        await _proposes(home)
        assert (await the_case(home)).mute is None
        assert "Nothing has changed" in shows(home, NOK)


async def _has_phone(home: House, account: str) -> None:
    def body(work: Work) -> None:
        (known,) = work.directory.officers_with(Channel.TELEGRAM, account)
        work.directory.enrol(replace(known, phone="081 234 5678"))

    await home.assembly.store.write(body)


@pytest.mark.safety(44)
@pytest.mark.parametrize("same", ["name", "phone"])
async def test_two_enrolments_of_one_person_are_not_two_people(tmp_path: Path, same: str) -> None:
    async with taken(tmp_path) as home:
        await home.officer("national", DUTY, " khun  NOK " if same == "name" else "Khun Nid")
        if same == "phone":
            for account in (NOK, DUTY):
                await _has_phone(home, account)
        await _proposes(home)
        case = await the_case(home)
        assert case.mute is not None
        (referral,) = await the_referrals(home)
        await home.take(DUTY, Tap(f"r:mute_ok:{referral.id}", "tap"))
        assert not (await the_case(home)).muted
        assert "refused.mute_ok" in await audited(home)


@pytest.mark.safety(44)
async def test_muted_words_for_an_officer_bring_no_notice_but_danger_and_answers_do(
    tmp_path: Path,
) -> None:
    async with relayed(tmp_path) as home:
        await home.officer("samut-sakhon", HEAD, "Khun Mali", role=Role.HEAD)
        await home.taps(OFFICER, "🔇 Abuse")
        await home.taps(OFFICER, "🔇 Propose muting")
        await home.taps(HEAD, "✅ Confirm")
        await home.says(OFFICER, "cases")
        await home.taps(OFFICER, (await the_case(home)).reference)
        await sends(home, "employer_name")

        async def told(words: str) -> bool:
            before = len(home.screen(OFFICER).messages)
            await home.says(WORKER, words)
            new = home.screen(OFFICER).messages[before:]
            return any(words in message.text for _, message in new)

        assert await told("Somchai Fishing")  # what was asked
        assert not await told("you are dogs")
        assert await told("he wants to kill me")
        assert [each.words for each in await messages(home)][-2:] == [
            *("you are dogs", "he wants to kill me")
        ]


async def test_further_words_for_an_officer_are_told_in_measure(tmp_path: Path) -> None:
    async with relayed(tmp_path) as home:
        await sends(home, "employer_name")
        before = len(home.screen(OFFICER).messages)
        for number in range(20):
            await home.says(WORKER, f"and {number} more")
        told = [m.text for _, m in home.screen(OFFICER).messages[before:] if "more" in m.text]
        assert len(told) == 1 + TOLD
        assert len([each for each in await messages(home) if "more" in each.words]) == 20

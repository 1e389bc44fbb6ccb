"""After closing: asked neutrally, only where allowed; worse or "did not help" is a task again."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.case import Case, Deed
from bot.domain.ids import CaseState, Channel
from bot.domain.incoming import Blocked, Chat, Tap
from bot.domain.unit import Role
from bot.flows.aftercare import AFTER, WANTED, next_after

from tests.house import MONDAY, House, house, photo
from tests.test_officer import action
from tests.test_take_turn import WORKER, files, presses, sends, state, texts

GROUP = Chat(Channel.TELEGRAM, "-100", private=False)
NEUTRAL = "Hello, are you free now?"
WEEK = timedelta(days=7)


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as built:
        await built.group("samut-sakhon", "-100")
        await built.group("national", "-200")
        await built.officer("samut-sakhon", "77", "Khun Nok")
        await built.officer("samut-sakhon", "78", "Khun Dao", role=Role.HEAD)
        yield built
        assert built.log.failures == []


async def closes(home: House, may_write: str = "yes") -> None:
    """A case that was filed, taken and closed."""
    await files(home, may_write)
    await sends(home)
    await home.take("77", action(home, "take"), chat=GROUP)
    await home.closes("77", "helped")


async def after(home: House, time: timedelta) -> None:
    """So much later, at once."""
    home.moment[0] += time
    await home.tick()


async def asked(home: House) -> None:
    """A week later: the neutral line was answered, and it is safe."""
    await after(home, WEEK)
    await home.says(WORKER, "yes")
    await presses(home, "safe_to_talk:yes")


async def case(home: House) -> Case:
    known = await state(home)
    reference = known.reference or known.before
    assert reference is not None
    found = await home.assembly.store.read(lambda work: work.casework.get(reference))
    assert found is not None
    return found


async def deeds(home: House) -> list[tuple[Deed, str]]:
    return [(entry.deed, entry.value) for entry in (await case(home)).worked]


def test_it_is_asked_after_seven_and_thirty_days_and_then_no_more() -> None:
    assert next_after(MONDAY, MONDAY) == MONDAY + AFTER[0]
    assert next_after(MONDAY, MONDAY + AFTER[0]) == MONDAY + timedelta(days=30)
    assert next_after(MONDAY, MONDAY + AFTER[1]) is None


async def test_only_a_neutral_line_is_pushed_and_the_question_waits_for_the_gate(
    home: House,
) -> None:
    await closes(home)
    before = len(texts(home, WORKER))
    await after(home, WEEK)
    assert texts(home, WORKER)[before:] == [NEUTRAL]
    await home.says(WORKER, "yes")
    assert "How are you now?" not in "".join(texts(home, WORKER))
    await presses(home, "safe_to_talk:yes")
    assert texts(home, WORKER)[-1] == "How are you now?"
    assert (await case(home)).state is CaseState.CLOSED


async def test_each_time_it_is_asked_once_however_often_the_clock_ticks(home: House) -> None:
    await closes(home)
    for _ in range(3):
        await after(home, WEEK)
    assert texts(home, WORKER).count(NEUTRAL) == 1
    await home.says(WORKER, "yes")
    await presses(home, "safe_to_talk:yes", "aftercare:better")
    for _ in range(3):
        await after(home, WEEK)
    assert texts(home, WORKER).count(NEUTRAL) == 2


@pytest.mark.parametrize(("value", "state_now"), [("better", "closed"), ("same", "closed")])
async def test_better_or_the_same_leaves_the_case_closed_and_is_written_down(
    home: House, value: str, state_now: str
) -> None:
    await closes(home)
    await asked(home)
    await presses(home, f"aftercare:{value}")
    assert (await case(home)).state == state_now
    assert (await deeds(home))[-1] == (Deed.AFTERCARE, value)


@pytest.mark.parametrize("value", ["worse", "help"])
async def test_worse_or_help_opens_the_case_with_a_new_ladder(home: House, value: str) -> None:
    await closes(home)
    cards = len(texts(home, "-100"))
    await asked(home)
    await presses(home, f"aftercare:{value}")
    assert (await case(home)).state is CaseState.FILED
    assert (await deeds(home))[-2:] == [(Deed.AFTERCARE, value), (Deed.REOPENED, "")]
    assert len(texts(home, "-100")) == cards + 1
    assert "Your case is open again" in "".join(texts(home, WORKER)[-3:])
    asks = "are you in danger right now" in texts(home, WORKER)[-1]
    assert asks is (value == "help")


async def test_an_old_button_still_opens_it_days_later(home: House) -> None:
    await closes(home)
    await asked(home)
    worse = home.screen(WORKER).button("aftercare:worse")
    await presses(home, "aftercare:better")
    await after(home, timedelta(days=2))
    await home.take(WORKER, Tap(worse, "t"))
    await presses(home, "safe_to_talk:yes", "aftercare:worse")
    assert (await case(home)).state is CaseState.FILED


@pytest.mark.parametrize("wish", ["no", "answer_only"])
async def test_nothing_is_asked_of_somebody_who_does_not_want_to_be_written_to(
    home: House, wish: str
) -> None:
    await closes(home, wish)
    before = texts(home, WORKER)
    await after(home, WEEK)
    known = await state(home)
    assert (known.aftercare_at, WANTED in known.marks) == (None, False)
    await after(home, timedelta(days=30))
    assert texts(home, WORKER) == before


async def test_it_ends_where_the_worker_blocked_the_bot_or_the_case_is_open_again(
    home: House,
) -> None:
    await closes(home)
    await home.take(WORKER, photo())
    assert (await case(home)).state is CaseState.FILED
    await after(home, WEEK)
    known = await state(home)
    assert (known.aftercare_at, WANTED in known.marks) == (None, False)
    await home.take("77", Tap(home.screen("-100").button("✋ Take the case"), "t"), chat=GROUP)
    await home.closes("77", "helped")
    await home.take(WORKER, Blocked())
    await after(home, WEEK)
    known = await state(home)
    assert (known.aftercare_at, WANTED in known.marks) == (None, False)


async def test_it_goes_with_the_case_when_that_is_erased(home: House) -> None:
    await closes(home)
    known = await state(home)
    await home.assembly.store.write(lambda work: work.conversations.forget(known.id))
    before = texts(home, WORKER)
    await after(home, WEEK)
    assert texts(home, WORKER) == before


async def test_a_greeting_opens_nothing_but_a_complaint_does(home: House) -> None:
    await closes(home)
    await after(home, WEEK)
    await home.says(WORKER, "yes I am free")
    assert (await case(home)).state is CaseState.CLOSED
    await home.says(WORKER, "the boss still has my money and my card")
    assert (await case(home)).state is CaseState.FILED


async def test_whoever_started_over_is_asked_in_the_new_conversation(home: House) -> None:
    await closes(home)
    first = (await case(home)).reference
    await after(home, timedelta(days=6, hours=20))
    await home.says(WORKER, "start over")
    await presses(home, "start_over:yes", "language:en", "safe_to_talk:yes")
    await after(home, timedelta(hours=5))
    await home.says(WORKER, "hello")
    await presses(home, "safe_to_talk:yes", "aftercare:worse")
    known = await state(home)
    assert (known.reference, known.before) == (None, first)
    assert (await case(home)).state is CaseState.FILED


@pytest.mark.safety(39)
async def test_did_not_help_goes_to_the_holder_and_the_head_once_in_a_while(home: House) -> None:
    await files(home)
    await sends(home)
    await home.take("77", action(home, "take"), chat=GROUP)
    planned = replace(await case(home), next_step_at=home.now + WEEK)
    await home.assembly.store.write(lambda work: work.casework.save(planned))
    for _ in range(3):
        await presses(home, "menu:unhelped")
    for account in ("77", "78"):
        told = [text for text in texts(home, account) if "did not help" in text]
        assert len(told) == 1, account
    found = await case(home)
    assert (found.state, found.next_step_at) == (CaseState.TAKEN, home.now)
    entries = await home.assembly.store.read(lambda work: work.audit.entries(found.reference))
    assert [each.action for each in entries].count("case.unhelped") == 3


async def test_did_not_help_of_a_closed_case_opens_it_and_says_so(home: House) -> None:
    await closes(home)
    assert "closed your case" in texts(home, WORKER)[-1]
    await presses(home, "menu:unhelped")
    assert (await case(home)).state is CaseState.FILED
    assert "Answer by" in texts(home, "-100")[-1]
    await presses(home, "menu:status")
    assert "open again" in texts(home, WORKER)[-1]


@pytest.mark.safety(39)
async def test_while_nobody_has_it_the_group_hears_that_it_did_not_help(home: House) -> None:
    await files(home)
    await sends(home)
    await presses(home, "menu:unhelped")
    assert "did not help" in texts(home, "-100")[-1]

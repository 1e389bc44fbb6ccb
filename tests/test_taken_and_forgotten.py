"""A case that somebody took cannot be forgotten: reminder, head, and back to the chase."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from bot.domain.case import Case, Deed
from bot.domain.errors import Unreachable
from bot.domain.ids import CaseState, Channel, Level, OfficerId, ReferralState
from bot.domain.incoming import Chat, Incoming, Opened
from bot.domain.referral import Referral
from bot.domain.unit import Role
from bot.ports import Work
from bot.usecases.chase_referrals import chase_referrals
from bot.usecases.held_case import held_case
from bot.usecases.mend import mend
from bot.usecases.progress import record_deed
from bot.usecases.second_clocks import hastened

from tests.house import House, house
from tests.test_officer import GROUP, action
from tests.test_take_turn import WORKER, files, presses, sends, texts

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOK = "77"


@pytest.fixture
async def taken(tmp_path: Path) -> AsyncIterator[House]:
    """An ordinary case (U) taken on Monday at 10:00 by somebody whose unit has a head."""
    async with house(tmp_path) as home:
        await home.group("samut-sakhon", "-100")
        await home.group("national", "-200")
        await home.officer("samut-sakhon", NOK, "Khun Nok")
        await home.officer("samut-sakhon", "70", "Khun Head", role=Role.HEAD)
        await files(home)
        await sends(home)
        await home.take(NOK, action(home, "take"), chat=GROUP)
        yield home
        assert home.log.failures == []


async def newest(home: House) -> tuple[Case, list[Referral]]:
    def body(work: Work) -> tuple[Case, list[Referral]]:
        (row,) = work.casework.rows()
        case = work.casework.get(row.reference)
        assert case is not None
        return case, list(work.casework.referrals_of(row.reference))

    return await home.assembly.store.read(body)


async def does(
    home: House, deed: Deed, who: str = NOK, *, next_step: datetime | None = None
) -> None:
    """An officer writes down a step of the work on the case."""
    _, (*_, referral) = await newest(home)

    def body(work: Work) -> None:
        chat = Chat(Channel.TELEGRAM, who)
        incoming = Incoming("e", chat, who, home.now, Opened())
        held = held_case(work, incoming, "open", referral.id, home.now)
        assert held is not None
        if next_step is not None:
            held = replace(held, case=replace(held.case, next_step_at=next_step))
        record_deed(home.desk, work, held, deed)

    await home.assembly.store.write(body)


async def at(home: House, moment: datetime) -> None:
    """Jump there and let one tick do what is due."""
    home.moment[0] = moment
    await home.tick()


def private(home: House, who: str = NOK) -> list[str]:
    return [text for text in texts(home, who) if text.startswith(("⏰", "📌", "↩"))]


async def due(home: House) -> datetime | None:
    _, referrals = await newest(home)
    return min((r.next_due_at for r in referrals if r.next_due_at), default=None)


async def test_the_holder_the_head_and_then_the_group_hear_of_a_forgotten_case(
    taken: House,
) -> None:
    start, alerts = taken.now, len(texts(taken, "-100"))
    await at(taken, start + DAY - timedelta(minutes=1))
    assert private(taken) == []
    await at(taken, start + DAY)
    assert "you took this case" in private(taken)[0]
    assert "10:00" in private(taken)[0]
    assert (private(taken, "70"), len(texts(taken, "-100"))) == ([], alerts)
    await at(taken, start + 2 * DAY)
    assert "is with Khun Nok" in private(taken, "70")[0]
    assert (len(private(taken)), len(texts(taken, "-100"))) == (1, alerts)
    await at(taken, start + 3 * DAY)
    assert "waits for the group again" in private(taken)[-1]
    group = texts(taken, "-100")
    assert "no contact was written down. It waits again" in group[alerts - 1]
    assert "It was taken before" in group[alerts]
    case, (first, second) = await newest(taken)
    assert (case.state, case.unit) == (CaseState.FILED, "samut-sakhon")
    assert (first.state, second.state) == (ReferralState.RETURNED, ReferralState.SENT)
    assert second.first_alert_at == first.first_alert_at
    (entry,) = case.worked
    assert (entry.deed, entry.by) == (Deed.RETURNED, "bot")
    # `national` counts from the first alert, which is long past: it is told at once.
    assert any("It was taken before" in text for text in texts(taken, "-200"))


async def test_the_workers_status_stays_true_and_the_old_holder_sees_nothing_more(
    taken: House,
) -> None:
    start = taken.now
    for days in (1, 2, 3):
        await at(taken, start + days * DAY)
    await taken.says(WORKER, "/start")
    await presses(taken, "safe_to_talk:yes", "menu:status")
    assert "An officer should answer before" in taken.screen(WORKER).last.text
    await taken.taps(NOK, "🗒 Note")
    assert "Only officers" in taken.screen(NOK).last.text


async def test_who_takes_it_again_has_a_clock_of_their_own(taken: House) -> None:
    start = taken.now
    for days in (1, 2, 3):
        await at(taken, start + days * DAY)
    await taken.taps(NOK, "✋ Take the case", chat=GROUP)
    _, (_, again) = await newest(taken)
    assert again.state is ReferralState.ACKNOWLEDGED
    assert again.next_due_at == taken.now + DAY


@pytest.mark.parametrize("deed", [Deed.CONTACTED, Deed.CONTACT_TRIED, Deed.REFERRED])
async def test_progress_begins_the_clock_anew_at_the_default_next_step(
    taken: House, deed: Deed
) -> None:
    await at(taken, taken.now + HOUR)
    await does(taken, deed)
    case, _ = await newest(taken)
    # Five working days from Monday, 11:00.
    assert case.next_step_at == taken.now + 7 * DAY
    assert await due(taken) == case.next_step_at
    await at(taken, case.next_step_at)
    assert "your next step is due now" in private(taken)[-1]
    assert await due(taken) == case.next_step_at + DAY
    await at(taken, case.next_step_at + DAY)
    assert "a next step was due" in private(taken)[-1]


@pytest.mark.parametrize("deed", [Deed.FINDING, Deed.NRM, Deed.HANDED_OVER])
async def test_a_note_a_finding_and_the_like_do_not_stop_the_clock(
    taken: House, deed: Deed
) -> None:
    start = taken.now
    await does(taken, deed)
    await taken.taps(NOK, "🗒 Note")
    await taken.says(NOK, "will look at it")
    assert await due(taken) == start + DAY


async def test_the_officers_own_date_stands_instead_of_the_default(taken: House) -> None:
    start = taken.now
    await does(taken, Deed.CONTACTED)
    await does(taken, Deed.NEXT_STEP, next_step=start + 2 * DAY)
    assert await due(taken) == start + 2 * DAY
    await at(taken, start + HOUR)
    await does(taken, Deed.CONTACT_TRIED)
    assert await due(taken) == start + 2 * DAY
    await at(taken, start + 2 * DAY)
    await does(taken, Deed.CONTACTED)
    assert await due(taken) == start + 9 * DAY
    await at(taken, start + 3 * DAY)
    await does(taken, Deed.CONTACTED)
    assert await due(taken) == start + 10 * DAY


async def test_a_date_alone_does_not_stop_a_clock_that_runs(taken: House) -> None:
    start = taken.now
    await does(taken, Deed.NEXT_STEP, next_step=start + 9 * DAY)
    assert await due(taken) == start + DAY
    await does(taken, Deed.CONTACTED)
    assert await due(taken) == start + 9 * DAY


async def test_closing_ends_the_clock_and_opening_again_begins_it(taken: House) -> None:
    start = taken.now
    await does(taken, Deed.CLOSED)
    assert await due(taken) is None
    await does(taken, Deed.REOPENED)
    assert await due(taken) == start + DAY


async def test_a_month_of_outage_is_one_reminder_and_nothing_goes_back_without_it(
    taken: House,
) -> None:
    start = taken.now
    await at(taken, start + 28 * DAY)
    for _ in range(3):
        await taken.tick()
    assert (len(private(taken)), len(private(taken, "70"))) == (1, 1)
    case, _ = await newest(taken)
    assert case.state is CaseState.TAKEN
    await at(taken, start + 29 * DAY)
    case, _ = await newest(taken)
    assert case.state is CaseState.FILED


async def test_a_clock_that_is_moved_back_and_forward_brings_nothing_twice(
    taken: House,
) -> None:
    start = taken.now
    for hours in (24, -30, 25, 3, 47, 48, 20, 49):
        await at(taken, start + hours * HOUR)
    assert (len(private(taken)), len(private(taken, "70"))) == (1, 1)


async def test_new_danger_stops_the_old_holders_clock(taken: House) -> None:
    await taken.says(WORKER, "help")
    await presses(taken, "in_danger_now:yes")
    _, (_, fresh) = await newest(taken)
    await taken.taps("70", "✋ Take the case", chat=GROUP)
    await at(taken, taken.now + 4 * DAY)
    _, (old, new) = await newest(taken)
    assert fresh.id == new.id
    assert (old.state, old.next_due_at) == (ReferralState.ACKNOWLEDGED, None)
    assert [text for text in private(taken) if "you took" in text] == []


async def test_an_urgent_case_is_reminded_within_the_hour_at_night(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.group("samut-sakhon", "-100")
        await home.officer("samut-sakhon", NOK, "Khun Nok")
        home.moment[0] += timedelta(hours=13)
        await home.says(WORKER, "hello")
        await presses(home, "language:en", "safe_to_talk:yes", "in_danger_now:yes")
        await home.says(WORKER, "Mahachai")
        await home.take(NOK, action(home, "take"), chat=GROUP)
        alerts = len(texts(home, "-100"))
        for hours in (1, 2):
            await at(home, home.now + HOUR)
            assert len(private(home)) == 1
            assert len(texts(home, "-100")) == alerts + hours - 1  # nobody is head: the group
        await at(home, home.now + HOUR)
        assert "It was taken before" in texts(home, "-100")[-1]
        assert home.log.failures == []


async def test_a_reminder_that_cannot_reach_the_holder_goes_to_the_group(taken: House) -> None:
    alerts = len(texts(taken, "-100"))
    taken.platforms[Channel.TELEGRAM].fails.append(Unreachable("blocked"))
    await at(taken, taken.now + DAY)
    assert "No contact with the worker is written down" in texts(taken, "-100")[alerts]


async def test_who_left_is_not_waited_for_the_head_hears_at_once(taken: House) -> None:
    await taken.assembly.store.write(lambda work: _leave(work, OfficerId("o77")))
    taken.moment[0] += DAY
    await chase_referrals(taken.desk)  # the chaser comes before whoever returns what was left
    await taken.settle()
    assert (private(taken), len(private(taken, "70"))) == ([], 1)
    _, (referral,) = await newest(taken)
    assert referral.steps[-1].why == "holder_gone"


def _leave(work: Work, officer: OfficerId) -> None:
    found = work.directory.officer(officer)
    assert found is not None
    work.directory.enrol(replace(found, active=False))


async def test_two_chasers_at_once_send_each_message_once(taken: House) -> None:
    taken.moment[0] += DAY
    await chase_referrals(taken.desk)
    await chase_referrals(taken.desk)
    await taken.settle()
    assert len(private(taken)) == 1


async def test_a_level_that_rises_hastens_the_clock_of_whoever_has_the_case(
    taken: House,
) -> None:
    now, policy = taken.now, taken.desk.policy
    case, (referral,) = await newest(taken)
    graver = case.with_facts(replace(case.facts, level=Level.A))
    assert hastened(policy, graver, referral, now).next_due_at == now + 4 * HOUR
    lesser = case.with_facts(replace(case.facts, level=Level.D))
    assert hastened(policy, lesser, referral, now) == referral


async def _disarmed(home: House, change: Callable[[Referral], Referral]) -> None:
    _, (referral,) = await newest(home)
    await home.assembly.store.write(lambda work: work.casework.save_referral(change(referral)))


async def test_a_case_taken_before_there_was_a_second_clock_is_given_one(taken: House) -> None:
    await _disarmed(taken, lambda each: replace(each.at_rest(), policy={}))
    assert await taken.assembly.store.read(lambda work: work.casework.without_next_step()) == 1
    assert await mend(taken.desk) == 1
    assert await due(taken) == taken.now + DAY
    assert await taken.assembly.store.read(lambda work: work.casework.without_next_step()) == 0
    assert [name for name, _ in taken.log.failures] == ["case.without_next_step"]
    taken.log.failures.clear()


async def test_a_case_that_waits_before_nobody_is_laid_before_its_unit_again(
    taken: House,
) -> None:
    case, _ = await newest(taken)
    await _disarmed(taken, lambda each: each.revoke(taken.now))
    filed = replace(case, state=CaseState.FILED)
    await taken.assembly.store.write(lambda work: work.casework.save(filed))
    await mend(taken.desk)
    _, (_, fresh) = await newest(taken)
    assert fresh.state is ReferralState.SENT
    taken.log.failures.clear()

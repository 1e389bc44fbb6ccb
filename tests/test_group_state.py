"""What every group sees of a case: one winner of many taps, its own topic, free news on LINE."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.case import CaseFacts
from bot.domain.ids import Channel, Reference
from bot.domain.incoming import Chat, Incoming, Tap, Text
from bot.flows.card import Standing, card
from bot.ports import Outgoing, Work
from bot.usecases.anew import owe_anew
from bot.usecases.take_turn import take_turn

from tests.bursts import ORDINARY, URGENT, lay
from tests.house import House, house
from tests.test_take_turn import texts

TELEGRAM = Chat(Channel.TELEGRAM, "-100", private=False)
LINE = Chat(Channel.LINE, "C1", private=False)
OTHER = Chat(Channel.LINE, "C2", private=False)
PEOPLE = 50


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    """A unit with a group on Telegram and two on LINE, an officer on each."""
    async with house(tmp_path) as built:
        await built.group("samut-sakhon", "-100")
        for group in (LINE, OTHER):
            await built.group("samut-sakhon", group.id, Channel.LINE)
        await built.group("national", "-200")
        await built.officer("samut-sakhon", "77", "Khun Nok")
        await built.officer("samut-sakhon", "U78", "Khun Lek", Channel.LINE)
        yield built
        assert built.log.failures == []


async def laid(home: House, facts: CaseFacts = ORDINARY) -> str:
    desk = home.desk
    number = await desk.store.write(lambda work: lay(desk, work, home.now, facts))
    await home.settle()
    return number


def pushes(home: House, group: Chat) -> int:
    """Calls to LINE that counted every member of the group."""
    calls = home.platforms[Channel.LINE].calls
    return sum(not token and sent[0].chat.id == group.id for sent, token in calls)


async def hours(home: House, count: int) -> None:
    """So many hours in steps of one."""
    for _ in range(count):
        home.moment[0] += timedelta(hours=1)
        await home.tick()


@pytest.mark.parametrize("round_", range(2))
async def test_of_fifty_taps_at_once_one_wins_and_the_others_are_told_who_has_it(
    tmp_path: Path, database_url: str, round_: int
) -> None:
    async with house(tmp_path, database_url) as home:
        await home.group("samut-sakhon", "-100")
        for number in range(PEOPLE):
            await home.officer("samut-sakhon", f"8{number}", f"Khun N{number:02}")
        reference = await laid(home, URGENT if round_ else ORDINARY)
        tap = Tap(home.screen("-100").button("✋ Take the case"), "t")
        events = [
            Incoming(f"e{n}", TELEGRAM, f"8{n}", home.now, tap, raw=b"{}") for n in range(PEOPLE)
        ]
        await asyncio.gather(*(take_turn(home.desk, each) for each in events))
        await home.settle()
        found = await home.desk.store.read(
            lambda work: work.casework.referrals_of(Reference(reference))
        )
        holder = await home.desk.store.read(lambda work: work.directory.officer(found[0].holder))  # type: ignore[arg-type]
        assert holder is not None
        assert f"taken by {holder.name}" in home.screen("-100").last.text
        told = [text for chat, text in home.platforms[Channel.TELEGRAM].toasts if chat == "-100"]
        assert len(told) == PEOPLE - 1
        assert all(holder.name in text for text in told)
        details = [f"8{n}" for n in range(PEOPLE) if texts(home, f"8{n}")]
        assert details == [holder.account]
        entries = await home.desk.store.read(lambda work: work.audit.entries(reference))
        assert [each.action for each in entries].count("case.taken") == 1
        assert home.log.failures == []


async def test_a_topic_belongs_to_the_binding(home: House) -> None:
    await home.group("samut-sakhon", "-100", thread="7")
    await laid(home)
    sent = [each for call, _ in home.platforms[Channel.TELEGRAM].calls for each in call]
    assert [each.chat.thread for each in sent if each.chat.id == "-100"] == ["7"]
    elsewhere = Chat(Channel.TELEGRAM, "-100", private=False, thread="9")
    await home.taps("77", "✋ Take the case", chat=elsewhere)
    sent = [each for call, _ in home.platforms[Channel.TELEGRAM].calls for each in call]
    cards = [each for each in sent if each.chat.id == "-100" and not each.toast]
    assert [(each.chat.thread, bool(each.edit)) for each in cards] == [("7", False), ("7", True)]


async def test_what_changes_a_card_while_it_is_on_its_way_makes_no_second_one(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, platform, answered = home.desk, home.platforms[Channel.TELEGRAM], asyncio.Event()
    at_once = platform.send

    async def slowly(outgoing: Sequence[Outgoing], *, reply_token: str = "") -> Sequence[str]:
        await answered.wait()
        return await at_once(outgoing, reply_token=reply_token)

    def changed(work: Work) -> None:
        case, (referral,) = work.casework.get(number), work.casework.referrals_of(number)
        assert case is not None
        anew = card(case, referral, Standing(home.now, home.now))
        owe_anew(desk, work, case, referral, anew, home.now, None)

    monkeypatch.setattr(platform, "send", slowly)
    number = await desk.store.write(lambda work: lay(desk, work, home.now, URGENT))
    await home.deliverer.deliver()  # the alert is under way
    await desk.store.write(changed)
    await home.deliverer.deliver()
    await asyncio.sleep(0.1)  # what changes it gets as far as it may
    answered.set()
    await home.settle()
    await home.passes(minutes=1)
    assert [bool(each.edit) for call, _ in platform.calls for each in call] == [False, True]
    assert len(texts(home, TELEGRAM.id)) == 1


async def test_every_group_of_a_unit_gets_the_card_on_both_platforms(home: House) -> None:
    number = await laid(home)
    shown = [texts(home, "-100"), *(texts(home, g.id, Channel.LINE) for g in (LINE, OTHER))]
    assert all(number in text for (text,) in shown)


async def test_on_line_the_new_state_is_the_free_reply_to_the_tap(home: House) -> None:
    number = await laid(home)
    before = pushes(home, LINE)
    await home.taps("U78", "✋ Take the case", channel=Channel.LINE, chat=LINE)
    assert f"{number} · taken by Khun Lek" in home.screen("C1", Channel.LINE).last.text
    assert "taken by Khun Lek" in texts(home, "-100")[0]
    assert pushes(home, LINE) == before


async def test_the_other_line_group_learns_it_free_at_its_next_word(home: House) -> None:
    number = await laid(home)
    await home.taps("77", "✋ Take the case", chat=TELEGRAM)
    assert [pushes(home, group) for group in (LINE, OTHER)] == [1, 1]
    assert len(texts(home, "C2", Channel.LINE)) == 1
    await home.take("U99", Text("good morning"), channel=Channel.LINE, chat=OTHER)
    assert f"{number} · taken by Khun Nok" in texts(home, "C2", Channel.LINE)[-1]
    await home.take("U99", Text("and again"), channel=Channel.LINE, chat=OTHER)
    assert len(texts(home, "C2", Channel.LINE)) == 2
    assert [pushes(home, group) for group in (LINE, OTHER)] == [1, 1]


async def test_news_leave_with_an_alert_that_is_paid_for_anyway(home: House) -> None:
    number = await laid(home)
    await home.taps("77", "✋ Take the case", chat=TELEGRAM)
    second = await laid(home)
    shown = texts(home, "C2", Channel.LINE)
    assert second in shown[-2]
    assert f"{number} · taken by Khun Nok" in shown[-1]
    assert pushes(home, OTHER) == 2


async def test_news_that_miss_their_reply_wait_for_the_next_and_are_never_pushed(
    home: House,
) -> None:
    await laid(home)
    await home.taps("77", "✋ Take the case", chat=TELEGRAM)
    await home.take("U99", Text("hello"), channel=Channel.LINE, chat=OTHER, settle=False)
    home.moment[0] += timedelta(minutes=2)
    await home.settle()
    assert len(texts(home, "C2", Channel.LINE)) == 1
    await home.take("U99", Text("hello again"), channel=Channel.LINE, chat=OTHER)
    assert "taken by Khun Nok" in texts(home, "C2", Channel.LINE)[-1]
    assert pushes(home, OTHER) == 1


async def test_nothing_that_is_said_in_a_group_is_kept_because_news_wait(home: House) -> None:
    await laid(home)
    await home.taps("77", "✋ Take the case", chat=TELEGRAM)
    await home.take("U99", Text("ZORBLAX"), channel=Channel.LINE, chat=OTHER)
    assert "ZORBLAX" not in str(home.platforms[Channel.LINE].calls)
    assert (
        await home.desk.store.read(lambda work: work.conversations.current(LINE.channel, "U99"))
        is None
    )


async def test_an_erased_case_leaves_no_news_behind(home: House) -> None:
    number = await laid(home)
    await home.taps("77", "✋ Take the case", chat=TELEGRAM)
    case = await home.desk.store.read(lambda work: work.casework.get(Reference(number)))
    assert case is not None
    await home.desk.store.write(lambda work: work.conversations.forget(case.conversation))
    await home.take("U99", Text("hello"), channel=Channel.LINE, chat=OTHER)
    assert len(texts(home, "C2", Channel.LINE)) == 1


async def test_repeats_change_the_last_reminder_and_of_an_urgent_case_come_anew(
    home: House,
) -> None:
    await laid(home)
    await hours(home, 72)
    before, shown = len(texts(home, "-200")), texts(home, "-200")[-1]
    await hours(home, 48)
    assert len(texts(home, "-200")) == before
    assert texts(home, "-200")[-1] != shown
    await laid(home, URGENT)
    await home.passes(hours=1)
    before = len(texts(home, "-200"))
    await home.passes(hours=1)
    assert len(texts(home, "-200")) == before + 4

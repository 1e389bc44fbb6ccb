"""Groups do not die quietly: each way of being lost is noticed, routed around, and told once."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bot.channels.line.outcome import outcome
from bot.channels.line.wire import LineError
from bot.channels.telegram.read import read_update
from bot.domain.errors import TryLater, Unreachable
from bot.domain.ids import Channel, OfficerId, UnitId
from bot.domain.incoming import Blocked, Chat, Removed, Text
from bot.domain.roster import Roster, Shift
from bot.domain.unit import Code, CodePurpose, Role
from bot.ports import Quota, Rejected
from bot.usecases.watch_allowance import watch_allowance

from tests.house import MONDAY, House, house
from tests.test_take_turn import texts

TAK = Chat(Channel.TELEGRAM, "-500", private=False)
OPERATOR = "-400"
DAY = timedelta(days=1)


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    """Samut Sakhon on LINE alone, its neighbour, `national` and the operator on Telegram."""
    async with house(tmp_path) as made:
        await made.group("samut-sakhon", "C1", Channel.LINE)
        await made.group("samut-prakan", "-300")
        await made.group("national", "-200")
        await made.group("operator", OPERATOR)
        yield made
        assert made.log.failures == []


async def in_danger(home: House, who: str = "5", *failing: Exception) -> None:
    """An urgent case of Samut Sakhon; LINE answers as told when its alert leaves."""
    await home.says(who, "hello")
    for tapped in ("language:en", "safe_to_talk:yes", "in_danger_now:yes"):
        await home.taps(who, tapped)
    home.platforms[Channel.LINE].fails = list(failing)
    await home.says(who, "Mahachai")


def told(home: House, words: str, chat: str = OPERATOR) -> int:
    return sum(words in text for text in texts(home, chat))


async def until_urgent(home: House, chat: str, most: timedelta) -> timedelta:
    """How long it takes until a group has the alert; second by second."""
    began = home.now
    while not any("URGENT" in text for text in texts(home, chat)):
        assert home.now - began < most
        home.moment[0] += timedelta(seconds=1)
        await home.tick()
    return home.now - began


@pytest.mark.safety(20)
@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (TryLater(timedelta(hours=1), quota=True), "messages are used up"),
        (Unreachable("forbidden"), "no group can be reached"),
        (Unreachable("silenced"), "no group can be reached"),
        (Unreachable("removed"), "can no longer be reached"),
        (Unreachable("not_found"), "can no longer be reached"),
    ],
    ids=lambda each: getattr(each, "reason", "quota") if isinstance(each, Exception) else "",
)
async def test_an_alert_that_a_group_cannot_get_is_laid_before_others_at_once(
    home: House, verdict: Exception, words: str
) -> None:
    await in_danger(home, "5", *[verdict] * 9)
    assert any("URGENT" in text for text in texts(home, "-300"))
    assert told(home, words) == 1


@pytest.mark.parametrize("reason", ["forbidden", "silenced"])
async def test_a_group_that_may_be_written_to_again_any_moment_stays_bound(
    home: House, reason: str
) -> None:
    await in_danger(home, "5", Unreachable(reason))
    groups = await home.assembly.store.read(
        lambda work: work.directory.groups_of(UnitId("samut-sakhon"))
    )
    assert len(groups) == 1


async def test_the_operator_is_told_once_of_many_cases_that_one_spent_allowance_hit(
    home: House,
) -> None:
    spent = [TryLater(timedelta(hours=1), quota=True)] * 30
    for who in ("5", "6", "7"):
        await in_danger(home, who, *spent)
    assert told(home, "messages are used up") == 1
    assert told(home, "messages are used up", "-200") == 1
    assert told(home, "no group can be reached") == 1


async def test_what_a_spent_allowance_held_up_leaves_once_there_is_more(home: House) -> None:
    await in_danger(home, "5", TryLater(timedelta(hours=1), quota=True))
    assert texts(home, "C1", Channel.LINE) == []
    await home.passes(minutes=61)
    assert any("URGENT" in text for text in texts(home, "C1", Channel.LINE))


@pytest.mark.parametrize("verdict", [TryLater(timedelta(seconds=3)), Rejected("400 whatever")])
async def test_an_alert_tried_in_vain_is_laid_before_others_within_the_minute(
    home: House, verdict: Exception
) -> None:
    await in_danger(home, "5", *[verdict] * 99)
    await until_urgent(home, "-300", timedelta(minutes=1))
    home.platforms[Channel.LINE].fails.clear()
    await home.passes(minutes=6)  # it was never given up
    assert any("URGENT" in text for text in texts(home, "C1", Channel.LINE))
    home.log.failures.clear()  # a refusal is our own mistake and is logged as one


async def allowance(home: House, used: int) -> None:
    class Gauge:
        async def quota(self) -> Quota:
            return Quota(200, used)

    await watch_allowance(home.desk, {Channel.LINE: Gauge()}, home.deliverer.reserve)
    await home.settle()


async def test_the_operator_is_warned_at_80_and_at_95_percent_once_each(home: House) -> None:
    for used in (100, 159, 160, 170, 190, 191):
        await allowance(home, used)
    assert told(home, "80 %") == 1
    assert told(home, "95 % of this") == 1
    assert told(home, "used up") == 0


async def test_the_reserve_is_kept_for_alerts(home: House) -> None:
    await allowance(home, 190)
    await in_danger(home)
    await home.passes(minutes=11)
    shown = texts(home, "C1", Channel.LINE)
    assert any("URGENT" in text for text in shown)
    assert not any("has waited" in text for text in shown)


async def test_an_allowance_without_a_limit_warns_nobody(home: House) -> None:
    class Endless:
        async def quota(self) -> Quota:
            return Quota(None, 10_000)

    await watch_allowance(home.desk, {Channel.LINE: Endless()}, home.deliverer.reserve)
    await home.settle()
    assert texts(home, OPERATOR) == []


@pytest.mark.safety(20)
async def test_what_does_not_reach_the_person_on_call_goes_to_the_head_and_the_group(
    home: House,
) -> None:
    await home.officer("samut-sakhon", "77", "Khun Nok")
    await home.officer("samut-sakhon", "U70", "Khun Head", Channel.LINE, Role.HEAD)
    await on_call(home, "77")
    await home.says("5", "hello")
    for tapped in ("language:en", "safe_to_talk:yes", "in_danger_now:yes"):
        await home.taps("5", tapped)
    await home.take("5", Text("Mahachai"), settle=False)
    send = home.platforms[Channel.TELEGRAM].send

    async def blocked(outgoing, *, reply_token=""):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        if outgoing[0].chat.id == "77":
            raise Unreachable("blocked")
        return await send(outgoing, reply_token=reply_token)

    home.platforms[Channel.TELEGRAM].send = blocked  # type: ignore[method-assign]
    await home.settle()
    assert "has waited" in home.screen("U70", Channel.LINE).last.text
    assert any("has waited" in text for text in texts(home, "C1", Channel.LINE))
    assert told(home, "the person on call can no longer be written to") == 1


async def on_call(home: House, account: str) -> None:
    shift = Shift(OfficerId(f"o{account}"), home.now - DAY, home.now + DAY)
    roster = replace(Roster(UnitId("samut-sakhon")), shifts=(shift,))
    await home.assembly.store.write(lambda work: work.rosters.save(roster, None))


async def test_the_unit_and_the_operator_learn_that_the_person_on_call_has_gone(
    home: House,
) -> None:
    await home.officer("samut-sakhon", "77", "Khun Nok")
    await home.officer("samut-sakhon", "78", "Khun Lek")
    await on_call(home, "77")
    await home.take("78", Blocked())
    assert texts(home, OPERATOR) == []
    await home.take("77", Blocked())
    await home.take("77", Blocked())
    words = "the person on call can no longer be written to"
    assert told(home, words) == 1
    assert "Khun Nok" not in "".join(texts(home, OPERATOR))


# Groups that come later, and groups of somebody else.


async def links(home: House, unit: str, chat: Chat) -> None:
    code = Code("123456789012", CodePurpose.GROUP, UnitId(unit), home.now + DAY)
    await home.assembly.store.write(lambda work: work.directory.add_code(code))
    await home.take("1", Text("/link 1234 5678-9012"), chat=chat)


async def test_a_group_linked_after_the_alert_gets_the_cards_that_wait(home: House) -> None:
    await in_danger(home)
    later = Chat(Channel.TELEGRAM, "-501", private=False)
    before = len(texts(home, "C1", Channel.LINE))
    await links(home, "samut-sakhon", later)
    assert any("URGENT" in text for text in texts(home, "-501"))
    assert len(texts(home, "C1", Channel.LINE)) == before


async def test_a_group_linked_later_gets_no_case_of_another_unit(home: House) -> None:
    await in_danger(home)
    await links(home, "tak", TAK)
    assert not any("URGENT" in text for text in texts(home, "-500"))


async def test_a_group_of_another_unit_is_not_moved_by_a_code_and_the_operator_is_told(
    home: House,
) -> None:
    await home.group("tak", "-500")
    await home.group("tak", "-510")
    await links(home, "samut-sakhon", TAK)
    assert told(home, "belongs to Tak", "-500") == 1
    assert told(home, "stays with Tak") == 1
    assert told(home, "stays with Tak", "-510") == 1
    unit = await home.assembly.store.read(lambda work: work.directory.unit_of(TAK))
    assert unit == "tak"


async def test_an_alert_for_the_person_on_call_waits_behind_nothing_undeliverable(
    home: House,
) -> None:
    await home.officer("samut-sakhon", "77", "Khun Nok")
    await on_call(home, "77")
    await home.says("77", "hello")
    home.platforms[Channel.TELEGRAM].fails = [Rejected("400 whatever")]
    await home.says("77", "hello")
    await in_danger(home)
    home.log.failures.clear()
    assert "You are on call" in home.screen("77").last.text


@pytest.mark.safety(24)
@pytest.mark.parametrize("status", ["administrator", "member", "left"])
def test_a_chat_that_became_a_channel_stops_receiving(status: str) -> None:
    chat = {"id": -1009, "type": "channel"}
    member = {"user": {"id": 1, "is_bot": True}, "status": status}
    change = {"chat": chat, "old_chat_member": member, "new_chat_member": member, "date": 1}
    update = {"update_id": 1, "my_chat_member": change}
    incoming = read_update(json.dumps(update).encode(), MONDAY)
    assert incoming.content == Removed()
    assert not incoming.chat.private


@pytest.mark.parametrize(
    ("status", "message", "quota"),
    [
        (429, "You have reached your monthly limit.", True),
        (429, "The API rate limit has been exceeded. Try again later.", False),
    ],
)
def test_a_spent_allowance_is_told_from_haste_by_its_message(
    status: int, message: str, *, quota: bool
) -> None:
    found = outcome(LineError(status, {"message": message}))
    assert isinstance(found, TryLater)
    assert found.quota is quota

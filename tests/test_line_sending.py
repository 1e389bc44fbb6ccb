"""Replies, pushes and files, against a LINE that refuses what the real one refuses."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest
from bot.channels.line.outcome import outcome
from bot.channels.line.send import LineSender
from bot.channels.line.wire import LineError
from bot.domain.errors import TryLater, Unreachable
from bot.domain.ids import Channel
from bot.domain.incoming import Chat
from bot.domain.prompt import Message, WordedButton
from bot.ports import Outgoing, Quota, Rejected, ReplyExpired, Sender

from tests.stand_ins.line import LineStandIn

_YES_NO = ((WordedButton("Yes", "a:c0ffee00:safe:yes"), WordedButton("No", "a:c0ffee00:safe:no")),)


@pytest.fixture
async def line() -> AsyncIterator[LineStandIn]:
    async with LineStandIn() as stand_in:
        yield stand_in
        assert stand_in.violations == []


@pytest.fixture
async def sender(line: LineStandIn) -> AsyncIterator[LineSender]:
    made = LineSender(
        line.token,
        api_base_url=line.url,
        data_api_base_url=line.url + "/",
        timeout=timedelta(seconds=1),
    )
    yield made
    await made.close()


def _to(chat: str, text: str, *, key: str = "", silent: bool = False) -> Outgoing:
    private = chat.startswith("U")
    return Outgoing(
        Chat(Channel.LINE, chat, private=private),
        Message(text, _YES_NO),
        key or str(uuid4()),
        silent=silent,
    )


def _token(line: LineStandIn, chat: str = "U1") -> str:
    return line.issue_token({"type": "user", "userId": chat})


async def test_it_keeps_the_promises_of_every_channel(sender: LineSender) -> None:
    kept: Sender = sender
    assert kept.channel is Channel.LINE
    assert not kept.edits
    assert await kept.send([]) == ()


async def test_a_reply_costs_nothing_and_carries_no_retry_key(
    line: LineStandIn, sender: LineSender
) -> None:
    worker = line.person("U1")
    ids = await sender.send([_to("U1", "one"), _to("U1", "two")], reply_token=_token(line))
    assert list(ids) == [message.id for message in worker.messages]
    assert worker.chat.texts == ["one", "two"]
    assert {message.by for message in worker.messages} == {"reply"}
    assert line.used == 0
    assert line.calls[-1].retry_key == ""


async def test_a_reply_token_works_once_and_for_a_minute(
    line: LineStandIn, sender: LineSender
) -> None:
    line.person("U1")
    token, old = _token(line), _token(line)
    await sender.send([_to("U1", "one")], reply_token=token)
    with pytest.raises(ReplyExpired):
        await sender.send([_to("U1", "two")], reply_token=token)
    line.pass_time(61)
    with pytest.raises(ReplyExpired):
        await sender.send([_to("U1", "two")], reply_token=old)


async def test_a_push_counts_every_member_of_a_group(line: LineStandIn, sender: LineSender) -> None:
    group = line.group("C1", size=4)
    await sender.send([_to("C1", "a case"), _to("C1", "another")])
    assert group.chat.texts == ["a case", "another"]
    assert (await sender.quota()).used == 4
    assert await sender.members("C1") == 4


async def test_a_push_that_line_accepted_before_the_line_broke_happens_once(
    line: LineStandIn, sender: LineSender
) -> None:
    worker = line.person("U1")
    owed = [_to("U1", "are you free now?")]
    line.fail("accept_and_drop")
    with pytest.raises(TryLater):
        await sender.send(owed)
    ids = await sender.send(owed)
    assert [message.id for message in worker.messages] == list(ids)
    assert len(worker.messages) == 1
    assert [call.retry_key for call in line.calls] == [owed[0].retry_key] * 2


async def test_a_message_that_joins_a_push_already_accepted_is_not_lost(
    line: LineStandIn, sender: LineSender
) -> None:
    group = line.group("C1")
    first, second = _to("C1", "case 1"), _to("C1", "case 2")
    line.fail("accept_and_drop")
    with pytest.raises(TryLater):
        await sender.send([first])
    await sender.send([first, second])
    assert "case 2" in group.chat.texts


async def test_a_push_of_many_bubbles_goes_on_where_it_broke(
    line: LineStandIn, sender: LineSender
) -> None:
    worker = line.person("U1")
    rows = tuple((WordedButton(f"Province {at}", f"p:{at}"),) for at in range(24 * 7))
    owed = [Outgoing(Chat(Channel.LINE, "U1"), Message("Which?", rows), str(uuid4()))]
    line.fail("accept_and_drop")
    with pytest.raises(TryLater):
        await sender.send(owed)
    [last] = await sender.send(owed)
    assert len(worker.messages) == 7
    assert [button for each in worker.messages for button in each.buttons] == [
        button.label for [button] in rows
    ]
    assert last == worker.last.id
    with pytest.raises(ReplyExpired):
        await sender.send(owed, reply_token=_token(line))


async def test_without_sound_is_passed_on_only_where_all_ask_for_it(
    line: LineStandIn, sender: LineSender
) -> None:
    worker = line.person("U1")
    await sender.send([_to("U1", "one", silent=True)])
    await sender.send([_to("U1", "two", silent=True), _to("U1", "three")])
    assert [message.silent for message in worker.messages] == [True, False, False]


async def test_haste_and_a_spent_month_are_told_apart(
    line: LineStandIn, sender: LineSender
) -> None:
    line.group("C1", size=6)
    line.fail("too_fast")
    with pytest.raises(TryLater) as haste:
        await sender.send([_to("C1", "one")])
    assert not haste.value.quota
    line.limit = 5
    with pytest.raises(TryLater) as spent:
        await sender.send([_to("C1", "one")])
    assert spent.value.quota
    assert spent.value.after > haste.value.after
    assert await sender.quota() == Quota(5, 0)


@pytest.mark.parametrize(
    ("asked", "waits"), [("60", 60), ("99999", 300), ("9" * 15, 300), ("soon", 10)]
)
def test_line_is_obeyed_when_it_says_how_long_within_reason(asked: str, waits: int) -> None:
    after = outcome(LineError(429, {"message": "The API rate limit"}, after=asked))
    assert isinstance(after, TryLater)
    assert after.after == timedelta(seconds=waits)


@pytest.mark.parametrize("how", ["server_error", "nested", "hang", "drop", "unauthorised"])
async def test_what_may_pass_is_tried_later(
    line: LineStandIn, sender: LineSender, how: str
) -> None:
    worker = line.person("U1")
    owed = [_to("U1", "one")]
    line.fail(how)
    with pytest.raises(TryLater) as later:
        await sender.send(owed)
    assert timedelta(0) < later.value.after <= timedelta(minutes=1)
    assert not later.value.quota
    await sender.send(owed)
    assert worker.chat.texts == ["one"]


async def test_nobody_listening_is_tried_later() -> None:
    nowhere = LineSender("token", api_base_url="http://127.0.0.1:1", timeout=timedelta(seconds=1))
    with pytest.raises(TryLater):
        await nowhere.send([_to("U1", "one")])
    await nowhere.close()


@pytest.mark.parametrize("how", ["forbidden", "not_found"])
async def test_a_closed_door_is_unreachable(
    line: LineStandIn, sender: LineSender, how: str
) -> None:
    line.person("U1")
    line.fail(how)
    with pytest.raises(Unreachable):
        await sender.send([_to("U1", "one")])


@pytest.mark.parametrize("chat", ["C1", "U2", "x"])
async def test_a_chat_that_is_not_there_is_unreachable(
    line: LineStandIn, sender: LineSender, chat: str
) -> None:
    line.group("C1").removes_bot()
    with pytest.raises(Unreachable):
        await sender.send([_to(chat, "one")])


async def test_a_push_to_somebody_who_blocked_us_is_taken_and_reaches_nobody(
    line: LineStandIn, sender: LineSender
) -> None:
    worker = line.person("U1")
    worker.blocks()
    assert len(await sender.send([_to("U1", "one")])) == 1
    assert worker.messages == []


@pytest.mark.parametrize("replies", [True, False])
async def test_our_own_mistake_is_called_one(
    line: LineStandIn, sender: LineSender, *, replies: bool
) -> None:
    line.person("U1")
    line.fail("bad_request")
    with pytest.raises(Rejected):
        await sender.send([_to("U1", "one")], reply_token=_token(line) if replies else "")

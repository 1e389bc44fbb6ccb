"""Sending to Telegram, at the wire: what arrives, and what each refusal means."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import TypedDict, Unpack

import pytest
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.send import TelegramSender
from bot.channels.telegram.verdict import verdict
from bot.domain.errors import TryLater, Unreachable
from bot.domain.ids import Channel
from bot.domain.incoming import Chat
from bot.domain.profile import Introduction
from bot.domain.prompt import Message, WordedButton
from bot.ports import Outgoing, Rejected, Sender
from telegram.error import RetryAfter

from tests.stand_ins.telegram import TelegramStandIn

pytestmark = pytest.mark.wire

AYE = Chat(Channel.TELEGRAM, "6001")
CENTRE = Chat(Channel.TELEGRAM, "-5001", private=False)
YES_NO = ((WordedButton("Yes", "a:conv:q:yes"), WordedButton("No", "a:conv:q:no")),)
QUESTION = Message("**Now**: is someone hurt?", YES_NO)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandIn]:
    """A Telegram where Aye has opened the bot and the centre's group has added it."""
    async with TelegramStandIn() as stand_in:
        await stand_in.person(AYE.id, "my").opens()
        await stand_in.group(CENTRE.id, "Centre").adds_bot()
        yield stand_in
        assert stand_in.violations == []


@pytest.fixture
async def sender(telegram: TelegramStandIn) -> AsyncIterator[TelegramSender]:
    """Our side, with little patience."""
    ours = TelegramSender(telegram.token, api_base_url=telegram.url, timeout=timedelta(seconds=1))
    yield ours
    await ours.close()


class _More(TypedDict, total=False):
    edit: str
    tap: str
    silent: bool
    protected: bool
    removes: str


def _to(chat: Chat, message: Message = QUESTION, key: str = "", **more: Unpack[_More]) -> Outgoing:
    return Outgoing(chat, message, key, **more)


async def test_a_question_arrives_with_its_buttons(
    telegram: TelegramStandIn, sender: TelegramSender
) -> None:
    as_port: Sender = sender
    (sent,) = await as_port.send([_to(AYE)])
    shown = telegram.chat(AYE.id).last
    assert (str(shown.id), shown.text) == (sent, "Now: is someone hurt?")
    assert [button.label for button in shown.buttons] == ["Yes", "No"]
    assert shown.entities == [{"type": "bold", "offset": 0, "length": 3}]
    assert telegram.calls[-1].params["link_preview_options"] == {"is_disabled": True}
    assert not shown.protected
    assert not shown.silent


async def test_a_tap_is_acknowledged_before_the_answer(
    telegram: TelegramStandIn, sender: TelegramSender
) -> None:
    await sender.send([_to(AYE)])
    await telegram.person(AYE.id).taps("Yes")
    (tap,) = telegram.taps
    await sender.send([_to(AYE, tap=tap)])
    assert telegram.taps == {tap: True}
    assert [call.method for call in telegram.calls[-2:]] == ["answerCallbackQuery", "sendMessage"]


@pytest.mark.parametrize("how", ["400", "403", "429", "500", "drop"])
async def test_an_acknowledgement_that_fails_does_not_stop_the_answer(
    telegram: TelegramStandIn, sender: TelegramSender, how: str
) -> None:
    telegram.fail(how, method="answerCallbackQuery")
    await sender.send([_to(AYE, tap="expired")])
    assert telegram.chat(AYE.id).texts == ["Now: is someone hurt?"]


async def test_what_goes_to_a_group_cannot_be_passed_on(
    telegram: TelegramStandIn, sender: TelegramSender
) -> None:
    await sender.send([_to(CENTRE, silent=True)])
    assert telegram.chat(CENTRE.id).last.protected
    assert telegram.chat(CENTRE.id).last.silent
    await sender.send([_to(AYE, protected=True)])
    assert telegram.chat(AYE.id).last.protected


async def test_an_edit_replaces_and_keeps_its_number(
    telegram: TelegramStandIn, sender: TelegramSender
) -> None:
    (card,) = await sender.send([_to(CENTRE)])
    assert await sender.send([_to(CENTRE, Message("taken"), edit=card)]) == [card]
    assert telegram.chat(CENTRE.id).texts == ["taken"]
    assert telegram.chat(CENTRE.id).last.buttons == []


async def test_an_edit_that_changes_nothing_is_done(
    telegram: TelegramStandIn, sender: TelegramSender
) -> None:
    (card,) = await sender.send([_to(CENTRE)])
    assert await sender.send([_to(CENTRE, edit=card)]) == [card]
    assert len(telegram.chat(CENTRE.id).messages) == 1


@pytest.mark.parametrize("edit", ["999999", "not a number"])
async def test_what_cannot_be_edited_is_sent_anew(
    telegram: TelegramStandIn, sender: TelegramSender, edit: str
) -> None:
    (sent,) = await sender.send([_to(CENTRE, edit=edit)])
    assert sent == str(telegram.chat(CENTRE.id).last.id)


async def test_a_place_is_asked_for_anew_and_its_keyboard_goes_with_the_thanks(
    telegram: TelegramStandIn, sender: TelegramSender
) -> None:
    (asked,) = await sender.send([_to(AYE)])
    where = Message("Where are you?", YES_NO, location="📍 Share")
    await sender.send([_to(AYE, where, edit=asked)])
    assert telegram.chat(AYE.id).keyboard == ["📍 Share", "Yes", "No"]
    await telegram.person(AYE.id).taps("Yes")
    assert telegram.chat(AYE.id).everything[-1].text == "Yes"
    await sender.send([_to(AYE, Message("Thank you."))])
    assert telegram.chat(AYE.id).keyboard == []


async def test_a_split_message_can_be_replaced_and_erased_by_its_number(
    telegram: TelegramStandIn, sender: TelegramSender
) -> None:
    (sent,) = await sender.send([_to(AYE, Message("word " * 1000, YES_NO))])
    assert len(telegram.chat(AYE.id).messages) == 2
    await sender.send([_to(AYE, Message("short", YES_NO), edit=sent)])
    assert telegram.chat(AYE.id).texts[1:] == ["short"]
    await sender.erase(AYE, [sent, "", "101"])
    assert [each for each in telegram.chat(AYE.id).everything if not each.deleted] == []


async def test_what_shall_not_stay_goes_once_the_answer_stands(
    telegram: TelegramStandIn, sender: TelegramSender
) -> None:
    (typed,) = await sender.send([_to(AYE, Message("270914"))])
    await sender.send([_to(AYE, Message("Your PIN is set."), removes=typed)])
    assert telegram.chat(AYE.id).texts == ["Your PIN is set."]
    (answer,) = await sender.send([_to(AYE, Message("Again."), removes="999999")])
    assert answer


@pytest.mark.parametrize(
    ("how", "value", "reason"),
    [
        ("403", None, "blocked"),
        ("403", "Forbidden: user is deactivated", "blocked"),
        ("403", "Forbidden: bot was kicked from the supergroup chat", "removed"),
        ("403", "Forbidden: bot is not a member of the supergroup chat", "removed"),
        ("400", "Bad Request: chat not found", "not_found"),
        ("400", "Bad Request: group chat was deactivated", "removed"),
        ("400", "Bad Request: not enough rights to send text messages to the chat", "silenced"),
        ("400", "Bad Request: need administrator rights in the channel chat", "silenced"),
        ("migrate", -1005001, "moved"),
    ],
)
@pytest.mark.parametrize("edit", ["", "101"])
async def test_a_target_that_cannot_be_reached_says_why(
    telegram: TelegramStandIn,
    sender: TelegramSender,
    how: str,
    value: object,
    reason: str,
    edit: str,
) -> None:
    method = "editMessageText" if edit else "sendMessage"
    telegram.fail(how, method=method, value=value)
    with pytest.raises(Unreachable) as unreachable:
        await sender.send([_to(CENTRE, edit=edit)])
    assert unreachable.value.reason == reason
    assert unreachable.value.moved_to == ("-1005001" if reason == "moved" else "")


@pytest.mark.parametrize(
    ("how", "value", "after"),
    [
        ("429", 7, 7),
        ("429", 1, 1),
        ("500", None, 3),
        ("hang", 2, 3),
        ("drop", None, 3),
        ("401", None, 60),
    ],
)
async def test_what_may_pass_is_tried_later(
    telegram: TelegramStandIn, sender: TelegramSender, how: str, value: object, after: int
) -> None:
    telegram.fail(how, value=value)
    with pytest.raises(TryLater) as later:
        await sender.send([_to(AYE)])
    assert later.value.after == timedelta(seconds=after)


async def test_nobody_at_the_other_end_is_tried_later() -> None:
    sender = TelegramSender("1:t", api_base_url="http://127.0.0.1:9")
    with pytest.raises(TryLater):
        await sender.send([_to(AYE)])
    await sender.close()


async def test_our_own_mistake_does_not_make_the_group_unreachable(
    telegram: TelegramStandIn, sender: TelegramSender
) -> None:
    telegram.fail("400", value="Bad Request: can't parse entities")
    with pytest.raises(Rejected, match="parse entities"):
        await sender.send([_to(CENTRE)])


async def test_a_topic_that_is_gone_does_not_swallow_an_alert(
    telegram: TelegramStandIn, sender: TelegramSender
) -> None:
    topic = Chat(Channel.TELEGRAM, CENTRE.id, private=False, thread="77")
    await sender.send([_to(topic)])
    telegram.chat(CENTRE.id).topics = {"77"}
    await sender.send([_to(topic)])
    assert [each.thread for each in telegram.chat(CENTRE.id).messages] == ["", "77"]


async def test_what_left_before_a_failure_is_not_sent_twice(
    telegram: TelegramStandIn, sender: TelegramSender
) -> None:
    outgoing = [_to(AYE, Message(f"{n}"), key=f"key {n}") for n in range(3)]
    await sender.send(outgoing[:1])
    telegram.fail("500")
    with pytest.raises(TryLater):
        await sender.send(outgoing)
    ids = await sender.send(outgoing)
    assert telegram.chat(AYE.id).texts == ["0", "1", "2"]
    assert list(ids) == [str(shown.id) for shown in telegram.chat(AYE.id).messages]


async def test_during_a_halt_telegram_is_left_alone(
    telegram: TelegramStandIn, sender: TelegramSender
) -> None:
    telegram.fail("429", value=30)
    for _ in range(2):
        with pytest.raises(TryLater):
            await sender.send([_to(CENTRE)])
    assert [call.method for call in telegram.calls] == ["sendMessage"]
    await sender.send([_to(AYE)])
    assert telegram.chat(AYE.id).messages


async def test_a_group_never_gets_more_than_telegram_allows_in_a_minute(
    telegram: TelegramStandIn,
) -> None:
    telegram.rates = True
    seconds = [1000.0]
    pace = Pace(lambda: seconds[0])
    sender = TelegramSender(telegram.token, api_base_url=telegram.url, pace=pace)
    for n in range(20):
        seconds[0] += 1
        await sender.send([_to(CENTRE, Message(str(n)))])
    with pytest.raises(TryLater) as later:
        await sender.send([_to(CENTRE)])
    assert later.value.after == timedelta(seconds=41)
    assert len(telegram.calls) == 20
    seconds[0] += 41
    pace.claim(CENTRE)
    await sender.close()


async def test_a_file_comes_in_pieces(telegram: TelegramStandIn, sender: TelegramSender) -> None:
    content = bytes(range(256)) * 1000
    file = telegram.keep(content)["file_id"]
    assert b"".join([piece async for piece in await sender.fetch(file, 1_000_000)]) == content


async def test_a_file_over_the_cap_is_refused_before_and_during(
    telegram: TelegramStandIn, sender: TelegramSender
) -> None:
    file = telegram.keep(b"x" * 1000)["file_id"]
    with pytest.raises(Unreachable, match="too_large"):
        await sender.fetch(file, 999)
    pieces = await sender.fetch(file, 1000)
    telegram.files[file] = b"x" * 1001
    with pytest.raises(Unreachable, match="too_large"):
        assert [piece async for piece in pieces] == []


async def test_a_file_that_is_gone_says_so(
    telegram: TelegramStandIn, sender: TelegramSender
) -> None:
    with pytest.raises(Unreachable, match="gone"):
        await sender.fetch("never was", 1000)
    file = telegram.keep(b"x")["file_id"]
    pieces = await sender.fetch(file, 1000)
    del telegram.files[file]
    with pytest.raises(Unreachable, match="gone"):
        assert [piece async for piece in pieces] == []


async def test_a_path_that_names_a_file_of_this_machine_is_not_followed(
    telegram: TelegramStandIn,
    sender: TelegramSender,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = telegram.keep(b"x")["file_id"]
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / file).write_bytes(b"the key")
    monkeypatch.chdir(tmp_path)  # the library takes a path that exists here for a local server's
    with pytest.raises(Unreachable, match="gone"):
        await sender.fetch(file, 1000)


async def test_a_file_that_telegram_itself_finds_too_big_is_too_large(
    telegram: TelegramStandIn, sender: TelegramSender
) -> None:
    telegram.fail("400", method="getFile", value="Bad Request: file is too big")
    with pytest.raises(Unreachable, match="too_large"):
        await sender.fetch("big", 10**9)


async def test_the_bot_knows_itself_and_introduces_itself(
    telegram: TelegramStandIn, sender: TelegramSender
) -> None:
    me = await sender.me()
    assert (me.username, me.reads_all, me.joins_groups) == ("rongthuk_test_bot", False, True)
    await sender.introduce(Introduction("my", "R", "short", "long", {"start": "begin"}))
    assert {key for key in telegram.profile if key[1] == "my"} == {
        ("setMyName", "my"),
        ("setMyShortDescription", "my"),
        ("setMyDescription", "my"),
        ("setMyCommands", "my"),
    }


async def test_neither_logs_nor_errors_show_the_token(
    telegram: TelegramStandIn, sender: TelegramSender, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    file = telegram.keep(b"x")["file_id"]
    pieces = await sender.fetch(file, 10)
    await sender.send([_to(AYE)])
    shown = []
    for how in ("500", "drop", "401", "400"):
        telegram.fail(how)
        with pytest.raises((TryLater, Rejected)) as error:
            await sender.send([_to(AYE)])
        shown.append(error.getrepr(style="native"))
    telegram.files.clear()
    with pytest.raises(Unreachable) as gone:
        assert [piece async for piece in pieces] == []
    assert telegram.token not in caplog.text
    assert telegram.token not in f"{shown} {gone.getrepr(style='native')}"


@pytest.mark.parametrize(("asked", "waits"), [(7, 7), (3600, 3600), (86_400, 3600), (10**12, 3600)])
def test_telegram_is_obeyed_when_it_says_how_long_within_reason(
    asked: int, waits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # as a sender of ours has it
    after = verdict(RetryAfter(asked))
    assert isinstance(after, TryLater)
    assert after.after == timedelta(seconds=waits)

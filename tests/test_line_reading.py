"""What LINE brings, read from whole POSTs as LINE sends them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bot.channels.line.read import NotAnEvent, read_events
from bot.domain.ids import Channel
from bot.domain.incoming import (
    Blocked,
    Chat,
    Content,
    Joined,
    Location,
    Media,
    MediaKind,
    Opened,
    Removed,
    RepliedTo,
    Sticker,
    Tap,
    Text,
    Unreadable,
    Unsent,
)

from tests.stand_ins.line_schema import described, faults

_PAYLOADS = Path(__file__).parent / "payloads" / "line"
_NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
_WORKER = "U8189cf6745fc0d808977bdb0b9f22995"
_PRIVATE = Chat(Channel.LINE, _WORKER)
_GROUP = Chat(Channel.LINE, "Ca56f94637cc4347f90a25382909b24b9", private=False)
_ROOM = Chat(Channel.LINE, "Ra8dbf4673c4c812cd491258042226c99", private=False)
_ALBUM = "E005D41A7288F41B65593ED38FF6E9834B046AB36A37921A56BC236F13A91855"

_MESSAGES: dict[str, tuple[Chat, Callable[[str], Content]]] = {
    "text": (_PRIVATE, lambda _: Text("အလုပ်ရှင်က လစာ မပေးဘူး")),
    "text_with_emoji_and_mention": (_GROUP, lambda _: Text("@Rongthuk hello (hello) ขอบคุณ")),
    "text_quoting": (_PRIVATE, lambda _: Text("បាទ")),
    "text_quoting_own": (_PRIVATE, lambda _: Text("ลบ")),
    "text_in_room": (_ROOM, lambda _: Text("รับเรื่อง")),
    "text_with_withheld_account": (_GROUP, lambda _: Text("รับเรื่อง")),
    "image": (_PRIVATE, lambda id_: Media(MediaKind.PHOTO, id_)),
    "image_album": (_PRIVATE, lambda id_: Media(MediaKind.PHOTO, id_, album=_ALBUM)),
    "image_elsewhere": (_PRIVATE, lambda _: Unreadable()),
    "video": (_PRIVATE, lambda id_: Media(MediaKind.VIDEO, id_, seconds=60)),
    "voice": (_PRIVATE, lambda id_: Media(MediaKind.VOICE, id_, seconds=6)),
    "file": (
        _PRIVATE,
        lambda id_: Media(MediaKind.DOCUMENT, id_, name="สัญญาจ้าง.pdf", size=2138),
    ),
    "location": (
        _PRIVATE,
        lambda _: Location(
            14.0831,
            100.6186,
            title="Talat Thai, Khlong Nueng, Khlong Luang, Pathum Thani 12120",
        ),
    ),
    "location_without_title": (_PRIVATE, lambda _: Location(13.5475, 100.2744)),
    "sticker": (_PRIVATE, lambda _: Sticker("cony")),
    "sticker_with_words": (_PRIVATE, lambda _: Text("ช่วยด้วย")),
    "message_of_unknown_sort": (_PRIVATE, lambda _: Unreadable()),
    "unknown_mode": (_PRIVATE, lambda _: Unreadable()),
    "redelivered": (_PRIVATE, lambda _: Text("ขอความช่วยเหลือ")),
}

_OTHERS: dict[str, tuple[Chat, Content]] = {
    "tap": (_PRIVATE, Tap("a:0123abcd:danger_now:yes")),
    "tap_in_group": (_GROUP, Tap("r:take:k3m9p2x7")),
    "tap_on_date_picker": (_PRIVATE, Tap("a:0123abcd:since:picked")),
    "tap_on_menu_tab": (_PRIVATE, Tap("menu")),
    "follow": (_PRIVATE, Opened()),
    "unblock": (_PRIVATE, Opened()),
    "unfollow": (_PRIVATE, Blocked()),
    "join": (_GROUP, Joined()),
    "leave": (_GROUP, Removed()),
    "member_joined": (_GROUP, Unreadable()),
    "member_left": (_GROUP, Unreadable()),
    "unsend": (_GROUP, Unsent("325708")),
    "video_viewed": (_PRIVATE, Unreadable()),
    "beacon": (_PRIVATE, Unreadable()),
    "account_link": (_PRIVATE, Unreadable()),
    "membership": (_PRIVATE, Unreadable()),
    "standby": (_PRIVATE, Unreadable()),
    "unknown_event": (_PRIVATE, Unreadable()),
}
_NOT_DESCRIBED = {"message_of_unknown_sort", "unknown_event", "unknown_mode"}


def _post(name: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((_PAYLOADS / f"{name}.json").read_bytes())
    return body


def _raw(value: object) -> bytes:
    return json.dumps(value).encode()


def test_every_payload_is_expected_to_be_something() -> None:
    names = {path.stem for path in _PAYLOADS.iterdir()}
    assert names == {*_MESSAGES, *_OTHERS, "empty", "several_people"}


@pytest.mark.wire
@pytest.mark.parametrize("name", _MESSAGES)
def test_a_message_is_read_with_all_that_is_known_of_it(name: str) -> None:
    chat, content = _MESSAGES[name]
    for event, got in zip(
        _post(name)["events"],
        read_events((_PAYLOADS / f"{name}.json").read_bytes(), _NOW),
        strict=True,
    ):
        assert got.content == content(event["message"]["id"])
        assert got.chat == chat
        assert got.message == event["message"]["id"]
        assert got.event == event["webhookEventId"]
        assert got.reply_token == event["replyToken"]
        assert got.account == event["source"].get("userId", "")
        assert got.sent_at == datetime.fromtimestamp(event["timestamp"] // 1000, UTC)
        assert json.loads(got.raw) == event


@pytest.mark.wire
@pytest.mark.parametrize("name", _OTHERS)
def test_what_is_not_a_message_is_read_and_has_no_message(name: str) -> None:
    [event] = _post(name)["events"]
    [got] = read_events((_PAYLOADS / f"{name}.json").read_bytes(), _NOW)
    assert (got.chat, got.content) == _OTHERS[name]
    assert got.message == ""
    assert got.event == event["webhookEventId"]
    assert got.account == event["source"].get("userId", "")
    assert got.reply_token == event.get("replyToken", "")
    assert json.loads(got.raw) == event


@pytest.mark.skipif(not described(), reason="LINE's description is not on this machine")
@pytest.mark.parametrize("name", sorted({*_MESSAGES, *_OTHERS} - _NOT_DESCRIBED))
def test_the_payloads_are_what_line_describes(name: str) -> None:
    assert faults("CallbackRequest", _post(name), spec="webhook") == []


def test_a_quoted_message_is_named_and_nothing_more_is_known_of_it() -> None:
    found = {
        name: read_events((_PAYLOADS / f"{name}.json").read_bytes(), _NOW)[0].replied_to
        for name in (*_MESSAGES, *_OTHERS)
    }
    assert {name: each for name, each in found.items() if each is not None} == {
        "text_quoting": RepliedTo("468789577898262530"),
        "text_quoting_own": RepliedTo("537000000000000001"),
    }


def test_a_post_of_several_people_gives_each_their_own() -> None:
    found = read_events(_raw(_post("several_people")), _NOW)
    assert [each.content for each in found] == [
        Text("hello"),
        Unreadable(),
        Tap("a:0123abcd:safe:no"),
        Unsent("325709"),
    ]
    assert len({each.account for each in found}) == 2


def test_a_post_that_only_asks_whether_we_are_there_has_no_events() -> None:
    assert read_events(_raw(_post("empty")), _NOW) == ()


def test_an_event_in_standby_gives_nothing_to_answer_with() -> None:
    body = _post("standby")
    body["events"][0]["replyToken"] = "token"
    [got] = read_events(_raw(body), _NOW)
    assert got.content == Unreadable()
    assert got.reply_token == got.message == ""


def test_an_event_without_an_id_has_the_same_name_when_it_comes_again() -> None:
    body = _post("text")
    del body["events"][0]["webhookEventId"]
    [first] = read_events(_raw(body), _NOW)
    body["events"][0]["deliveryContext"]["isRedelivery"] = True
    [again] = read_events(_raw(body), _NOW + timedelta(minutes=1))
    body["events"][0]["message"]["text"] += "!"
    [other] = read_events(_raw(body), _NOW)
    assert first.event == again.event != other.event


def test_a_source_of_an_unknown_sort_is_never_private() -> None:
    body = _post("text")
    body["events"][0]["source"]["type"] = "openchat"
    [got] = read_events(_raw(body), _NOW)
    assert got.chat == Chat(Channel.LINE, _WORKER, private=False)
    assert isinstance(got.content, Text)


def test_a_file_elsewhere_is_never_fetched() -> None:
    for kind in ("image", "video", "audio"):
        body = _post("image_elsewhere")
        body["events"][0]["message"]["type"] = kind
        [got] = read_events(_raw(body), _NOW)
        assert got.content == Unreadable()


def test_a_file_without_a_name_cannot_be_promised() -> None:
    body = _post("image")
    del body["events"][0]["message"]["id"]
    [got] = read_events(_raw(body), _NOW)
    assert got.content == Unreadable()


def test_half_a_letter_does_not_spoil_the_words() -> None:
    raw = (_PAYLOADS / "text_quoting.json").read_bytes().replace("បាទ".encode(), rb"a\ud83db\u0000")
    [got] = read_events(raw, _NOW)
    assert got.content == Text("a\ufffdb\ufffd")


@pytest.mark.parametrize(
    "timestamp", [None, "now", -1, True, 2**52, 2**53 - 1, 10**30, 10**400, 1.5, float("nan")]
)
def test_a_time_that_cannot_be_is_the_present(timestamp: object) -> None:
    body = _post("text")
    body["events"][0]["timestamp"] = timestamp
    [got] = read_events(_raw(body), _NOW)
    assert got.sent_at == _NOW
    assert isinstance(got.content, Text)


def test_a_position_out_of_this_world_is_at_least_its_words() -> None:
    body = _post("location")
    body["events"][0]["message"]["latitude"] = 1e9
    [got] = read_events(_raw(body), _NOW)
    assert isinstance(got.content, Text)
    assert got.content.text.startswith("Talat Thai")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"events"',
        b"{}",
        b'{"events": null}',
        b'{"events": {}}',
        b"\xff\xfe\xfd",
        b'{"events": [' + b"[" * 100_000,
        b'{"events": [' + b"[" * 900 + b"]" * 900 + b"]}",
        b'{"events": [' + b"9" * 10_000 + b"]}",
    ],
    ids=range(12),
)
def test_what_is_not_from_line_is_refused_by_name(raw: bytes) -> None:
    try:
        read_events(raw, _NOW)
    except NotAnEvent:
        return
    assert raw.startswith(b'{"events": [[')

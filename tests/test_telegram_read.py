"""Reading Telegram: each kind of update in our words, and nothing there makes us stumble."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bot.channels.telegram.authenticate import authenticate
from bot.channels.telegram.read import NotAnEvent, read_update
from bot.domain.ids import Channel
from bot.domain.incoming import (
    Blocked,
    Chat,
    Contact,
    Content,
    Edited,
    Incoming,
    Joined,
    Location,
    Media,
    MediaKind,
    Moved,
    Opened,
    Removed,
    RepliedTo,
    Sticker,
    Tap,
    Text,
    Unreadable,
)
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.wire

PAYLOADS = {
    path.stem: path.read_bytes()
    for path in sorted((Path(__file__).parent / "payloads" / "telegram").glob("*.json"))
}
SENT = datetime(2026, 3, 20, 10, 0, tzinfo=UTC)
NOW = SENT + timedelta(minutes=5)
AYE = Chat(Channel.TELEGRAM, "6123456789")
CENTRE = Chat(Channel.TELEGRAM, "-1002345678901", private=False)
TOPIC = Chat(Channel.TELEGRAM, "-1002345678901", private=False, thread="77")
YOUNG = Chat(Channel.TELEGRAM, "-4567890123", private=False)
NEWS = Chat(Channel.TELEGRAM, "-1003334445556", private=False)
PHOTO, VIDEO = MediaKind.PHOTO, MediaKind.VIDEO

EXPECTED: dict[str, tuple[Chat, Content]] = {
    "added_to_channel": (NEWS, Removed()),
    "animation": (AYE, Media(VIDEO, "CgACAgUAAxkBAAIg", "video/mp4", 30123, "cat.mp4", 3)),
    "audio": (
        AYE,
        Media(MediaKind.AUDIO, "CQACAgUAAxkBAAIa", "audio/mp4", 960123, "boss.m4a", 61),
    ),
    "blocked": (AYE, Blocked()),
    "broken_surrogate": (AYE, Text("cut \ufffd")),
    "channel_post": (NEWS, Unreadable()),
    "command_for_another_bot": (CENTRE, Text("/help@other_bot")),
    "command_in_group": (CENTRE, Text("/bind 12345678")),
    "command_reply_to_photo": (AYE, Text("/delete")),
    "command_start": (AYE, Text("/start")),
    "command_start_with_code": (AYE, Text("/start c-12345678")),
    "contact": (AYE, Contact("Zaw Min, +66800000000")),
    "document": (
        AYE,
        Media(MediaKind.DOCUMENT, "BQACAgUAAxkBAAId", "application/pdf", 26214400, "contract.pdf"),
    ),
    "edited_caption": (AYE, Edited("4126", "Our room")),
    "edited_text": (AYE, Edited("4125", "12 people, not 2")),
    "from_anonymous_admin": (CENTRE, Unreadable()),
    "from_another_bot": (CENTRE, Unreadable()),
    "from_linked_channel": (CENTRE, Unreadable()),
    "joined": (YOUNG, Joined()),
    "joined_as_administrator": (CENTRE, Joined()),
    "kicked": (CENTRE, Removed()),
    "kicked_while_restricted": (CENTRE, Removed()),
    "left": (YOUNG, Removed()),
    "location": (AYE, Location(13.547, 100.2744, 65.0)),
    "location_live": (AYE, Location(13.547, 100.2744)),
    "location_live_moved": (AYE, Unreadable()),
    "moved": (YOUNG, Moved("-1002345678901")),
    "moved_new_side": (CENTRE, Unreadable()),
    "photo": (
        AYE,
        Media(PHOTO, "AgACAgUAAxkBAAIx", "image/jpeg", 180345, caption="My room"),
    ),
    "photo_in_album": (
        AYE,
        Media(PHOTO, "AgACAgUAAxkBAAIa2", "image/jpeg", 80345, album="13812345678901234"),
    ),
    "photo_too_large": (AYE, Media(PHOTO, "AgACAgUAAxkBAAIm", "image/jpeg", 20123)),
    "poll": (AYE, Unreadable()),
    "promoted": (CENTRE, Unreadable()),
    "reaction": (AYE, Unreadable()),
    "someone_joined": (CENTRE, Unreadable()),
    "sticker": (AYE, Sticker("🙏")),
    "tap": (AYE, Tap("a:4k9x2m7q:in_danger_now:yes", "4383928129317466112")),
    "tap_in_group": (TOPIC, Tap("r:take:8s7d6f5g", "4383928129317466113")),
    "tap_on_inaccessible_message": (
        AYE,
        Tap("a:4k9x2m7q:province:TH-74", "4383928129317466114"),
    ),
    "tap_without_message": (AYE, Tap("a:4k9x2m7q:province:TH-74", "4383928129317466115")),
    "tap_without_words": (AYE, Tap("", "4383928129317466116")),
    "text": (AYE, Text("မင်္ဂလာပါ ကျွန်မ အကူအညီ လိုပါတယ်")),
    "text_forwarded_with_unknown_fields": (AYE, Text("They took it")),
    "text_in_private_topic": (Chat(Channel.TELEGRAM, AYE.id, thread="4000"), Text("ဖျက်")),
    "text_in_reply_thread": (CENTRE, Text("ครับ")),
    "text_in_topic": (TOPIC, Text("ใครว่าง")),
    "text_reply_elsewhere": (AYE, Text("ဖျက်")),
    "text_reply_in_group": (CENTRE, Text("รับแล้ว")),
    "text_reply_to_bot": (AYE, Text("ဖျက်")),
    "text_reply_to_own": (AYE, Text("ဖျက်")),
    "unblocked": (AYE, Opened()),
    "unknown_kind": (AYE, Unreadable()),
    "venue": (AYE, Location(13.52, 100.27, title="ตลาดทะเลไทย, สมุทรสาคร")),
    "video": (
        AYE,
        Media(
            VIDEO,
            "BAACAgUAAxkBAAIvi",
            "video/mp4",
            1960123,
            "IMG_1.MP4",
            9,
            caption="The dormitory",
        ),
    ),
    "video_note": (AYE, Media(VIDEO, "DQACAgUAAxkBAAIn", "video/mp4", 760123, seconds=6)),
    "voice": (AYE, Media(MediaKind.VOICE, "AwACAgUAAxkBAAIv", "audio/ogg", 55321, seconds=14)),
}
JUNK: tuple[object, ...] = (None, "", "x", 0, -1, 10**20, 1.5, 1e308, True, [], {}, [[]], [None])


def _read(name: str) -> Incoming:
    return read_update(PAYLOADS[name], NOW, username="rongthuk_test_bot")


def test_every_payload_has_its_meaning_written_down() -> None:
    assert set(PAYLOADS) == set(EXPECTED)


@pytest.mark.parametrize("name", PAYLOADS)
def test_each_kind_of_update_becomes_our_words(name: str) -> None:
    incoming = _read(name)
    assert (incoming.chat, incoming.content) == EXPECTED[name]
    assert incoming.event == str(json.loads(PAYLOADS[name])["update_id"])
    assert incoming.raw == PAYLOADS[name]


def test_a_message_keeps_its_sender_its_time_its_number_and_the_language() -> None:
    incoming = _read("text")
    told = (incoming.account, incoming.sent_at, incoming.message, incoming.language)
    assert told == ("6123456789", SENT, "4101", "my")


ANSWERED = SENT - timedelta(seconds=60)


def test_what_is_answered_by_the_gesture_is_named_with_whose_it_is_and_when_it_was_sent() -> None:
    answered = {name: _read(name).replied_to for name in PAYLOADS}
    assert {name: each for name, each in answered.items() if each is not None} == {
        "text_reply_to_own": RepliedTo("4101", own=True, at=ANSWERED),
        "text_reply_to_bot": RepliedTo("4099", own=False, at=ANSWERED),
        "command_reply_to_photo": RepliedTo("4126", own=True, at=ANSWERED),
        "text_reply_in_group": RepliedTo("4090", own=False, at=ANSWERED),
    }


def test_a_message_whose_writer_is_not_told_is_never_taken_for_ones_own() -> None:
    own = PAYLOADS["text_reply_to_own"]
    nobody, unknown = ("message", "from"), ("message", "reply_to_message", "from")
    for spoilt in (
        _spoilt(own, nobody),
        _spoilt(own, unknown),
        _spoilt(_spoilt(own, nobody), unknown),
    ):
        assert read_update(spoilt, NOW).replied_to == RepliedTo("4101", own=False, at=ANSWERED)


def test_a_press_in_a_group_is_the_pressers_and_happens_now() -> None:
    incoming = _read("tap_in_group")
    told = (incoming.account, incoming.sent_at, incoming.message, incoming.language)
    assert told == ("5234567890", NOW, "4098", "th")


def test_an_edit_has_the_time_of_the_edit() -> None:
    assert _read("edited_text").sent_at == SENT + timedelta(seconds=40)


def test_our_name_behind_a_command_goes_whatever_its_case_or_when_we_know_no_name() -> None:
    assert read_update(PAYLOADS["command_in_group"], NOW).content == Text("/bind 12345678")


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b'"x"', b"7", b"null", b"\xff\xfe", b"[" * 100_000, b"9" * 5000]
)
def test_what_is_no_json_object_is_not_an_event(raw: bytes) -> None:
    with pytest.raises(NotAnEvent):
        read_update(raw, NOW)


def test_an_update_without_a_number_has_the_same_name_at_each_delivery() -> None:
    names = {read_update(b'{"message": {"text": "x"}}', now).event for now in (NOW, SENT)}
    assert len(names) == 1
    assert names != {read_update(b'{"message": {"text": "y"}}', NOW).event}


def test_true_is_no_number() -> None:
    incoming = read_update(b'{"update_id": true, "message": {"chat": {"id": true}}}', NOW)
    assert incoming.event.startswith("raw-")
    assert incoming.chat.id == ""


def _places(node: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    entries: Iterable[tuple[Any, object]] = ()
    if isinstance(node, dict | list):
        entries = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in entries:
        yield (*path, key)
        yield from _places(value, (*path, key))


def _spoilt(raw: bytes, path: tuple[Any, ...], *junk: object) -> bytes:
    update = node = json.loads(raw)
    for key in path[:-1]:
        node = node[key]
    if junk:
        node[path[-1]] = junk[0]
    else:
        del node[path[-1]]
    return json.dumps(update).encode()


def _is_sound(incoming: Incoming) -> bool:
    """Whether the rest of the house can store and compare it."""
    str(incoming).encode()
    return bool(incoming.event) and incoming.sent_at.tzinfo is UTC


@pytest.mark.parametrize("name", PAYLOADS)
def test_any_field_may_be_missing_or_of_another_kind(name: str) -> None:
    raw = PAYLOADS[name]
    for path in _places(json.loads(raw)):
        assert _is_sound(read_update(_spoilt(raw, path), NOW))
        for junk in JUNK:
            assert _is_sound(read_update(_spoilt(raw, path, junk), NOW))


def test_words_survive_when_everything_around_them_is_spoilt() -> None:
    spoils: tuple[dict[str, object], ...] = (
        {"date": "yesterday"},
        {"from": None},
        {"message_id": []},
        {"entities": 5},
    )
    for spoilt in spoils:
        update = json.loads(PAYLOADS["text"])
        update["message"] |= spoilt
        read = read_update(json.dumps(update).encode(), NOW)
        assert (read.chat, read.content) == EXPECTED["text"]


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=5,
)
_kinds = st.sampled_from(
    ["message", "edited_message", "callback_query", "my_chat_member", "poll_answer"]
)
_fields = st.sampled_from(
    ["chat", "from", "text", "photo", "voice", "venue", "location", "message", "data", "contact"]
)


@settings(max_examples=50, deadline=None)
@given(_kinds, st.dictionaries(_fields, _json), _json)
def test_nothing_that_is_json_makes_the_reader_stumble(
    kind: str, body: dict[str, object], number: object
) -> None:
    raw = json.dumps({"update_id": number, kind: body}).encode()
    assert _is_sound(read_update(raw, NOW))


@settings(deadline=None)
@given(st.binary())
def test_bytes_are_an_event_or_they_are_not(raw: bytes) -> None:
    try:
        incoming = read_update(raw, NOW)
    except NotAnEvent:
        return
    assert _is_sound(incoming)


@pytest.mark.parametrize(
    ("headers", "secret", "believed"),
    [
        ({"X-Telegram-Bot-Api-Secret-Token": "s3cret"}, "s3cret", True),
        ({"x-telegram-bot-api-secret-token": "s3cret"}, "s3cret", True),
        ({"X-Telegram-Bot-Api-Secret-Token": "s3cre"}, "s3cret", False),
        ({"X-Telegram-Bot-Api-Secret-Token": "ส"}, "s3cret", False),
        ({"X-Telegram-Bot-Api-Secret-Token": ""}, "s3cret", False),
        ({}, "s3cret", False),
        ({"X-Telegram-Bot-Api-Secret-Token": ""}, "", False),
        ({}, "", False),
    ],
)
def test_only_the_holder_of_the_secret_is_believed(
    headers: dict[str, str], secret: str, *, believed: bool
) -> None:
    assert authenticate(headers, secret) is believed

"""The bytes of the internet: Telegram's updates, LINE's events, what stands behind buttons."""

import json
from datetime import UTC, datetime
from random import Random
from typing import Final

from bot.channels.line import read as line_reader
from bot.channels.simulator import read as simulator_reader
from bot.channels.telegram import read as telegram_reader
from bot.domain.ids import Channel
from bot.domain.incoming import Chat, Incoming, Location
from bot.domain.prompt import LONGEST_PAYLOAD, OfficerTap, WorkerTap, read_payload
from pydantic import TypeAdapter

from tests.fuzzing.json_pieces import JsonSpoiler
from tests.fuzzing.target import TESTS, Spoil, Target
from tests.fuzzing.text_pieces import TextSpoiler

NOW: Final = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
_STORED: Final = TypeAdapter(Incoming)
_RAW: Final = {"raw"}
_DOER: Final = simulator_reader.Doer("w", Chat(Channel.SIMULATOR, "w"), "en")
_DONE: Final[tuple[dict[str, object], ...]] = (
    {"kind": "open"},
    {"kind": "text", "text": "hello"},
    {"kind": "text", "text": "delete", "replies": "e1"},
    {"kind": "tap", "payload": "a:b:c:d", "message": "e1"},
    {"kind": "place", "lat": 13.5, "lon": 100.2, "title": "here"},
    {"kind": "photo"},
    {"kind": "voice"},
    {"kind": "sticker", "emoji": "x"},
    {"kind": "take_back", "message": "e1"},
)
_PAYLOADS: Final = (
    *("a:c0ffee12:category:pay", "a:c0ffee12:relay_aa11bb22cc33:yes", "a:c0ffee12:province:TH-74"),
    *("r:take:aa11bb22", "r:note:aa11bb22:2", "r:date:aa11bb22:2026-12-01", "a:x:name:၀:๙"),
)
_ODD: Final = ("", "\0", "\u202e", "\ud800", "😀", "a", "r", "take", "-1", "1" * 64, " ")


def telegram(raw: bytes) -> None:
    """Telegram's updates, as the webhook brings them and, one in eight, as polling does."""
    try:
        read = telegram_reader.read_update(raw, NOW, username="rongthuk_bot")
    except telegram_reader.NotAnEvent:
        return
    _check(read)
    if len(raw) % 8 == 0:
        polled = json.loads(raw)
        assert telegram_reader.lane(polled) == read.chat.id
        again = json.dumps(polled).encode()
        assert telegram_reader.read_update(again, NOW, username="rongthuk_bot").chat == read.chat


def line(raw: bytes) -> None:
    """LINE's events, at once and, one POST in four, as a stuck one is read again."""
    try:
        events = line_reader.read_events(raw, NOW)
    except line_reader.NotAnEvent:
        return
    for event in events:
        _check(event)
        assert len(raw) % 4 or line_reader.read_event(event.raw, NOW) == event


def simulator(raw: bytes) -> None:
    """What somebody does on a screen of the demonstration."""
    event = json.loads(raw) if raw[:1] == b"{" and _is_json(raw) else {}
    try:
        read = simulator_reader.read_event(event, _DOER, 1, NOW)
    except simulator_reader.NotAnEvent:
        return
    _check(read)
    if isinstance(read.content, Location):
        assert abs(read.content.lat) <= 90
        assert abs(read.content.lon) <= 180


def _is_json(raw: bytes) -> bool:
    try:
        return isinstance(json.loads(raw), dict)
    except (ValueError, RecursionError):
        return False


def _check(read: Incoming) -> None:
    """It can be stored and it can be told from others."""
    assert read.event
    assert isinstance(read.chat.id, str)
    assert read.sent_at.tzinfo is not None
    _STORED.dump_json(read, exclude=_RAW, warnings="error")


def payloads(raw: bytes) -> None:
    """What stands behind buttons: what is understood is ours, whole, and short enough."""
    text = _words(raw)
    match read_payload(text):
        case WorkerTap(conversation, question, value):
            assert text == f"a:{conversation}:{question}:{value}"
        case OfficerTap(action, referral, value):
            assert text in {f"r:{action}:{referral}:{value}", f"r:{action}:{referral}"}
        case None:
            return
    assert len(text.encode()) <= LONGEST_PAYLOAD


def _words(raw: bytes) -> str:
    """As text, in which halves of surrogate pairs stand as they may in JSON."""
    try:
        return raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace")


def _json(begin: list[bytes], dice: Random) -> Spoil:
    return JsonSpoiler(begin, dice).spoilt


def _of_channel(channel: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((TESTS / "payloads" / channel).iterdir())]


TARGETS: Final = {
    "telegram": Target(telegram, lambda: _of_channel("telegram"), _json),
    "line": Target(line, lambda: _of_channel("line"), _json),
    "simulator": Target(simulator, lambda: [json.dumps(each).encode() for each in _DONE], _json),
    "payloads": Target(
        payloads,
        lambda: [each.encode() for each in _PAYLOADS],
        lambda begin, dice: TextSpoiler(begin, ":", _ODD, dice).spoilt,
    ),
}

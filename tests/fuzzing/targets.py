"""What reads bytes from outside: each takes any bytes and raises nothing but declared errors.

A target is a function of bytes. It asserts what must hold of whatever was understood.
"""

import json
import random
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.catalogue.exchange import RefusedRow, rows
from bot.channels.line import read as line_reader
from bot.channels.telegram import read as telegram_reader
from bot.config import ConfigError, load_config
from bot.domain.incoming import (
    Content,
    Edited,
    Incoming,
    Location,
    Media,
    MediaKind,
    Sticker,
    Tap,
    Text,
    Unsent,
)
from bot.domain.place_names import find_place
from bot.domain.prompt import read_payload
from pydantic import TypeAdapter

from tests.walker import Walker, around

Target = Callable[[bytes], None]
NOW: Final = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
_STORED: Final = TypeAdapter(Incoming)
_FOLDER: Final = Path(tempfile.gettempdir())
_STEPS: Final = 12
_ODD_TEXTS: Final = ("", "\u200b", "ok", "yes", "ไม่", "ဟုတ်ကဲ့", "/start", "/stop", "help", "1" * 5000)


def telegram(raw: bytes) -> None:
    """Telegram's updates."""
    try:
        read = telegram_reader.read_update(raw, NOW, username="rongthuk_bot")
    except telegram_reader.NotAnEvent:
        return
    _check(read)
    assert telegram_reader.read_update(raw, NOW, username="rongthuk_bot") == read
    telegram_reader.lane(json.loads(raw))


def line(raw: bytes) -> None:
    """LINE's events."""
    try:
        events = line_reader.read_events(raw, NOW)
    except line_reader.NotAnEvent:
        return
    for event in events:
        _check(event)
        assert line_reader.read_event(event.raw, NOW) == event


def _check(read: Incoming) -> None:
    """It can be stored and it can be told from others."""
    assert read.event
    assert isinstance(read.chat.id, str)
    assert read.sent_at.tzinfo is not None
    _STORED.dump_json(read, warnings="error")


def engine(raw: bytes) -> None:
    """A conversation: whatever is said in whatever order, it is stored, loaded and goes on."""
    dice = random.Random(raw)  # noqa: S311  no secret
    walker = Walker()
    for number in range(min(_STEPS, len(raw))):
        walker.hears(
            _content(walker, dice, raw[number:]), timedelta(seconds=dice.choice((1, 4000)))
        )


def _content(walker: Walker, dice: random.Random, raw: bytes) -> Content:
    """Something a person, or a platform gone mad, may bring."""
    words = dice.choice((*_ODD_TEXTS, raw.decode("utf-8", "replace")))
    known = dice.choice(walker.payloads) if walker.payloads else "a:x:y:z"
    torn = known[: dice.randrange(len(known))] + words[: dice.randrange(40)]
    odd = (0.0, -91.0, 13.5, 1e308, float("nan"), float("inf"))
    return dice.choice(
        (
            Tap(known),
            Tap(known),
            Tap(torn),
            Text(words),
            Location(dice.choice(odd), dice.choice(odd)),
            Media(dice.choice(list(MediaKind)), words),
            Sticker(),
            Unsent(f"e{dice.randrange(9)}"),
            Edited(f"e{dice.randrange(9)}", words),
        )
    )


def places(raw: bytes) -> None:
    """Typed names of places."""
    match = find_place(around().gazetteer, raw.decode("utf-8", "replace"))
    scores = [each.score for each in match.places]
    assert len(scores) <= 3
    assert scores == sorted(scores, reverse=True)


def payloads(raw: bytes) -> None:
    """What stands behind buttons."""
    tap = read_payload(raw.decode("utf-8", "replace"))
    assert tap is None or raw[:2] in {b"a:", b"r:"}


def translations(raw: bytes) -> None:
    """What a translator gives back; the first byte says which form it claims to have."""
    ending = ("csv", "po", "xlsx")[raw[0] % 3] if raw else "csv"
    path = _FOLDER / f"rongthuk-returned.{ending}"
    path.write_bytes(raw[1:])
    try:
        read = rows(path)
    except RefusedRow:
        return
    assert all(row.key and row.place for row in read)


def configuration(raw: bytes) -> None:
    """The operator's file."""
    path = _FOLDER / "rongthuk-config.toml"
    path.write_bytes(raw)
    with suppress(ConfigError):
        load_config(path, {})


TARGETS: Final[Mapping[str, Target]] = {
    each.__name__: each
    for each in (telegram, line, engine, places, payloads, translations, configuration)
}

"""However an event of LINE is spoilt, nothing rises and nobody else's event is lost."""

import json
from copy import deepcopy
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.channels.line.read import NotAnEvent, read_event, read_events
from bot.domain.ids import Channel
from bot.domain.incoming import Text
from hypothesis import given, settings
from hypothesis import strategies as st

_PAYLOADS = Path(__file__).parent / "payloads" / "line"
_NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def _raw(value: object) -> bytes:
    return json.dumps(value).encode()


_EVENTS = [
    event
    for path in sorted(_PAYLOADS.iterdir())
    for event in json.loads(path.read_bytes())["events"]
]
_ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters()),
    st.sampled_from(["\ud800", "\0", -1, 10**30, 1e308, [], {}, [None], {"type": "user"}, "user"]),
    st.lists(st.none() | st.integers(), max_size=2),
    st.dictionaries(st.sampled_from(["type", "id", "data"]), st.integers(), max_size=2),
)


def _paths(value: object, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inside: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    return [path for name, each in inside for path in [(*at, name), *_paths(each, (*at, name))]]


@st.composite
def _spoilt(draw: st.DrawFn) -> Any:  # noqa: ANN401  it is any JSON
    event = deepcopy(draw(st.sampled_from(_EVENTS)))
    for _ in range(draw(st.integers(1, 3))):
        paths = _paths(event)
        if not paths:
            break
        *way, last = draw(st.sampled_from(paths))
        holder: Any = event
        for step in way:
            holder = holder[step]
        if draw(st.booleans()):
            del holder[last]
        else:
            holder[last] = deepcopy(draw(_ODD))  # what is sampled must stay as it is
    return event


@settings(deadline=None)
@given(_spoilt() | _ODD)
def test_a_spoilt_event_never_rises_and_never_takes_others_with_it(spoilt: object) -> None:
    whole = json.loads((_PAYLOADS / "text.json").read_bytes())["events"][0]
    body = {"destination": "U0", "events": [whole, spoilt, whole]}
    before, between, after = read_events(_raw(body), _NOW)
    assert isinstance(before.content, Text)
    assert before == after
    assert between.event
    assert between.chat.channel is Channel.LINE
    json.dumps([between.chat.id, between.account, between.message, between.event]).encode()


@settings(deadline=None)
@given(_spoilt())
def test_a_kept_event_reads_the_same_when_it_is_taken_again(spoilt: object) -> None:
    [first] = read_events(_raw({"events": [spoilt]}), _NOW)
    assert read_event(first.raw, _NOW) == first


@settings(deadline=None)
@given(_spoilt())
def test_words_of_an_event_can_always_be_stored(spoilt: object) -> None:
    [got] = read_events(_raw({"events": [spoilt]}), _NOW)
    known = asdict(got) | {"raw": None, "sent_at": None}
    words = json.dumps(known, ensure_ascii=False)
    assert words.encode().decode() == words
    assert r"\u0000" not in words


@settings(deadline=None)
@given(st.binary(max_size=200) | st.recursive(_ODD, st.lists, max_leaves=3).map(_raw))
def test_any_bytes_are_read_or_refused_by_name(raw: bytes) -> None:
    try:
        found = read_events(raw, _NOW)
    except NotAnEvent:
        found = ()
    assert isinstance(found, tuple)

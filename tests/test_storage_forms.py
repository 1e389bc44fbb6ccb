"""Forms: every value of the domain comes back as it was, old rows load."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.case import Case
from bot.domain.conversation import Conversation, Evidence
from bot.domain.delivery import Owed
from bot.domain.ids import ConversationId, QuestionId
from bot.domain.prompt import (
    Button,
    Line,
    Listing,
    Literal,
    Moment,
    Named,
    Prompt,
    Value,
)
from bot.domain.referral import Referral
from bot.domain.unit import Code, Group, Officer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from storage.forms import from_bytes, to_bytes

from tests.storage_samples import MY, NOW, case, conversation, referral

WORDS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["2026-04-13", "2026-04-13T12:30:00Z", "true", "null", "1", "1.5", "{}", "\x00", "ကျွန်တော်"]
)
MOMENTS = st.datetimes(timezones=st.just(UTC))
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


def values() -> st.SearchStrategy[Value]:
    moment = st.builds(Moment, at=MOMENTS, now=st.none() | MOMENTS)
    plain = WORDS | st.integers() | moment | st.builds(Named, WORDS, WORDS)
    return st.recursive(
        plain | st.builds(Literal, WORDS),
        lambda inner: (
            st.builds(Line, WORDS, st.dictionaries(WORDS, inner, max_size=3))
            | st.builds(Listing, st.lists(inner, max_size=3).map(tuple))
        ),
        max_leaves=8,
    )


LINES = st.builds(Line, WORDS, st.dictionaries(WORDS, values(), max_size=3))
BUTTONS = st.builds(
    Button, LINES | st.builds(Named, WORDS, WORDS) | st.builds(Literal, WORDS), WORDS
)
PROMPTS = st.builds(
    Prompt,
    lines=st.lists(LINES, max_size=3).map(tuple),
    rows=st.lists(st.lists(BUTTONS, max_size=2).map(tuple), max_size=2).map(tuple),
    question=st.none() | WORDS.map(QuestionId),
    location=st.booleans(),
)


def _kinds(value: object) -> object:
    """The value with the type of everything in it: 1 is not True here, nor `1` a Literal."""
    if hasattr(value, "__dataclass_fields__"):
        return type(value), [_kinds(getattr(value, f)) for f in value.__dataclass_fields__]
    if isinstance(value, dict):
        return dict, {key: _kinds(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return type(value), [_kinds(inner) for inner in value]
    return type(value), value


@given(prompt=PROMPTS)
def test_a_prompt_comes_back_exactly(prompt: Prompt) -> None:
    back = from_bytes(Prompt, to_bytes(prompt))
    assert back == prompt
    assert _kinds(back) == _kinds(prompt)


def _domain() -> None:
    """Strategies that hypothesis is to use for types it cannot know."""
    st.register_type_strategy(datetime, MOMENTS)
    st.register_type_strategy(Prompt, PROMPTS)
    st.register_type_strategy(str, WORDS)
    st.register_type_strategy(float, st.floats(-1e9, 1e9))


KINDS = (Conversation, Evidence, Case, Owed, Officer, Group, Code)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_every_stored_value_comes_back_exactly(data: st.DataObject) -> None:
    _domain()
    kind: type[Any] = data.draw(st.sampled_from(KINDS))
    value = data.draw(st.from_type(kind))
    back = from_bytes(kind, to_bytes(value))
    assert back == value
    assert _kinds(back) == _kinds(value)


@given(policy=st.dictionaries(WORDS, JSON, max_size=4), done=st.frozensets(WORDS, max_size=3))
def test_a_referral_keeps_its_policy_as_json(policy: dict[str, Any], done: frozenset[str]) -> None:
    _domain()
    value = replace(referral(), policy=policy, done=done)
    back = from_bytes(Referral, to_bytes(value))
    assert (back.policy, back.done) == (policy, done)


def test_a_row_from_before_a_field_came_loads_with_its_default() -> None:
    form = json.loads(to_bytes(conversation()))
    old = {name: form[name] for name in form if name not in {"blocked", "notes"}}
    back = from_bytes(Conversation, json.dumps(old).encode())
    assert (back.blocked, back.notes) == (False, ())
    assert back.id == ConversationId("conv0001")
    assert back.language == MY


def test_a_row_from_after_a_field_was_dropped_loads() -> None:
    form = {**json.loads(to_bytes(case())), "no_longer": 1}
    assert from_bytes(Case, json.dumps(form).encode()) == case()


def test_moments_come_back_aware_in_utc() -> None:
    back = from_bytes(Conversation, to_bytes(conversation()))
    assert back.started_at == NOW
    assert back.started_at.utcoffset() == timedelta(0)

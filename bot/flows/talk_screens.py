"""The talk between a worker and the officers, in the officer's private chat."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import MessageId
from bot.domain.phrase import Phrases
from bot.domain.prompt import (
    Button,
    Line,
    Listing,
    Literal,
    Moment,
    MomentForm,
    Prompt,
    Value,
    officer_payload,
)
from bot.domain.referral import Referral
from bot.domain.relay import Direction, MessageState, RelayMessage
from bot.flows.enclosing import told
from bot.flows.relay_screens import Fate, answered, said

SHOWN = 10
"""The newest messages of a talk on one screen."""


def talk(
    messages: Sequence[RelayMessage],
    referral: Referral,
    phrases: Phrases,
    fate: Fate,
    hidden: frozenset[MessageId],
    now: datetime,
) -> Prompt:
    """The last messages with their times; `hidden` answers stand behind one more tap."""
    head = {"reference": Literal(referral.reference)}
    known = [each for each in messages if each.state is not MessageState.PROPOSED]
    if not known:
        # wording: In the officer's private chat: nobody has written to the other yet.
        return Prompt((Line("officer.talk.empty", head),), _ways_on(referral))
    by_id = {each.id: each for each in messages}
    # wording: Above the talk between worker and officers.
    lines = [Line("officer.talk.head", head)]
    buttons: list[tuple[Button, ...]] = []
    for each in sorted(known, key=_when)[-SHOWN:]:
        lines.append(_line(each, by_id, phrases, fate, hidden, now))
        buttons += _buttons(each, referral, hidden, now)
    seen = [each for each in known if each.evidence and each.id not in hidden]
    look = _look(seen[-1], referral) if seen else ()
    return Prompt(tuple(lines), (*buttons, *look, *_ways_on(referral)))


def _line(
    message: RelayMessage,
    by_id: dict[MessageId, RelayMessage],
    phrases: Phrases,
    fate: Fate,
    hidden: frozenset[MessageId],
    now: datetime,
) -> Line:
    if message.direction is Direction.FROM_WORKER:
        params: dict[str, Value] = {
            "time": Moment(message.at, MomentForm.DAY_TIME, now),
            "text": _told(message, by_id, phrases, hidden),
        }
        # wording: One line of the talk: what the worker said, and when.
        return Line("officer.talk.in", params)
    waits = message.state is MessageState.QUEUED
    params = {
        "time": Moment(_when(message), MomentForm.DAY_TIME, now),
        "text": told(message, said(message)),
        "state": fate.line(now) if waits else _state(message, now),
    }
    # wording: One line of the talk: what an officer wrote, when, and where it stands.
    return Line("officer.talk.out", params)


def _state(message: RelayMessage, now: datetime) -> Value:
    """Where it stands; of a photo or voice also when the worker opened it."""
    state = Line(f"officer.relay.state.{message.state}")
    if message.opened_at is None:
        return state
    opened = {"time": Moment(message.opened_at, MomentForm.DAY_TIME, now)}
    # wording: In the talk: the worker has looked at the photo, or listened to the voice message.
    return Listing((state, Line("officer.relay.opened", opened)))


def _told(
    message: RelayMessage,
    by_id: dict[MessageId, RelayMessage],
    phrases: Phrases,
    hidden: frozenset[MessageId],
) -> Value:
    if message.id in hidden:
        # wording: Stands in place of a sensitive answer; a button under it shows it.
        return Line("officer.talk.sensitive")
    return answered(message, by_id.get(message.answers), phrases)


def _buttons(
    message: RelayMessage, referral: Referral, hidden: frozenset[MessageId], now: datetime
) -> list[tuple[Button, ...]]:
    time = {"time": Moment(_when(message), MomentForm.TIME, now)}
    if message.state is MessageState.QUEUED:
        # wording: Button: take back the message written at that time, which has not left yet.
        label = Line("officer.button.unsend", time)
        return [(Button(label, officer_payload("unsend", referral.id, message.id)),)]
    if message.id in hidden:
        return [(show_answer(message, referral, now),)]
    return []


def _look(reply: RelayMessage, referral: Referral) -> tuple[tuple[Button, ...], ...]:
    """Photos and recordings are not shown in a chat: they stand behind a one-time link."""
    if not reply.evidence:
        return ()
    return ((Button(Line("officer.button.evidence"), officer_payload("evidence", referral.id)),),)


def show_answer(message: RelayMessage, referral: Referral, now: datetime) -> Button:
    """One more tap before a sensitive answer."""
    time = {"time": Moment(_when(message), MomentForm.TIME, now)}
    # wording: Button: show the sensitive answer that came at that time.
    label = Line("officer.button.show_answer", time)
    return Button(label, officer_payload("talk", referral.id, message.id))


def answer_came(
    reply: RelayMessage,
    question: RelayMessage,
    referral: Referral,
    phrases: Phrases,
    *,
    hidden: bool,
) -> Prompt:
    """The notice to whoever holds the case: what was asked, and what was answered."""
    # wording: A notice to the officer: the worker has answered.
    head = Line("officer.relay.answered", {"reference": Literal(referral.reference)})
    # wording: What the officer had asked or said.
    asked = Line("officer.relay.asked", {"text": told(question, said(question))})
    if hidden:
        rows = ((show_answer(reply, referral, reply.at),), *_ways_on(referral))
        return Prompt((head, asked, Line("officer.talk.sensitive")), rows)
    # wording: What the worker answered.
    answer = Line("officer.relay.said", {"text": answered(reply, question, phrases)})
    return Prompt((head, asked, answer), (*_look(reply, referral), *_ways_on(referral)))


def fell_or_left(message: RelayMessage, referral: Referral) -> Prompt:
    """The notice that a message that had waited has left now, or cannot be brought at all."""
    text = told(message, said(message))
    params: dict[str, Value] = {"reference": Literal(referral.reference), "text": text}
    if message.state is MessageState.FAILED:
        # wording: A notice to the officer: the platform does not take the message.
        return Prompt((Line("officer.relay.fell", params),), _ways_on(referral))
    # wording: A notice to the officer: a message that had waited has left now.
    return Prompt((Line("officer.relay.left", params),), _ways_on(referral))


def _when(message: RelayMessage) -> datetime:
    return message.sent_at or message.asked_at or message.at


def _ways_on(referral: Referral) -> tuple[tuple[Button, ...], ...]:
    return (
        (
            Button(Line("officer.button.write"), officer_payload("write", referral.id)),
            Button(Line("officer.button.talk"), officer_payload("talk", referral.id)),
        ),
    )

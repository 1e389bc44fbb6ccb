"""After a case was closed: "how are you now?", and "this did not help" at any time after filing."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.conversation import Conversation, Gate
from bot.domain.ids import QuestionId
from bot.domain.incoming import Incoming, Text
from bot.domain.prompt import Line
from bot.domain.text import graphemes
from bot.flows import alarm
from bot.flows.turn import Said, Surroundings

AFTERCARE = QuestionId("aftercare")
ANSWERS = ("better", "same", "worse", "help")
UNHELPED = "unhelped"
"""What "this did not help" leads to, beside the answers."""
WORSE = ("worse", "help", UNHELPED)
"""What makes it an officer's task again."""
WANTED = "aftercare"
"""Marks a conversation in which the question is put as soon as the person writes and it is safe."""
AFTER = (timedelta(days=7), timedelta(days=30))
"""How long after closing it is asked (policies.md, "To the worker")."""
GREETING = 20
"""Characters up to which the answer to the neutral line is a greeting and not a new complaint."""


def next_after(closed_at: datetime, asked_at: datetime) -> datetime | None:
    """When it is asked again after having been asked at that time, or None."""
    return next((closed_at + each for each in AFTER if closed_at + each > asked_at), None)


def is_pending(conversation: Conversation) -> bool:
    """Whether the question stands next: it waits until the gate is open."""
    free = conversation.editing is None and conversation.interjection is None
    return WANTED in conversation.marks and conversation.gate is Gate.OPEN and free


def greets(conversation: Conversation, incoming: Incoming) -> bool:
    """Whether a message only answers the neutral line: that opens no closed case."""
    content = incoming.content
    short = isinstance(content, Text) and graphemes(content.text.strip()) <= GREETING
    return short and WANTED in conversation.marks


def tapped(said: Said, value: str, around: Surroundings) -> Said:
    """A button of the question, also of one asked long ago; before the gate it is put again."""
    if said.conversation.gate is not Gate.OPEN:
        return said.having(marks=said.conversation.marks | {WANTED})
    return answered(said, value, around)


def answered(said: Said, value: str, around: Surroundings) -> Said:
    """The question answered; who needs help again is first asked whether they are in danger."""
    asked = said.having(marks=said.conversation.marks - {WANTED}, interjection=None)
    if value not in ANSWERS:
        return asked
    told = replace(asked, aftermath=value)
    if value == "help":
        return alarm.call_for_help(told, around)
    if value == "better":
        return told.saying(Line("aftercare.better"))
    return told.saying(Line("aftercare.same")) if value == "same" else told


def did_not_help(said: Said) -> Said:
    """The button after filing, after closing and under the state of the case."""
    return replace(said, aftermath=UNHELPED)

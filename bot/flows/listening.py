"""🔊: hearing the question on the screen instead of reading it. A tap on it is no answer."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.domain.conversation import Conversation, Gate
from bot.domain.ids import LanguageCode
from bot.domain.prompt import (
    Button,
    Line,
    Listing,
    Named,
    Prompt,
    Quoted,
    Value,
    WorkerTap,
    worker_payload,
)
from bot.domain.recording import Spoken
from bot.flows import gate
from bot.flows.order import SPOKE_SAFELY
from bot.flows.turn import Said

LISTEN = "listen"
Sounds = tuple[tuple[Spoken, ...], ...]


def audible(conversation: Conversation) -> bool:
    """Whether a sound may be offered: it is heard by whoever stands near.

    Not to somebody who asked for help quietly; and while the safety gate is not open, nothing but
    its own question.
    """
    record, asked = conversation.record, conversation.asked
    if asked is None:
        return False
    if record.has("safe_to_talk", "quiet_help") and SPOKE_SAFELY not in conversation.marks:
        return False
    at_gate = conversation.gate is Gate.ASKED and asked.question == gate.SAFE_TO_TALK
    return conversation.gate is Gate.OPEN or at_gate


def tapped(said: Said, tap: WorkerTap) -> Said:
    """The button: it plays what stands on the screen, and leaves it there.

    An old one brings the question of now, like any old button.
    """
    asked = said.conversation.asked
    current = asked is not None and asked.question == tap.question and bool(asked.aloud)
    if current and audible(said.conversation):
        return replace(said, quiet=True, listens=True)
    return said


def aloud(prompt: Prompt, language: LanguageCode, has: Callable[[Spoken], bool]) -> Sounds:
    """What of a message can be heard: its lines, then its choices, as one sound.

    What is in another language for somebody else's ears is a sound of its own.
    """
    own = [Spoken(language, line.key) for line in prompt.lines]
    own += [spoken for row in prompt.rows for each in row for spoken in _choice(each, language)]
    others = [spoken for line in prompt.lines for spoken in _quoted(line)]
    together = tuple(spoken for spoken in own if has(spoken))
    alone = tuple((spoken,) for spoken in others if has(spoken))
    return (*((together,) if together else ()), *alone)


def _choice(button: Button, language: LanguageCode) -> Iterator[Spoken]:
    """A choice; a language to choose is named in itself. Back, later and the like stay silent."""
    label = button.label
    if isinstance(label, Named) and label.kind == "language":
        yield Spoken(LanguageCode(label.code), "language.name")
    elif isinstance(label, Line) and label.key.startswith("choice."):
        yield Spoken(language, label.key)


def _quoted(value: Value) -> Iterator[Spoken]:
    match value:
        case Quoted(line, spoken):
            yield Spoken(spoken, line.key)
        case Line():
            for each in value.params.values():
                yield from _quoted(each)
        case Listing(items):
            for each in items:
                yield from _quoted(each)
        case _:
            pass


def with_button(prompt: Prompt, conversation: Conversation) -> Prompt:
    """The message with 🔊 in the row of "back", or in a row of its own."""
    payload = worker_payload(conversation.id, prompt.question or "", LISTEN)
    # wording: Plays a recorded voice that says the question. 🔊 in front.
    listen = Button(Line("button.listen"), payload)
    back = worker_payload(conversation.id, prompt.question or "", "back")
    if not any(each.payload == back for row in prompt.rows for each in row):
        return replace(prompt, rows=(*prompt.rows, (listen,)))
    rows = tuple(
        (*row, listen) if any(each.payload == back for each in row) else row for row in prompt.rows
    )
    return replace(prompt, rows=rows)

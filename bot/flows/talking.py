"""What a worker says to an officer, told apart from an answer to the intake's question."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.conversation import Asked, Conversation, Gate
from bot.domain.ids import QuestionId
from bot.domain.incoming import Location
from bot.domain.lexicon import Meaning
from bot.domain.prompt import Line, Prompt, WorkerTap
from bot.domain.relay import Reply, relayed
from bot.domain.text import clean, fold
from bot.flows.alarm import PRESSING
from bot.flows.order import SPOKE_SAFELY
from bot.flows.replies import PLAIN
from bot.flows.turn import Said

STILL_TALKING = timedelta(days=1)
"""So long after an officer's message further words are for that officer, where nothing is asked."""


def stands(said: Said) -> bool:
    """Whether words, a file or a place that come now are for the officer.

    The newest thing on the screen has them: an officer's message that wants an answer, unless a
    question was put after it. What is asked at the safety gate, the code-word above all, is never
    taken for such an answer.
    """
    conversation, talk = said.conversation, said.talk
    if talk.shown_at is None or conversation.gate in (Gate.SHUT, Gate.CODE_WORD):
        return False
    asked = conversation.asked
    if asked is not None and not asked.covered and asked.at >= talk.shown_at:
        return False
    return talk.wants or (asked is None and said.now - talk.shown_at <= STILL_TALKING)


def typed(said: Said, words: str, meaning: Meaning | None) -> Said:
    """Words for the officer: a button's label, a plain "yes", or what they say, kept as a note."""
    value = _as_value(said, words, meaning)
    if value:
        return replace(said, replied=Reply(said.talk.last, value))
    return replace(said.noting(words), replied=Reply(said.talk.last, words=words))


def _as_value(said: Said, words: str, meaning: Meaning | None) -> str:
    for label, value in said.talk.labels:
        if fold(label) == fold(words):
            return value
    plain = PLAIN.get(meaning, "") if meaning else ""
    return plain if any(plain == value for _, value in said.talk.labels) else ""


def tapped(said: Said, tap: WorkerTap) -> Said | None:
    """A button under an officer's message, however old: its name says what it answers."""
    message = relayed(tap.question)
    return replace(said, replied=Reply(message, tap.value)) if message is not None else None


def sent_file(said: Said, received: Said, caption: str) -> Said:
    """A photo or a voice message for the officer."""
    if not stands(said):
        return received
    reply = Reply(said.talk.last, words=clean(caption))
    return replace(received.having(unread_voices=0), replied=reply)


def located(said: Said, location: Location) -> Said:
    """A place for the officer, and for the record."""
    at = f"📍 {location.lat:.5f}, {location.lon:.5f}"
    reply = Reply(said.talk.last, words=clean(location.title), lat=location.lat, lon=location.lon)
    return replace(said.noting(at).saying(Line("kept.place")), replied=reply)


def gives_way(said: Said, question: QuestionId | None) -> bool:
    """Whether the next question is left out because a message of an officer comes instead.

    Never what danger asks, nor what the worker has just opened; and nothing is shown unasked to
    somebody who asked for help quietly.
    """
    conversation = said.conversation
    if not said.talk.pending or said.fresh or said.forget:
        return False
    if conversation.interjection is not None or conversation.editing is not None:
        return False
    return hears(conversation) and question not in PRESSING


def hears(conversation: Conversation) -> bool:
    """Whether something about the case may be shown in a reply: safe, and not quietly there."""
    quiet = conversation.record.has("safe_to_talk", "quiet_help")
    return conversation.gate is Gate.OPEN and not (quiet and SPOKE_SAFELY not in conversation.marks)


def left_out(said: Said, question: QuestionId | None) -> tuple[Conversation, tuple[Prompt, ...]]:
    """The turn without its question: only what else was to be said; typed words are not for it."""
    asked = Asked(question, said.now, covered=True) if question is not None else None
    prompts = (Prompt(said.lines),) if said.lines else ()
    return replace(said.conversation, asked=asked), prompts

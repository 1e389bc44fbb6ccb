"""Every message of the officers' ready sentences, with a word for its translator."""

from collections.abc import Iterator

from bot.domain.phrase import SHARED_ANSWERS, Phrases
from bot.domain.relay import MessageState
from bot.domain.slips import Slip
from bot.domain.wording import Audience, Key, Kind
from bot.flows import enclosing
from bot.flows.relay_screens import HOLDS, SENDING

_SAID = "An officer of the centre sends it to the worker, with one tap."


def relay_keys(phrases: Phrases) -> Iterator[Key]:
    """All of them; what literals in the code name in full is not among them."""
    for phrase in phrases.all:
        about = f"{_SAID} Wants back: {phrase.expects}. Never 'you must'; promise nothing."
        yield Key(f"phrase.{phrase.id}", about)
    yield from _answers(phrases)
    for phrase in phrases.all:
        yield _button(f"phrase.{phrase.id}", f"short label of phrase.{phrase.id}")
    for name in (*phrases.groups, *SENDING):
        yield _button(f"choice.relay.{name}", f"writing to the worker: {name}")
    warnings = {each.warning for each in phrases.all if each.warning}
    for name in (*Slip, *sorted(warnings)):
        yield _text(f"relay.warn.{name}", f"pointed out before a message is sent: {name}")
    yield from enclosing.keys()
    for hold in HOLDS:
        yield _text(f"relay.hold.{hold}", f"when and why a message leaves: {hold}")
    for state in MessageState:
        yield _text(f"relay.state.{state}", f"where a message stands: {state}")


def _answers(phrases: Phrases) -> Iterator[Key]:
    for phrase in phrases.all:
        about = f"The worker's answer to phrase.{phrase.id}; the officer reads it too."
        for answer in phrase.answers:
            if answer not in SHARED_ANSWERS:
                yield Key(phrase.answer_key(answer), about, Kind.BUTTON)
    for answer in sorted(SHARED_ANSWERS):
        about = "The worker's answer to several of the officer's ready sentences (phrase.…)."
        yield Key(f"choice.phrase.{answer}", about, Kind.BUTTON)


def _button(msgid: str, about: str) -> Key:
    about = f"Button in the officer's private chat, {about}."
    return Key(f"officer.{msgid}", about, Kind.BUTTON, Audience.OFFICER)


def _text(msgid: str, about: str) -> Key:
    about = f"In the officer's private chat: {about}."
    return Key(f"officer.{msgid}", about, Kind.TEXT, Audience.OFFICER)

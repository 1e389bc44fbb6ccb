"""Going on from another phone: a PIN is chosen here; there a number and the PIN are typed."""

import re
from dataclasses import replace

from bot.domain.conversation import Conversation, Gate
from bot.domain.ids import QuestionId, Reference
from bot.domain.incoming import Edited, Incoming, PinTyped, Text
from bot.domain.prompt import Line
from bot.domain.reference import read_reference
from bot.domain.text import digits
from bot.flows.turn import Said

PIN_NEW = QuestionId("pin_new")
PIN_AGAIN = QuestionId("pin_again")
CASE_NUMBER = QuestionId("case_number")
CASE_PIN = QuestionId("case_pin")
QUESTIONS = (PIN_NEW, PIN_AGAIN, CASE_NUMBER, CASE_PIN)
PIN_QUESTIONS = frozenset({PIN_NEW, PIN_AGAIN, CASE_PIN})
"""While one of these stands no typed digit is kept."""
NOT_NUMBERS = frozenset({"phone", "code_word"})
"""Questions whose answer may look like a case number (66 and nine digits)."""
_FIGURE = re.compile("[0-9]")
_FIGURES = re.compile(r"[0-9 .\-]*[0-9][0-9 .\-]*")
_LIKE_A_NUMBER = 4
"""Digits by themselves that were meant for a number, where one was asked for."""


def began_here(conversation: Conversation) -> bool:
    """Whether this is the account the intake was begun with: only it chooses a PIN."""
    return conversation.began_with in ("", account_of(conversation))


def account_of(conversation: Conversation) -> str:
    """An account with its platform."""
    return f"{conversation.chat.channel.value}:{conversation.account}"


def may_have_pin(conversation: Conversation) -> bool:
    """Whether there is something to go on with, and this is where it was begun."""
    consented = conversation.record.has("consent_keep", "pass", "keep")
    return (conversation.reference is not None or consented) and began_here(conversation)


def pin_wanted(said: Said) -> Said:
    """Somebody wants to choose a PIN, or another one."""
    if not may_have_pin(said.conversation):
        return said
    return said.having(interjection=PIN_NEW, pin_pending="")


def number_wanted(said: Said) -> Said:
    """Somebody has a number."""
    return said.having(interjection=CASE_NUMBER)


def case_wanted(said: Said) -> Said:
    """The word "my case": how it stands, or its number where this chat has none."""
    filed = said.conversation.reference or said.conversation.before
    return replace(said.having(interjection=None), status=True) if filed else number_wanted(said)


def guarded(conversation: Conversation, incoming: Incoming) -> Incoming:
    """The message as it may be read: while a PIN is asked for no digit of it reaches a note.

    Also where the question is no longer on the screen, and where nobody looked at the PIN before.
    """
    content = incoming.content
    if conversation.interjection not in PIN_QUESTIONS or not isinstance(content, Text | Edited):
        return incoming
    figures = digits(content.text)
    if not _FIGURE.search(figures) or _corrected(conversation, figures):
        return incoming
    if _FIGURES.fullmatch(figures):
        return replace(incoming, content=PinTyped())
    return replace(incoming, content=replace(content, text=_FIGURE.sub("•", figures)))


def _corrected(conversation: Conversation, figures: str) -> bool:
    """Another number instead of a PIN: it was mistyped before."""
    asks = conversation.interjection == CASE_PIN and _FIGURES.fullmatch(figures)
    return bool(asks) and read_reference(figures) is not None


def number_typed(said: Said, words: str) -> Said | None:
    """A case number by itself, wherever it cannot be anything else; None where it is none."""
    conversation = said.conversation
    if conversation.gate is not Gate.OPEN or not _FIGURES.fullmatch(digits(words)):
        return None
    number = read_reference(digits(words))
    if conversation.interjection == CASE_NUMBER:
        return _asked_number(said, words, number)
    asked = conversation.asked
    if number is None or (asked is not None and asked.question in NOT_NUMBERS):
        return None
    return _numbered(said, number)


def _asked_number(said: Said, words: str, number: Reference | None) -> Said | None:
    if number is not None:
        return _numbered(said, number)
    meant = sum(letter.isdecimal() for letter in words) >= _LIKE_A_NUMBER
    return said.saying(Line("case.number_again")) if meant else None


def _numbered(said: Said, number: Reference) -> Said:
    """The PIN is asked for, whether the number exists or not; not for what is open here."""
    own = said.conversation
    if number in (own.reference, own.number):
        return replace(said.having(interjection=None), status=own.reference is not None)
    return said.having(interjection=CASE_PIN, number_asked=number)


def pin_typed(said: Said, pin: PinTyped) -> Said | None:
    """What a typed PIN leads to; None where none is asked for any more."""
    asked = said.conversation.interjection
    if asked not in PIN_QUESTIONS:
        return None
    if not pin.well:
        return said.saying(Line("pin.digits"))
    if asked == PIN_NEW:
        return _chosen(said, pin)
    if asked == PIN_AGAIN:
        return _repeated(said, pin)
    return replace(said.saying(Line("case.not_opened")), opens=pin)


def _chosen(said: Said, pin: PinTyped) -> Said:
    if pin.easy or not pin.hashed:
        return said.saying(Line("pin.easy"))
    return said.having(interjection=PIN_AGAIN, pin_pending=pin.hashed)


def _repeated(said: Said, pin: PinTyped) -> Said:
    pending = said.conversation.pin_pending
    if not pending or not pin.right or pin.against != pending:
        return said.saying(Line("pin.differs")).having(interjection=PIN_NEW, pin_pending="")
    return replace(said.having(interjection=None, pin_pending=""), pin=pending)


def tidied(conversation: Conversation) -> Conversation:
    """Nothing of a PIN or of somebody's number stays once it is not asked for any more."""
    asked = conversation.interjection
    pending = conversation.pin_pending if asked == PIN_AGAIN else ""
    number = conversation.number_asked if asked == CASE_PIN else None
    if (pending, number) == (conversation.pin_pending, conversation.number_asked):
        return conversation
    return replace(conversation, pin_pending=pending, number_asked=number)

"""The safety gate: after a silence, and wherever it is not safe, it stands before all else."""

from dataclasses import replace
from datetime import datetime

from bot.domain.conversation import Conversation, Gate
from bot.domain.ids import QuestionId
from bot.domain.lexicon import Meaning
from bot.domain.text import fold
from bot.flows.order import SPOKE_SAFELY
from bot.flows.turn import Said

SAFE_TO_TALK = QuestionId("safe_to_talk")
CODE_WORD_ASKED = QuestionId("code_word_asked")
"""Asks for the code-word; no question of the intake."""
PAUSED = QuestionId("paused")
"""Stands while it is not safe: nothing is asked."""
NUDGED = "nudged"
"""Begins the mark of somebody who was sent a neutral line and has not written since: one is
enough. What it stood for follows, so that the same line may be tried again."""
WROTE = "wrote"
"""Marks that the last message brought words or a file for the officer."""
LANGUAGE = QuestionId("language")
ALWAYS_ASKED = frozenset({"should_somebody_come", "ending_life"})


def wake(conversation: Conversation, now: datetime) -> Conversation:
    """The conversation after a silence: the gate is asked, again or for the first time.

    For the first time where a call for help came before it; nobody but a beginner goes without.
    """
    del now
    asked_before = conversation.record.complete(SAFE_TO_TALK)
    if (asked_before or _begun(conversation)) and conversation.gate in PASSED:
        return replace(conversation, gate=Gate.ASKED, interjection=None)
    return conversation


def _begun(conversation: Conversation) -> bool:
    """Whether anything was told that somebody else must not see."""
    harmless = (LANGUAGE, SAFE_TO_TALK)
    told = any(answer.question not in harmless for answer in conversation.answers)
    return told or conversation.reference is not None


def veils(conversation: Conversation) -> bool:
    """Whether what was said before stands behind the gate, and somebody else may be reading."""
    return conversation.gate is not Gate.OPEN and _begun(conversation)


PASSED = (Gate.OPEN, Gate.CODE_WORD)


def locked(conversation: Conversation) -> bool:
    """Whether a code-word has to be given before this person counts as the worker."""
    word = conversation.record.get(QuestionId("code_word"))
    return word is not None and bool(word.words) and conversation.gate is not Gate.OPEN


def question(conversation: Conversation) -> QuestionId:
    """What stands at the gate."""
    if conversation.gate is Gate.SHUT:
        return PAUSED
    return CODE_WORD_ASKED if conversation.gate is Gate.CODE_WORD else SAFE_TO_TALK


def answer(said: Said, value: str) -> Said:
    """The gate answered: yes opens it, no shuts it, quiet help raises the alarm.

    Quiet help is no yes: what was said before stays behind the gate. An earlier "quiet help" is
    never taken back by a later yes; the case knows of it.
    """
    known = said.conversation.record.value(SAFE_TO_TALK)
    if value == "no":
        shut = said if known else said.answering(SAFE_TO_TALK, "no")
        return shut.having(gate=Gate.SHUT, interjection=None)
    if value == "quiet_help" or known in ("", "no"):
        said = said.answering(SAFE_TO_TALK, value)
    opened = Gate.CODE_WORD if locked(said.conversation) else Gate.OPEN
    if value == "quiet_help" and veils(said.conversation) and opened is Gate.OPEN:
        opened = Gate.ASKED
    marks, editing = said.conversation.marks, said.conversation.editing
    editing = None if editing == SAFE_TO_TALK else editing
    if value == "yes" and known == "quiet_help":
        marks |= {SPOKE_SAFELY}
    return said.having(gate=opened, safe_at=said.now, interjection=None).having(
        marks=marks, editing=editing
    )


def code_word(said: Said, text: str) -> Said:
    """The code-word tried; a wrong one says nothing but the same neutral line."""
    word = said.conversation.record[QuestionId("code_word")].words
    if fold(text) == fold(word):
        return said.having(gate=Gate.OPEN)
    return said


def typed(said: Said, text: str, meaning: Meaning | None) -> Said:
    """Words that came while the gate was not open; what is no answer to it is kept."""
    state = said.conversation.gate
    if state is Gate.SHUT:
        kept = said if meaning is not None else said.noting(text)
        return kept.having(gate=Gate.ASKED)
    if state is Gate.CODE_WORD:
        return code_word(said, text)
    if meaning is Meaning.YES:
        return answer(said, "yes")
    if meaning is Meaning.NO:
        return answer(said, "no")
    return said.noting(text)

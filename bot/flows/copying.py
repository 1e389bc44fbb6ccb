"""A worker asks for a copy of what is kept of them: here in the chat, or as a file."""

from dataclasses import replace

from bot.domain.conversation import Conversation, Gate
from bot.domain.ids import QuestionId
from bot.flows.turn import Said

COPY = QuestionId("copy")
COPY_FILE = QuestionId("copy_file")
QUESTIONS = frozenset({COPY, COPY_FILE})
READ, FILE, REST, LINK = "read", "file", "rest", "link"
"""Here, from the first page; as a file; what is more private; a link to it all."""
WAYS = (READ, FILE)


def wanted(said: Said) -> Said:
    """Asked for at an open gate: who has a code-word gives it once more, whoever holds the phone.

    What the code-word opens is this question, and nothing is shown before (safety rule 9).
    """
    word = said.conversation.record.get(QuestionId("code_word"))
    guarded = word is not None and bool(word.words)
    gate = Gate.CODE_WORD if guarded else said.conversation.gate
    return said.having(interjection=COPY, gate=gate, editing=None)


def waits(conversation: Conversation) -> bool:
    """Whether the gate stands before a copy that was asked for."""
    return conversation.interjection in QUESTIONS and conversation.gate is not Gate.OPEN


def answered(said: Said, question: QuestionId, value: str) -> Said:
    """A button under the question how, or under the warning before a file; at an open gate alone.

    A page that was turned leaves the question standing, so that the next one can be turned.
    """
    if said.conversation.gate is not Gate.OPEN:
        return said
    if question == COPY_FILE:
        done = said.having(interjection=None)
        return replace(done, copies=LINK) if value == "yes" else done
    if value == FILE:
        return said.having(interjection=COPY_FILE)
    part, _, page = value.partition(".")
    if part in (READ, REST) and (not page or (page.isascii() and page.isdecimal())):
        return replace(said, copies=value, quiet=True)
    return said.having(interjection=None)

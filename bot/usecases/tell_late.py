"""What could not be said to a worker when it happened, said once they write and it is safe."""

from dataclasses import replace
from datetime import datetime

from bot.domain.conversation import Conversation, Gate
from bot.domain.prompt import Line, Prompt
from bot.flows.order import SPOKE_SAFELY
from bot.flows.refer_consent import DUE, asked_in
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.hear_consent import cards_due
from bot.usecases.status import status
from bot.usecases.tend import WAITING

LOST_FILE = "tell_lost_file"
"""Marks a worker who has not been told yet that a file did not arrive."""


def untold(conversation: Conversation, prompt: Prompt) -> frozenset[str]:
    """The marks that say what is still to be told, where a message did not leave as it was."""
    asked = asked_in(prompt)
    if asked:
        return frozenset({DUE + asked})
    lost = any(line.key == "file.again" for line in prompt.lines)
    filed = conversation.reference is not None or conversation.before is not None
    return frozenset({LOST_FILE} if lost else ()) | frozenset({WAITING} if filed else ())


def tell_late(
    desk: Desk, work: Work, conversation: Conversation, now: datetime, *, asked: bool
) -> tuple[Conversation, tuple[Prompt, ...]]:
    """The conversation, and what it is told now; `asked`: they want to know how the case stands.

    Nothing before the gate is open, and nothing unasked to somebody who asked for help quietly:
    whoever looks at that screen is to learn nothing.
    """
    quiet = conversation.record.has("safe_to_talk", "quiet_help")
    hears = conversation.gate is Gate.OPEN and not (
        quiet and SPOKE_SAFELY not in conversation.marks
    )
    due = conversation.marks & {WAITING, LOST_FILE} if hears else frozenset()
    prompts = []
    if asked or WAITING in due:
        prompts.append(status(desk, work, conversation, now))
    if LOST_FILE in due:
        prompts.append(Prompt((Line("file.again"),)))
    conversation = replace(conversation, marks=conversation.marks - due)
    if not hears:
        return conversation, tuple(prompts)
    conversation, cards = cards_due(work, conversation)
    return conversation, (*prompts, *cards)

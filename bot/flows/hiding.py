"""Quick hide: nothing is shown from here on until "can you talk safely?" was answered again."""

from dataclasses import replace
from datetime import datetime

from bot.domain.conversation import Conversation, Gate
from bot.domain.ids import Channel
from bot.domain.prompt import Button, Line, Prompt, WorkerTap, read_payload, worker_payload
from bot.flows.facts import told_now, told_since
from bot.flows.turn import SILENCE, Said

HIDE = "hide"
"""The value of the button "🧹"."""
HIDDEN = "hidden"
"""Marks a chat that was cleared: what danger still wants to know waits behind the gate, too."""
CONTROLS = frozenset({"skip", "back", "later", "listen"})
"""The small buttons under a question, beside which the broom finds room."""
CALLS = ("in_danger_now", "ending_life")


def swept(conversation: Conversation, prompt: Prompt) -> Prompt:
    """The message with 🧹 under it: in the row of "back" and the like, else in one of its own.

    Under everything that can be answered or pressed, and nowhere twice; the sign says nothing.
    """
    if not prompt.rows and prompt.question is None:
        return prompt
    taps = [[read_payload(each.payload) for each in row] for row in prompt.rows]
    if any(isinstance(tap, WorkerTap) and tap.value == HIDE for row in taps for tap in row):
        return prompt
    # wording: Button: clears the chat. The sign alone, in every language: 🧹
    broom = Button(Line("button.hide"), worker_payload(conversation.id, "menu", HIDE))
    small = bool(taps) and all(isinstance(t, WorkerTap) and t.value in CONTROLS for t in taps[-1])
    if small:
        return replace(prompt, rows=(*prompt.rows[:-1], (*prompt.rows[-1], broom)))
    return replace(prompt, rows=(*prompt.rows, (broom,)))


def hide(said: Said) -> Said:
    """The chat cleared, and the gate shut; on LINE it is said how to clear it there."""
    marks = said.conversation.marks | {HIDDEN}
    hidden = replace(said, lines=(), alone=(), page="", offers=(), hides=True).having(
        gate=Gate.SHUT, interjection=None, editing=None, marks=marks
    )
    if said.conversation.chat.channel is Channel.LINE:
        # wording: How to clear the chat on LINE. Neutral: whoever reads it must learn nothing.
        return hidden.saying(Line("hide.line"))
    return hidden


def calls(conversation: Conversation, now: datetime) -> bool:
    """Whether danger may be asked about here: the gate is open, or whoever writes called for help.

    What was told before a silence counts no more: it may be somebody else who reads.
    """
    if conversation.gate is Gate.OPEN or conversation.editing in CALLS:
        return True
    return told_since(conversation, now - SILENCE)


def stands(conversation: Conversation) -> bool:
    """Whether the gate stands before everything, even before what danger wants to know."""
    return HIDDEN in conversation.marks and conversation.gate is not Gate.OPEN


def settled(said: Said, was: Conversation) -> Said:
    """The mark gone once the gate was open again, or where the person calls for help now."""
    new = said.conversation
    if said.hides or HIDDEN not in new.marks:
        return said
    called = new.editing in CALLS or (told_now(new, said.now) and new.answers != was.answers)
    if was.gate is Gate.OPEN or called:
        return said.having(marks=new.marks - {HIDDEN})
    return said

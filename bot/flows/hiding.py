"""Quick hide: nothing is shown from here on until "can you talk safely?" was answered again."""

from dataclasses import replace

from bot.domain.conversation import Conversation, Gate
from bot.domain.ids import Channel
from bot.domain.prompt import Line
from bot.flows.facts import told_now
from bot.flows.turn import Said

HIDE = "hide"
"""The value of the button "🧹"."""
HIDDEN = "hidden"
"""Marks a chat that was cleared: what danger still wants to know waits behind the gate, too."""
CALLS = ("in_danger_now", "ending_life")


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


def stands(conversation: Conversation) -> bool:
    """Whether the gate stands before everything, even before what danger wants to know."""
    return HIDDEN in conversation.marks and conversation.gate is not Gate.OPEN


def settled(said: Said, was: Conversation) -> Said:
    """The mark gone once the gate was open again, or where the person calls for help now."""
    new = said.conversation
    if said.hides or HIDDEN not in new.marks:
        return said
    calls = new.editing in CALLS or (told_now(new, said.now) and new.answers != was.answers)
    if was.gate is Gate.OPEN or calls:
        return said.having(marks=new.marks - {HIDDEN})
    return said

"""What is on its way to a chat that was just cleared: it does not come, or goes again at once."""

from dataclasses import replace

from bot.domain.conversation import Conversation
from bot.domain.delivery import Owed, OwedKind
from bot.ports import Work
from bot.usecases.tell_late import untold


def withheld(work: Work, conversation: Conversation) -> Conversation:
    """The conversation, with no answer under way any more; it is told again once it is safe.

    What comes unasked is judged when it leaves, and does not leave at a shut gate.
    """
    marks = conversation.marks
    for owed in work.outbox.unsent_of(conversation.id):
        if _answers(owed, conversation):
            work.outbox.cancel_key(owed.key)
            marks |= untold(conversation, owed.prompt)
    return replace(conversation, marks=marks)


def is_withheld(work: Work, owed: Owed) -> bool:
    """Whether a message that is about to leave was given up in the meantime."""
    fate = work.outbox.fate(owed.key)
    return fate is not None and fate.state == "cancelled"


def _answers(owed: Owed, conversation: Conversation) -> bool:
    of_worker = owed.unit is None and owed.referral is None and owed.relays is None
    here = owed.target.id == conversation.chat.id and owed.kind is OwedKind.REPLY
    return of_worker and here and not owed.removes and not owed.erases

"""Somebody who starts over and is in danger again has one case, not two (safety rule 44)."""

from dataclasses import replace

from bot.domain.conversation import Conversation, EvidenceState
from bot.domain.ids import CaseState
from bot.domain.incoming import Incoming, Tap
from bot.domain.prompt import WorkerTap, read_payload, worker_payload
from bot.flows.joining import joined
from bot.flows.turn import Turn
from bot.ports import Work
from bot.usecases.desk import Desk

OPEN = (CaseState.FILED, CaseState.TAKEN, CaseState.REFERRED)


def rejoined(desk: Desk, work: Work, conversation: Conversation, turn: Turn) -> Conversation | None:
    """The conversation of the open case that danger told in a newer one belongs to, or None.

    The newer conversation is taken into it with its words and files, and is gone.
    """
    new = turn.conversation
    over = (
        turn.fresh
        or turn.forget
        or bool(turn.parting)
        or new.reference is not None
        or new.earlier is None
    )
    if over or new.earlier is None or not desk.around.intake.urgent(new):
        return None
    case = work.casework.get(new.earlier)
    earlier = work.conversations.get(case.conversation) if case else None
    if case is None or earlier is None or case.state not in OPEN:
        return None
    merged = joined(earlier, conversation)
    files = work.conversations.evidence_of(conversation.id)
    work.conversations.forget(conversation.id)
    for each in files:
        at = each.at if each.state is EvidenceState.RECEIVED else None
        work.conversations.add_evidence(replace(each, conversation=merged.id), at)
    return merged


def addressed(incoming: Incoming, conversation: Conversation) -> Incoming:
    """The same message, as said in the conversation that took the newer one in."""
    content = incoming.content
    tap = read_payload(content.payload) if isinstance(content, Tap) else None
    if not isinstance(content, Tap) or not isinstance(tap, WorkerTap):
        return incoming
    payload = worker_payload(conversation.id, tap.question, tap.value)
    return replace(incoming, content=replace(content, payload=payload))

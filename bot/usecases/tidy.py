"""Forget what has served: processed events, files of conversations that were erased."""

from datetime import timedelta
from functools import partial

from bot.domain.ids import EnclosureId, EvidenceId
from bot.domain.pin import FORGOTTEN_AFTER
from bot.ports import EvidenceStore, Work
from bot.usecases.clear_chat import REACH
from bot.usecases.desk import Desk

LINKS_KEPT = timedelta(days=1)
"""What an officer opened, and when, stays in the log; the link itself is of no more use."""
REPLIES_KEPT = timedelta(days=30)
"""What was said to whoever wrote a code or pressed something in some group."""
EVENTS_KEPT = timedelta(days=3)
"""Longer than any platform brings an event again (Telegram: 24 h)."""


async def tidy(desk: Desk, kept: EvidenceStore) -> None:
    """Drop what is known of old events, and the files of conversations that were erased."""
    before = desk.clock() - EVENTS_KEPT
    await desk.store.write(lambda work: work.inbox.tidy(before))
    await desk.store.write(lambda work: work.chat_messages.tidy(desk.clock() - REACH))
    await desk.store.write(lambda work: work.outbox.tidy(desk.clock() - REPLIES_KEPT))
    ended = desk.clock() - LINKS_KEPT
    await desk.store.write(lambda work: work.case_links.tidy(ended))
    await desk.store.write(lambda work: work.copy_links.tidy(ended))
    await desk.store.write(lambda work: work.enclosures.tidy(desk.clock()))
    forgotten = desk.clock() - FORGOTTEN_AFTER
    await desk.store.write(lambda work: work.worker_pins.tidy(forgotten))
    for evidence in await kept.names():
        known = partial(_knows, evidence)
        if not await desk.store.read(known):
            await kept.erase(evidence)


def _knows(evidence: EvidenceId, work: Work) -> bool:
    of_worker = work.conversations.knows_evidence(evidence)
    return of_worker or work.enclosures.knows(EnclosureId(evidence))

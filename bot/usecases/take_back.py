"""A message that its writer took back or changed: files, and cases filed before starting over."""

from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.case import Case
from bot.domain.conversation import Conversation, EvidenceState
from bot.domain.incoming import Edited, Incoming, Unsent
from bot.domain.text import clean
from bot.flows import media
from bot.flows.endings import LONGEST
from bot.flows.facts import facts_of
from bot.flows.turn import Said
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.linked_cases import keep_links
from bot.usecases.part import filed_of
from bot.usecases.quoting import cancel_quoting
from bot.usecases.tend import conversation_due


def take_back(
    desk: Desk,
    work: Work,
    conversation: Conversation,
    incoming: Incoming,
    now: datetime,
    *,
    was: Conversation,
) -> None:
    """Honour it wherever the message went (safety rule 40); the turn has done so in the record.

    A file's row forgets it now, its bytes go at the next tick; what waits to be sent and quotes
    the words, to the worker or to whoever has the case, leaves no more. `was` is the conversation
    before the turn.
    """
    content = incoming.content
    if not isinstance(content, Unsent | Edited) or not content.message:
        return
    cancel_quoting(work, conversation.id, _words(was, content.message))
    if isinstance(content, Unsent):
        _erase_files(work, conversation, content.message, now)
    for case in filed_of(work, conversation):
        talk = work.conversations.get(case.conversation)
        if talk is not None and talk.id != conversation.id:
            _in_earlier(desk, work, case, talk, content, now)


def _in_earlier(
    desk: Desk, work: Work, case: Case, talk: Conversation, content: Unsent | Edited, now: datetime
) -> None:
    """The same in a conversation before: its record, files, facts and linked names."""
    said = Said(talk, now, desk.ids.evidence())
    cancel_quoting(work, talk.id, _words(talk, content.message))
    if isinstance(content, Unsent):
        _erase_files(work, talk, content.message, now)
        changed = media.unsent(said, content.message).conversation
    elif media.words_of(said, content.message):
        words, _ = desk.around.to_unicode(content.text, talk.zawgyi)
        changed = media.edited(said, content.message, clean(words)).conversation
    else:
        return
    if changed == talk:
        return
    work.conversations.save(changed, conversation_due(changed, desk.around.intake))
    facts = facts_of(changed, desk.around.intake, before=case.facts)
    work.casework.save(case.with_facts(facts))
    keep_links(work, changed, case.reference)
    work.audit.record(AuditEntry(now, "worker", "message.taken_back", case.reference))


def _words(conversation: Conversation, message: str) -> list[str]:
    """What a message said, as it was kept; shortened on a card it is still the same beginning."""
    told = [each.words for each in conversation.answers if each.message == message]
    told += [each.text for each in conversation.notes if each.message == message]
    return [each[: LONGEST - 1].rstrip() for each in told]


def _erase_files(work: Work, conversation: Conversation, message: str, now: datetime) -> None:
    for evidence in work.conversations.evidence_of(conversation.id):
        if evidence.message == message:
            erased = replace(evidence, state=EvidenceState.ERASED, file="", name="", sha256="")
            work.conversations.save_evidence(erased, now)

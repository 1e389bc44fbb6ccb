"""A message that its writer took back or changed: files, and cases filed before starting over."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.audit import AuditEntry
from bot.domain.case import Case
from bot.domain.conversation import Conversation, Evidence, EvidenceState
from bot.domain.incoming import Edited, Incoming, Unsent
from bot.domain.prompt import Line, Literal, Prompt
from bot.domain.text import clean
from bot.flows import media, taking_back
from bot.flows.endings import LONGEST
from bot.flows.facts import facts_of
from bot.flows.officer_rows import to_case
from bot.flows.turn import Said
from bot.ports import Work
from bot.usecases.ask_interpreter import put_away
from bot.usecases.desk import Desk
from bot.usecases.linked_cases import keep_links
from bot.usecases.owing import owe_officer
from bot.usecases.part import filed_of
from bot.usecases.quoting import cancel_quoting
from bot.usecases.relay_queue import holders
from bot.usecases.tend import conversation_due

ONCE_IN = timedelta(minutes=10)
"""Several messages taken back within this time are one notice to the officer."""


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
    the words, to the worker or to whoever has the case, leaves no more. Whoever has the case is
    told that something was taken back, not what. `was` is the conversation before the turn.
    """
    content = incoming.content
    if not isinstance(content, Unsent | Edited) or not messages_of(content):
        return
    messages = messages_of(content)
    for message in messages:
        work.inbox.unstick(incoming.chat.channel, incoming.account, message)
    cancel_quoting(work, conversation.id, _words(was, messages))
    gone = _erase_files(work, conversation, content, now)
    changed = (was.answers, was.notes) != (conversation.answers, conversation.notes)
    for known in filed_of(work, conversation):
        case = _untranslated(work, known, content)
        talk = work.conversations.get(case.conversation)
        if case.conversation != conversation.id:
            if talk is not None:
                _in_earlier(desk, work, case, talk, content, now)
        elif isinstance(content, Unsent) and (gone or changed):
            _noted(work, case, now)


def messages_of(content: Unsent | Edited) -> frozenset[str]:
    """The platform's names of the messages that were taken back or changed."""
    if isinstance(content, Unsent):
        return content.messages
    return frozenset({content.message} - {""})


def _in_earlier(
    desk: Desk, work: Work, case: Case, talk: Conversation, content: Unsent | Edited, now: datetime
) -> None:
    """The same in a conversation before: its record, files, facts and linked names."""
    said = Said(talk, now, desk.ids.evidence())
    cancel_quoting(work, talk.id, _words(talk, messages_of(content)))
    gone = _erase_files(work, talk, content, now)
    if isinstance(content, Unsent):
        changed = taking_back.unsent(said, content.messages, desk.around).conversation
    elif media.words_of(said, content.message):
        words, _ = desk.around.to_unicode(content.text, talk.zawgyi)
        changed = media.edited(said, content.message, clean(words)).conversation
    else:
        return
    if changed == talk:
        if gone:
            _noted(work, case, now)
        return
    work.conversations.save(changed, conversation_due(changed, desk.around.intake))
    facts = facts_of(changed, desk.around.intake, before=case.facts)
    work.casework.save(case.with_facts(facts))
    keep_links(work, changed, case.reference)
    _noted(work, case, now)


def _noted(work: Work, case: Case, now: datetime) -> None:
    """Write down that it was done, and tell whoever has the case; what it was is gone."""
    work.audit.record(AuditEntry(now, "worker", "message.taken_back", case.reference))
    if case.muted:
        return
    slice_ = int(now.timestamp() // ONCE_IN.total_seconds())
    key = f"taken_back:{case.reference}:{slice_}"
    # wording: To the officer: the worker took back or changed a message; the record is without it.
    line = Line("officer.taken_back", {"reference": Literal(case.reference)})
    for referral, holder in holders(work, case):
        prompt = Prompt((line,), to_case(referral))
        owe_officer(work, holder, prompt, key=key, now=now, case=case, referral=referral)


def _untranslated(work: Work, case: Case, content: Unsent | Edited) -> Case:
    """Without what an interpreter made of a message that is gone, and with no more of it to come.

    Words that were only changed keep their translation: it says whose words it is of, and when.
    """
    if not isinstance(content, Unsent):
        return case
    for assignment in work.interpreters.assignments_of(case.reference):
        if assignment.is_shown and assignment.message in content.messages:
            put_away(work, assignment)
            work.interpreters.assign(assignment.showing(""))
    notes = tuple(note for note in case.notes if note.message not in content.messages)
    if notes != case.notes:
        case = replace(case, notes=notes)
        work.casework.save(case)
    return case


def _words(conversation: Conversation, messages: Collection[str]) -> list[str]:
    """What messages said, as it was kept; shortened on a card it is still the same beginning."""
    told = [each.words for each in conversation.answers if each.message in messages]
    told += [each.text for each in conversation.notes if each.message in messages]
    return [each[: LONGEST - 1].rstrip() for each in told]


def _erase_files(
    work: Work, conversation: Conversation, content: Unsent | Edited, now: datetime
) -> list[Evidence]:
    """The files that were sent with what is taken back, now forgotten."""
    files = [
        each
        for each in work.conversations.evidence_of(conversation.id)
        if isinstance(content, Unsent)
        and each.message in content.messages
        and each.state is not EvidenceState.ERASED
    ]
    for each in files:
        work.conversations.save_evidence(each.taken_back(), now)
    return files

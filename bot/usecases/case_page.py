"""What an opened link shows: asked anew at every request, and written down at every look."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.data.phrases import load_phrases
from bot.domain.audit import AuditEntry
from bot.domain.case import Case, Deed
from bot.domain.case_link import LinkTo
from bot.domain.conversation import Conversation
from bot.domain.ids import OfficerId, Reference, UnitId
from bot.domain.referral import Referral
from bot.domain.unit import Officer
from bot.flows.case_file import Papers, Reader
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.held_case import seen_by
from bot.usecases.relay_talk import sensitive as sensitive_answers


@dataclass(frozen=True, slots=True)
class Look:
    """What an officer may see through a link, at this moment; `ends_at` is when the page does."""

    officer: Officer
    what: LinkTo
    papers: Papers
    ends_at: datetime


async def look(
    desk: Desk,
    secret: str,
    action: str,
    detail: str = "",
    kinds: Collection[LinkTo] = tuple(LinkTo),
    *,
    sensitive: bool = False,
) -> Look | None:
    """What the page with this secret may show; the look is committed with it, or there is none.

    None where the page has ended, is of none of these `kinds`, the officer left, or the case is no
    longer theirs: one answer for all of these.
    """
    now = desk.clock()

    def body(work: Work) -> Look | None:
        link = work.case_links.by_secret(secret)
        if link is None or not link.is_open(now) or link.what not in kinds:
            return None
        officer = work.directory.officer(link.officer)
        if officer is None or not officer.active:
            return None
        seen = seen_by(work, [officer], link.what.value, link.referral)
        if seen is None:
            return None
        _, case, _, conversation = seen
        said = "sensitive" if sensitive else ""
        told = " ".join(part for part in (detail, said) if part)
        entry = AuditEntry(now, officer.id, action, case.reference, officer.unit, told)
        work.audit.record(entry)
        reader = Reader(officer.name, now)
        papers = gathered(work, case, conversation, reader, sensitive=sensitive)
        return Look(officer, link.what, papers, link.expires_at)

    return await desk.store.write(body)


def gathered(
    work: Work, case: Case, conversation: Conversation, reader: Reader, *, sensitive: bool
) -> Papers:
    """The papers of a case, with the names of the officers that appear in them."""
    sent = tuple(work.casework.agency_referrals_of(case.reference))
    referrals = (*work.casework.referrals_of(case.reference), *sent)
    messages = tuple(work.messages.of_case(case.reference))
    people = {each.holder for each in referrals if each.holder}
    people |= {OfficerId(entry.by) for entry in case.worked}
    people |= {OfficerId(entry.value) for entry in case.did(Deed.HANDED_OVER)}
    people |= {OfficerId(note.by) for note in case.notes}
    people |= {each.by for each in messages}
    people |= {OfficerId(heard.by) for each in sent for heard in each.consents}
    return Papers(
        case,
        conversation,
        tuple(work.conversations.evidence_of(conversation.id)),
        referrals,
        _names(work, people),
        reader,
        sensitive,
        _agencies(work, sent),
        messages,
        sensitive_answers(messages, case, load_phrases()),
    )


def _agencies(work: Work, sent: Iterable[Referral]) -> Mapping[UnitId, str]:
    found = {each.unit: work.agencies.get(each.unit) for each in sent}
    return {which: agency.name_th for which, agency in found.items() if agency is not None}


def _names(work: Work, people: set[OfficerId]) -> Mapping[str, str]:
    found = {who: work.directory.officer(who) for who in people}
    return {who: officer.name for who, officer in found.items() if officer is not None}


def of_reference(
    work: Work, reference: Reference, reader: Reader, *, sensitive: bool
) -> Papers | None:
    """The papers of a case by its number; None where there is none, or it was erased."""
    case = work.casework.get(reference)
    conversation = work.conversations.get(case.conversation) if case else None
    if case is None or conversation is None:
        return None
    return gathered(work, case, conversation, reader, sensitive=sensitive)

"""End a case for good: taken back, or erased with its key; whoever has it hears the number only."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.case import Case
from bot.domain.conversation import Conversation
from bot.domain.delivery import PRIORITY, Owed, OwedKind
from bot.domain.ids import CaseState, LanguageCode, ReferralState
from bot.domain.prompt import Line, Listing, Literal, Prompt
from bot.domain.referral import Referral
from bot.domain.retention import Parting
from bot.domain.unit import Officer
from bot.ports import Work
from bot.usecases.awaited import no_more_awaited
from bot.usecases.desk import Desk
from bot.usecases.owing import card_slot, group_key, owe_officer

ENDS = {Parting.WITHDRAW: CaseState.WITHDRAWN, Parting.ERASE: CaseState.ERASED}
OVER = (ReferralState.REVOKED, ReferralState.DECLINED, ReferralState.COMPLETED)
RETENTION = "retention"
"""Who did it, where its time was over."""


def knowing(work: Work, case: Case, language: LanguageCode) -> list[str]:
    """The agencies that were told of a case: what they have stays with them."""
    names = []
    for referral in work.casework.agency_referrals_of(case.reference):
        agency = work.agencies.get(referral.unit)
        if agency is not None and any(step.stage == "sent" for step in referral.steps):
            names.append(agency.name(language))
    return names


def carry_out(
    desk: Desk, work: Work, case: Case, parting: Parting, now: datetime, *, by: str
) -> None:
    """End it: referrals revoked, nothing sent any more, holders told; doing it twice is once.

    An erased case leaves a row with its number, unit and times; its data key is gone, and with it
    answers, words, messages, files, names and what was owed.
    """
    officers, agencies = _concerned(work, case), knowing(work, case, desk.officers_speak)
    referrals = all_of(work, case)
    conversation = work.conversations.get(case.conversation)
    if parting is Parting.ERASE:
        erase(work, case, now, by=by)
    elif conversation is not None:
        _revoke(work, case, now, by)
        work.enclosures.drop_all(case.conversation)
        _withdraw(desk, work, case, conversation, now)
        work.audit.record(AuditEntry(now, by, "case.withdrawn", case.reference))
    for referral in referrals:
        _mark_cards(desk, work, referral, parting, case, now)
    for officer in officers:
        key = f"{ENDS[parting].value}:{case.reference}"
        prompt = Prompt(tuple(_told(case, parting, agencies)))
        owe_officer(work, officer, prompt, key=key, now=now)


def erase(work: Work, case: Case, now: datetime, *, by: str) -> None:
    """Destroy the data key of a case and all that hangs on it; nobody is told here."""
    no_more_awaited(work, all_of(work, case))
    _revoke(work, case, now, by)
    work.conversations.forget(case.conversation, now)
    work.audit.record(AuditEntry(now, by, "case.erased", case.reference))


def _revoke(work: Work, case: Case, now: datetime, by: str) -> None:
    for referral in all_of(work, case):
        if referral.state not in OVER:
            work.casework.save_referral(replace(referral.revoke(now), reason=by))
    work.outbox.cancel(case.conversation)


def anew(desk: Desk, conversation: Conversation, now: datetime) -> Conversation:
    """An empty conversation with the same person; of a case taken back the number is known."""
    guarded = conversation.record.has("code_word", "told")
    return Conversation(
        desk.ids.conversation(),
        conversation.chat,
        conversation.account,
        conversation.language,
        started_at=now,
        heard_at=now,
        before=conversation.reference if conversation.withdrawn and not guarded else None,
        earlier=conversation.reference if conversation.withdrawn else None,
    )


def all_of(work: Work, case: Case) -> list[Referral]:
    """Its referrals to centres and to agencies."""
    centres = work.casework.referrals_of(case.reference)
    return [*centres, *work.casework.agency_referrals_of(case.reference)]


def _withdraw(
    desk: Desk, work: Work, case: Case, conversation: Conversation, now: datetime
) -> None:
    """The record stays for its time; the person goes on in an empty conversation."""
    ended = replace(case, state=CaseState.WITHDRAWN, closed_at=now, outcome="withdrawn", wish=None)
    work.casework.save(ended)
    current = work.conversations.current(conversation.chat.channel, conversation.account)
    left = replace(conversation, withdrawn=True, aftercare_at=None, parting_at=None)
    work.conversations.save(left, None)
    if current is not None and current.id == left.id:
        work.conversations.save(anew(desk, left, now), None)


def _concerned(work: Work, case: Case) -> Sequence[Officer]:
    """Whoever has the case, here or at an agency, or sent it there; each once."""
    found: dict[str, Officer] = {}
    for referral in all_of(work, case):
        if referral.state in OVER or referral.state is ReferralState.RETURNED:
            continue
        for name in (referral.holder, referral.sender):
            officer = work.directory.officer(name) if name else None
            if officer is not None and officer.active:
                found[officer.id] = officer
    return tuple(found.values())


def _told(case: Case, parting: Parting, agencies: Sequence[str]) -> list[Line]:
    number = {"reference": Literal(case.reference)}
    erased = parting is Parting.ERASE
    # wording: To whoever has the case: the worker had it erased. Only the number is left of it.
    # wording: To whoever has the case: the worker took it back.
    lines = [Line("officer.case_erased", number) if erased else Line("officer.case_back", number)]
    if agencies:
        names = Listing(tuple(Literal(name) for name in dict.fromkeys(agencies)))
        # wording: {agencies} had been told of the case and should hear that it was taken back.
        lines.append(Line("officer.tell_agencies", {"agencies": names}))
    return lines


def _mark_cards(
    desk: Desk, work: Work, referral: Referral, parting: Parting, case: Case, now: datetime
) -> None:
    """What stands in groups gives way to one line with the number.

    It is sealed for the service: the case's own key may be gone.
    """
    number = {"reference": Literal(case.reference)}
    erased = parting is Parting.ERASE
    line = Line("group.case_erased", number) if erased else Line("group.case_back", number)
    for unit in dict.fromkeys(referral.units):
        for group in work.directory.groups_of(unit):
            work.outbox.owe(
                Owed(
                    key=group_key(f"{referral.id}:{ENDS[parting].value}", referral, group.chat),
                    target=group.chat,
                    kind=OwedKind.CARD,
                    prompt=Prompt((line,)),
                    language=desk.officers_speak,
                    due_at=now,
                    priority=PRIORITY[OwedKind.CARD],
                    slot=card_slot(referral),
                    edits=True,
                    unit=unit,
                )
            )

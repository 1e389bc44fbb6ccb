"""Tell whoever has the case that the worker has added something, at most once in a while."""

from datetime import datetime, timedelta

from bot.domain.case import Case
from bot.domain.conversation import Conversation
from bot.domain.ids import CaseState, ReferralState
from bot.domain.prompt import Button, Line, Literal, Prompt, officer_payload
from bot.flows.officer_rows import to_case
from bot.ports import Work
from bot.usecases.owing import owe_officer

ONCE_IN = timedelta(minutes=10)
"""Several additions within this time are one notice."""


def tell_holder(
    work: Work,
    case: Case,
    was: Conversation,
    new: Conversation,
    now: datetime,
    *,
    calls: bool = False,
) -> None:
    """A notice to the officer who took the case.

    It says only that there is something new: what it is stands in the record, photos and
    recordings behind a one-time link. Where the worker's words are muted only a call for help and
    an answer are told of.
    """
    if case.muted and not calls and was.answers == new.answers:
        return
    told = (was.answers, was.notes, was.evidence) != (new.answers, new.notes, new.evidence)
    if not told or case.state not in (CaseState.TAKEN, CaseState.REFERRED):
        return
    params = {"reference": Literal(case.reference)}
    came = was.evidence != new.evidence
    slice_ = int(now.timestamp() // ONCE_IN.total_seconds())
    key = f"added:{case.reference}:{slice_}"
    for referral in work.casework.referrals_of(case.reference):
        holder = work.directory.officer(referral.holder) if referral.holder else None
        if holder is not None and referral.state is ReferralState.ACKNOWLEDGED:
            payload = officer_payload("evidence", referral.id)
            look = ((Button(Line("officer.button.evidence"), payload),),) if came else ()
            prompt = Prompt((Line("officer.added", params),), (*look, *to_case(referral)))
            owe_officer(work, holder, prompt, key=key, now=now, case=case, referral=referral)

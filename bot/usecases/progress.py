"""Write down what an officer did for a case: every step of the work goes through here."""

from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.case import Case, Deed, WorkEntry
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.second_clocks import rearmed

WORKER = "worker"
"""Who did it, where no officer did."""


def record_from_worker(
    work: Work, case: Case, deed: Deed, now: datetime, *, value: str = ""
) -> Case:
    """The case with an entry of what its worker said or did, stored and logged."""
    case = replace(case, worked=(*case.worked, WorkEntry(deed, WORKER, now, value)))
    work.casework.save(case)
    work.audit.record(AuditEntry(now, WORKER, f"case.{deed.value}", case.reference, detail=value))
    return case


def record_deed(
    desk: Desk, work: Work, held: Held, deed: Deed, *, value: str = "", text: str = ""
) -> Case:
    """The case with one more entry of its work, stored and logged; `text` stays sealed.

    The second clock begins anew where the entry is progress. The referral is read anew: whatever
    was stored of it in this unit of work stays.
    """
    officer, now = held.officer, held.now
    entry = WorkEntry(deed, officer.id, now, value, text)
    case = replace(held.case, worked=(*held.case.worked, entry))
    referral = work.casework.referral(held.referral.id) or held.referral
    referral, case = rearmed(desk.policy, case, referral, deed, now)
    work.casework.save_referral(referral)
    work.casework.save(case)
    action = f"case.{deed.value}"
    work.audit.record(AuditEntry(now, officer.id, action, case.reference, officer.unit, value))
    return case

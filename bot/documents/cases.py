"""Looks at cases for the operator: lists open nothing sealed, every look at one is written down."""

import re
from typing import Any, Final

from bot.documents.record import case_record
from bot.domain.audit import AuditEntry
from bot.domain.ids import CaseState, Reference, UnitId
from bot.ports import CaseRow, Office, Work, WrongArgument

_GROUPED: Final = re.compile(r"(\d{2})(\d{4})(\d{4})(\d)")


async def list_cases(office: Office, *, unit: str = "", state: str = "") -> list[dict[str, Any]]:
    """Cases without opening a sealed field, newest first."""
    if state and state not in tuple(CaseState):
        raise WrongArgument("state", f"{state!r} is none of {', '.join(CaseState)}")
    states = (CaseState(state),) if state else ()
    of_unit = UnitId(unit) if unit else None
    rows = await office.store.read(lambda work: work.casework.rows(unit=of_unit, states=states))
    return [_line(row) for row in rows]


async def show_case(office: Office, *, who: str, where: str, reference: str) -> dict[str, Any]:
    """A whole case; the audit entry is committed with the look, or there is no look."""
    wanted = grouped(reference)
    now = office.clock()

    def body(work: Work) -> dict[str, Any] | None:
        case = work.casework.get(wanted)
        if case is None:
            return None
        work.audit.record(AuditEntry(now, who, "case.shown", wanted, where))
        conversation = work.conversations.get(case.conversation)
        evidence = work.conversations.evidence_of(case.conversation)
        referrals = work.casework.referrals_of(wanted)
        messages = work.messages.of_case(wanted)
        return case_record(case, conversation, evidence, referrals, messages)

    shown = await office.store.write(body)
    if shown is None:
        raise WrongArgument("reference", "there is no case with this number")
    return shown


def grouped(reference: str) -> Reference:
    """A case number however it was typed."""
    return Reference(_GROUPED.sub(r"\1-\2-\3-\4", re.sub(r"\D", "", reference)))


async def linked_cases(
    office: Office, *, who: str, where: str, reference: str
) -> list[dict[str, Any]]:
    """Cases that name the same employer, boat or broker; that somebody asked is written down."""
    wanted = grouped(reference)
    now = office.clock()

    def body(work: Work) -> list[dict[str, Any]] | None:
        if work.casework.get(wanted) is None:
            return None
        work.audit.record(AuditEntry(now, who, "case.linked", wanted, where))
        return [
            {"reference": e.reference, "kind": e.kind, "unit": e.unit, "state": e.state.value}
            for e in work.links.others(wanted)
        ]

    found = await office.store.write(body)
    if found is None:
        raise WrongArgument("reference", "there is no case with this number")
    return found


def _line(row: CaseRow) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "state": row.state.value,
        "level": row.level.value,
        "alerted_level": row.alerted_level.value if row.alerted_level else None,
        "urgent": row.urgent,
        "unit": row.unit,
        "channel": row.channel.value,
        "opened_at": row.opened_at.isoformat(),
        "next_due_at": row.next_due_at.isoformat() if row.next_due_at else None,
    }

"""A note of an officer: kept with the case, never shown to the worker."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.audit import AuditEntry
from bot.domain.case import OfficerNote
from bot.domain.prompt import Prompt
from bot.flows.officer_rows import about, done, to_case
from bot.ports import Work
from bot.usecases.awaited import expect
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held


def ask(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Ask for the words."""
    del desk, value
    expect(work, held.officer, "note", held.referral.id)
    return [Prompt((about("officer.ask.note", held.referral),), to_case(held.referral))]


def noted(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Keep them."""
    del desk
    case, officer, now = held.case, held.officer, held.now
    note = OfficerNote(value, officer.id, now)
    work.casework.save(replace(case, notes=(*case.notes, note)))
    work.audit.record(AuditEntry(now, officer.id, "case.noted", case.reference))
    return [done(about("officer.noted", held.referral), held.referral)]

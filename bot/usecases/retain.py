"""Erase cases whose time is over, and count what may be counted of them."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from bot.domain.audit import AuditEntry
from bot.domain.ids import Reference
from bot.domain.retention import Retention, Sort
from bot.ports import Office, Store, Work, WrongArgument
from bot.usecases.desk import Desk
from bot.usecases.end_case import RETENTION, erase
from bot.usecases.legal_hold import NO_CASE

BATCH = 100


async def retain(desk: Desk) -> None:
    """Erase what is due; a case under a hold is left alone. Doing it twice changes nothing."""
    for reference, _ in await over(desk.store, desk.policy.retention, desk.clock()):
        await _end(desk.store, desk.policy.retention, reference, desk.clock())
        desk.log.event("case.retained_out")


async def over(
    store: Store, retention: Retention, now: datetime
) -> Sequence[tuple[Reference, datetime]]:
    """The cases whose time is over, and since when."""
    found: list[tuple[Reference, datetime]] = []
    place = 0
    before = now - retention.shortest
    while page := await store.read(partial(_page, before, place)):
        place = page[-1][0]
        for _, reference in page:
            ended = await store.read(partial(_ended, retention, reference))
            if ended is not None and ended <= now:
                found.append((reference, ended))
    return found


def _page(before: datetime, place: int, work: Work) -> Sequence[tuple[int, Reference]]:
    return work.casework.ended(before, place, BATCH)


def _ended(retention: Retention, reference: Reference, work: Work) -> datetime | None:
    case = work.casework.get(reference)
    return retention.ends_at(case) if case is not None else None


async def _end(store: Store, retention: Retention, reference: Reference, now: datetime) -> bool:
    def body(work: Work) -> bool:
        case = work.casework.get(reference)
        ends = retention.ends_at(case) if case is not None else None
        if case is None or ends is None or ends > now:
            return False
        talk = work.conversations.get(case.conversation)
        if talk is not None and talk.record.has("consent_statistics", "yes"):
            work.statistics.count(Sort.of(case))
        erase(work, case, now, by=RETENTION)
        return True

    return await store.write(body)


async def purge(office: Office, *, who: str, dry: bool = False) -> list[dict[str, Any]]:
    """Erase what is due now; with `dry` only say what is."""
    now, retention = office.clock(), office.policy.retention
    due = await over(office.store, retention, now)
    if not dry:
        for reference, _ in due:
            await _end(office.store, retention, reference, now)
        entry = AuditEntry(now, who, "cases.purged", "", detail=str(len(due)))
        await office.store.write(lambda work: work.audit.record(entry))
    return [{"reference": reference, "since": at.isoformat()} for reference, at in due]


async def statistics(office: Office) -> list[dict[str, Any]]:
    """What is counted of erased cases."""
    counted = await office.store.read(lambda work: work.statistics.all())
    return [
        {
            "month": sort.month,
            "level": sort.level,
            "categories": list(sort.categories),
            "province": sort.province,
            "outcome": sort.outcome,
            "cases": number,
        }
        for sort, number in counted
    ]


async def prove(office: Office, *, who: str, reference: str) -> dict[str, Any]:
    """What was erased of a case and when, and how much of it can still be read."""
    now, wanted = office.clock(), Reference(reference)

    def body(work: Work) -> dict[str, Any] | None:
        stone = work.casework.tombstone(wanted)
        if stone is None:
            return None
        work.audit.record(AuditEntry(now, who, "case.proof", wanted, "command"))
        return {
            "reference": wanted,
            "state": stone.state.value,
            "unit": stone.unit,
            "opened_at": stone.opened_at.isoformat(),
            "erased_at": stone.erased_at.isoformat() if stone.erased_at else None,
            "remains": dict(stone.remains),
            "log": [
                {"at": each.at.isoformat(), "who": each.who, "action": each.action}
                for each in work.audit.entries(wanted)
            ],
        }

    found = await office.store.write(body)
    if found is None:
        raise WrongArgument("reference", NO_CASE)
    return found

"""The trace of a case: who was told what, when, by which stage of which frozen row."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.audit import AuditEntry
from bot.domain.case import Case
from bot.domain.delivery import Fate
from bot.domain.ids import OfficerId, Reference, ReferralState
from bot.domain.referral import Referral, Step
from bot.flows.trace import WHY, fate_words, stage_words, target_words
from bot.ports import Office, Work, WrongArgument
from bot.usecases.owing import group_key
from bot.usecases.second_clocks import TAKEN

GROUPED = re.compile(r"(\d{2})(\d{4})(\d{4})(\d)")
LATE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; `stage` is empty where it was no stage of a clock."""

    at: datetime
    says: str
    referral: str = ""
    stage: str = ""
    target: str = ""
    due_at: datetime | None = None
    merged: tuple[str, ...] = ()
    why: str = ""
    deliveries: Sequence[Mapping[str, Any]] = field(default=())


async def trace_case(office: Office, *, who: str, where: str, reference: str) -> dict[str, Any]:
    """Everything the chase did for a case, oldest first; the look is written down with it.

    Raises `WrongArgument` where there is no such case.
    """
    wanted = Reference(GROUPED.sub(r"\1-\2-\3-\4", re.sub(r"\D", "", reference)))
    now = office.clock()

    def body(work: Work) -> dict[str, Any] | None:
        case = work.casework.get(wanted)
        if case is None:
            return None
        work.audit.record(AuditEntry(now, who, "case.traced", wanted, where))
        referrals = work.casework.referrals_of(wanted)
        entries = sorted(_entries(work, case, referrals), key=lambda entry: entry.at)
        return {
            "reference": wanted,
            "state": case.state.value,
            "entries": [_plain(each) for each in entries],
            "policy": {each.id: dict(each.policy) for each in referrals},
            "next": [_next(each) for each in referrals if each.next_due_at],
        }

    found = await office.store.write(body)
    if found is None:
        raise WrongArgument("reference", "there is no case with this number")
    return found


def _entries(work: Work, case: Case, referrals: Sequence[Referral]) -> Iterator[Entry]:
    yield Entry(case.opened_at, f"The case was filed (kept by {case.basis}).")
    for number, referral in enumerate(referrals):
        before = referrals[number - 1] if number else None
        yield Entry(referral.started_at, _laid(referral, before), referral.id)
        for step in referral.steps:
            yield _carried(work, referral, step)
        yield from _answered(work, referral)
    for entry in case.worked:
        said = f" ({entry.value})" if entry.value and entry.by != "bot" else ""
        yield Entry(entry.at, f"{_name(work, entry.by)} wrote down: {entry.deed.value}{said}.")


def _laid(referral: Referral, before: Referral | None) -> str:
    """Why there is this referral, and by which row it counts."""
    row = referral.policy.get("policy", {})
    counts = row.get("row", {}).get("counts", "?")
    clock = f"it counts by the row {row.get('clock', referral.clock)} ({counts})"
    reasons = {
        ReferralState.RETURNED: "again, as whoever took it wrote nothing down",
        ReferralState.DECLINED: f"as {before.unit if before else '?'} did not take it",
        ReferralState.REVOKED: "as the worker does not want the unit that had it",
        ReferralState.ACKNOWLEDGED: "anew, as more was told after somebody had taken it",
    }
    why = f" {reasons[before.state]}" if before is not None and before.state in reasons else ""
    return f"Laid before {referral.unit}{why}; {clock}."


def _carried(work: Work, referral: Referral, step: Step) -> Entry:
    """One stage as it was carried out."""
    first = _row(referral.policy.get("policy"))
    for rise in referral.policy.get("rises", []):
        if datetime.fromisoformat(rise["at"]) <= step.at and step.stage.startswith("rise."):
            first = _row(rise["policy"])
    taken = _row(referral.policy.get(TAKEN))
    says = f"{target_words(step.target)}: {stage_words(step, first, taken)}"
    says = says[:1].upper() + says[1:]
    if step.due_at is not None and step.at - step.due_at > LATE:
        says += f"; it was due {_clock(referral, step.due_at)}, but the service stood still"
    if step.merged:
        says += f"; the same message stood for {', '.join(step.merged)}"
    if step.why:
        says += f"; because {WHY.get(step.why, step.why)}"
    deliveries = list(_fates(work, referral, step))
    return Entry(
        step.at,
        f"{says}.",
        referral.id,
        step.stage,
        step.target,
        step.due_at,
        step.merged,
        step.why,
        deliveries,
    )


def _row(tables: Mapping[str, Any] | None) -> Mapping[str, Any]:
    return tables.get("row", {}) if tables else {}


def _clock(referral: Referral, at: datetime) -> str:
    zone = ZoneInfo(referral.policy.get("policy", {}).get("timezone", "UTC"))
    return f"{at.astimezone(zone):%a %Y-%m-%d %H:%M:%S}"


def _fates(work: Work, referral: Referral, step: Step) -> Iterator[dict[str, Any]]:
    """What became of the messages of a stage, looked up by the keys they were owed under."""
    key = f"{referral.id}:{step.stage}"
    for group in work.directory.groups():
        for plain in (f"{key}:{group.unit}", f"{key}:{step.target}", key):
            fate = _fate(work, group_key(plain, referral, group.chat))
            if fate is not None:
                to = f"group of {group.unit} on {group.chat.channel.value}"
                yield _delivery(to, fate)
                break
    people = work.directory.officers_of(referral.holder_unit or referral.unit)
    for officer in dict.fromkeys([each.id for each in people] + [referral.holder]):
        fate = _fate(work, f"{key}:{officer}") if officer else None
        if fate is not None and officer is not None:
            yield _delivery(_name(work, officer), fate)
    if step.target == "worker" and (fate := _fate(work, f"{referral.id}:truth")):
        yield _delivery("the worker", fate)


def _fate(work: Work, key: str) -> Fate | None:
    return work.outbox.fate(f"{key}:moved") or work.outbox.fate(key)


def _delivery(to: str, fate: Fate) -> dict[str, Any]:
    return {
        "to": to,
        "state": fate.state,
        "reason": fate.reason,
        "at": fate.at.isoformat() if fate.at else None,
        "attempts": fate.attempts,
        "says": fate_words(fate),
    }


def _answered(work: Work, referral: Referral) -> Iterator[Entry]:
    """How the referral ended, if it has."""
    at, unit = referral.answered_at, referral.holder_unit or referral.unit
    if at is None:
        return
    name = _name(work, referral.holder) if referral.holder else "nobody"
    if referral.state is ReferralState.DECLINED:
        yield Entry(at, f"{name}, {unit}, did not take it ({referral.reason}).", referral.id)
    elif referral.state is ReferralState.REVOKED:
        yield Entry(at, f"Taken away from {unit}.", referral.id)
    else:
        counts = _row(referral.policy.get(TAKEN)).get("counts", "no clock")
        says = f"{name}, {unit}, took it; the second clock begins ({counts})."
        yield Entry(at, says, referral.id)


def _name(work: Work, who: str) -> str:
    found = work.directory.officer(OfficerId(who))
    return f"{found.name} ({who})" if found is not None else f"The {who}"


def _next(referral: Referral) -> dict[str, Any]:
    at = referral.next_due_at
    return {"referral": referral.id, "unit": referral.unit, "at": at.isoformat() if at else None}


def _plain(entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.at.isoformat(),
        "says": entry.says,
        "referral": entry.referral,
        "stage": entry.stage,
        "target": entry.target,
        "due_at": entry.due_at.isoformat() if entry.due_at else None,
        "merged": list(entry.merged),
        "why": entry.why,
        "deliveries": list(entry.deliveries),
    }

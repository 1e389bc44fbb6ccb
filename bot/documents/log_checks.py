"""Looks at the log for the operator: what stands in it, and whether it is whole."""

from collections.abc import Sequence
from typing import Any

from bot.domain.audit import LAST_SIGNED, AuditEntry, Checkpoint
from bot.ports import Office, Work


async def list_entries(
    office: Office, *, subject: str = "", who: str = "", limit: int = 1000
) -> list[dict[str, Any]]:
    """Entries, newest first: of one case or officer, by one person, or all."""
    entries = await office.store.read(lambda work: work.audit.entries(subject))
    found = [_line(entry) for entry in reversed(entries) if who in ("", entry.who)]
    return found[:limit]


async def verify_log(office: Office, *, marks: list[str] | None = None) -> dict[str, Any]:
    """Whether the log is whole: `entries`, and what is wrong, in words; nothing if all is well.

    `marks` are checkpoints as people wrote them down (`5120:4f2a-91c0-...`).
    """
    kept, spoilt = await office.checkpoints.all()

    def body(work: Work) -> dict[str, Any]:
        now = work.audit.checkpoint(office.clock())
        signed = [*spoilt, *_taken_out(work, kept), *_signed(work, kept)]
        problems = [*_chain(work), *signed, *_written_down(work, marks or [])]
        return {
            "entries": now.entry if now else 0,
            "mark": now.mark if now else None,
            "checkpoints": len(kept),
            "problems": problems,
        }

    return await office.store.read(body)


def _chain(work: Work) -> list[str]:
    broken = work.audit.verify()
    return [] if broken is None else [f"entry {broken} was changed, added or is missing"]


def _signed(work: Work, kept: Sequence[Checkpoint]) -> list[str]:
    found = [(each, work.audit.disagreement(each)) for each in kept]
    return [
        f"the checkpoint of {each.at:%Y-%m-%d %H:%M} for entry {each.entry}: {why.value}"
        for each, why in found
        if why is not None
    ]


def _taken_out(work: Work, kept: Sequence[Checkpoint]) -> list[str]:
    """The newest checkpoint that was made, where it is not in the file any more."""
    newest = work.marks.get(LAST_SIGNED).partition(":")[2]
    if not newest or any(str(each.entry) == newest for each in kept):
        return []
    return [f"the checkpoint for entry {newest} was made and is not in the file"]


def _written_down(work: Work, marks: list[str]) -> list[str]:
    return [f"{mark}: the log says something else" for mark in marks if not work.audit.bears(mark)]


def _line(entry: AuditEntry) -> dict[str, Any]:
    return {
        "at": entry.at.isoformat(),
        "who": entry.who,
        "action": entry.action,
        "subject": entry.subject,
        "where": entry.where,
        "chat": entry.chat,
        "detail": entry.detail,
    }

"""Take an officer's PIN away, so that a new one can be set: after a lock, or a lost phone."""

from typing import Any

from bot.domain.audit import AuditEntry
from bot.domain.ids import OfficerId
from bot.ports import Office, Work, WrongArgument


async def reset_pin(office: Office, *, who: str, officer: str) -> dict[str, Any]:
    """Remove it and write that down; raises `WrongArgument` where nobody has this id."""
    now = office.clock()

    def body(work: Work) -> dict[str, Any]:
        found = work.directory.officer(OfficerId(officer))
        if found is None or not found.active:
            raise WrongArgument("officer", "nobody is enrolled with this id")
        was = work.pins.forget(found.channel, found.account)
        work.audit.record(AuditEntry(now, who, "pin.reset", officer, "command", found.unit))
        return {"officer": officer, "name": found.name, "was_set": was}

    return await office.store.write(body)

"""An officer leaves a unit: by command, known by id or by unit and account."""

from dataclasses import replace

from bot.domain.audit import AuditEntry
from bot.domain.ids import Channel, OfficerId, UnitId
from bot.domain.unit import Officer
from bot.ports import Office, Work, WrongArgument
from bot.usecases.administer import Row, known_unit, row_of_officer


async def officer_leaves(
    office: Office,
    *,
    who: str,
    officer: str = "",
    unit: str = "",
    channel: str = "",
    account: str = "",
) -> Row:
    """End an enrolment and say how many open cases go back to the chase.

    They go when the service next looks, a second later (`left_behind`). Raises `WrongArgument`.
    """
    now = office.clock()
    place = None if officer else await known_unit(office, unit)

    def body(work: Work) -> Row:
        found = _enrolled(work, officer, place, channel, account)
        if found is None or not found.active:
            raise WrongArgument("officer", "nobody is enrolled with this id or account")
        gone = replace(found, active=False, awaiting="")
        count = len(work.casework.open_held_by(found.id))
        work.directory.enrol(gone)
        work.audit.record(AuditEntry(now, who, "officer.left", found.id, "command", found.unit))
        return {**row_of_officer(gone), "open_cases": count}

    return await office.store.write(body)


def _enrolled(
    work: Work, officer: str, place: UnitId | None, channel: str, account: str
) -> Officer | None:
    if officer:
        return work.directory.officer(OfficerId(officer))
    if channel not in tuple(Channel):
        raise WrongArgument("channel", f"{channel!r} is none of {', '.join(Channel)}")
    enrolled = work.directory.officers_with(Channel(channel), account)
    return next((each for each in enrolled if each.unit == place), None)

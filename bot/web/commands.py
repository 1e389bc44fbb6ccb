"""The operator's commands by name: carried out here, or by the service that has the database."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final

from bot.documents.cases import linked_cases, list_cases, show_case
from bot.documents.log_checks import list_entries, verify_log
from bot.domain.audit import AuditEntry
from bot.domain.ids import UnitId
from bot.domain.permissions import Capacity, allowed
from bot.ports import Office, Work, WrongArgument
from bot.usecases import (
    administer,
    enrol_interpreters,
    keep_agencies,
    legal_hold,
    retain,
    set_duty,
)
from bot.usecases.officer_leaves import officer_leaves
from bot.usecases.publish import keep_menu, kept_menus
from bot.usecases.reset_pin import reset_pin
from bot.usecases.show_digest import digest
from bot.usecases.trace import trace_case
from bot.usecases.write_letter import write_letter
from bot.web.filing import file_case, original
from bot.web.heartbeat import heartbeat_age
from bot.web.own_copy import copy_case
from bot.web.reporting import report, report_size

Command = Callable[..., Awaitable[Any]]

_FINGERPRINT: Final = "key.fingerprint"


async def survey(office: Office) -> dict[str, Any]:
    """What `doctor` asks of the database: units' groups and people, and whether the chaser runs.

    Who is on call is asked apart (`duty.gaps`): it needs the units' hours.
    """
    now = office.clock()

    def body(work: Work) -> dict[str, Any]:
        beat = heartbeat_age(work, now)
        return {
            "heartbeat_age": None if beat is None else beat.total_seconds(),
            "without_next_step": work.casework.without_next_step(),
            "stuck": len(work.inbox.stuck(100)),
            "units": {unit: _of_unit(work, unit) for unit in administer.unit_names()},
        }

    return await office.store.read(body)


async def fingerprint(office: Office) -> str:
    """The name of the key the database was sealed with."""
    return await office.store.read(lambda work: work.marks.get(_FINGERPRINT))


async def begin_rotation(office: Office, *, who: str) -> str:
    """Take a new master key into use; its fingerprint. It is written down in the same moment."""
    return await office.rotation.begin(partial(_key_noted, "keys.rotated", who, office.clock()))


def _key_noted(action: str, who: str, now: datetime, work: Work, name: str) -> None:
    work.audit.record(AuditEntry(now, who, action, name, "command"))


async def renew_seals(office: Office, limit: int) -> int:
    """Seal some values anew; how many were."""
    return await office.rotation.renew(limit)


async def seals_behind(office: Office) -> dict[str, int]:
    """How many values of each table an earlier key still seals."""
    return dict(await office.rotation.behind())


async def finish_rotation(office: Office, *, who: str) -> str:
    """Take earlier keys out of use; where the last was put, or nothing."""
    note = partial(_key_noted, "keys.taken_out", who, office.clock())
    return str(await office.rotation.finish(note) or "")


def _of_unit(work: Work, unit: UnitId) -> dict[str, Any]:
    officers = work.directory.officers_of(unit)
    return {
        "groups": [group.chat.channel.value for group in work.directory.groups_of(unit)],
        "officers": len(officers),
        "reachable": sum(officer.private_open for officer in officers),
        "heads": sum(officer.role.value == "head" for officer in officers),
    }


COMMANDS: Final[Mapping[str, Command]] = {
    "units.link": administer.link_unit,
    "units.unlink": administer.unlink_unit,
    "units.list": administer.list_units,
    "units.code": administer.code_for_unit,
    "agencies.add": keep_agencies.add_agency,
    "agencies.change": keep_agencies.change_agency,
    "agencies.remove": keep_agencies.remove_agency,
    "agencies.show": keep_agencies.show_agency,
    "agencies.list": keep_agencies.list_agencies,
    "agencies.load": keep_agencies.load_agencies,
    "agencies.sheet": keep_agencies.sheet,
    "officers.enrol": administer.enrol_officer,
    "officers.invite": administer.invite_officer,
    "officers.list": administer.list_officers,
    "officers.remove": administer.remove_officer,
    "officers.leave": officer_leaves,
    "interpreters.enrol": enrol_interpreters.enrol_interpreter,
    "interpreters.invite": enrol_interpreters.invite_interpreter,
    "interpreters.list": enrol_interpreters.list_interpreters,
    "interpreters.leave": enrol_interpreters.leave_interpreter,
    "interpreters.remove": enrol_interpreters.remove_interpreter,
    "duty.show": set_duty.show_duty,
    "duty.gaps": set_duty.gaps_of_duty,
    "duty.set": set_duty.set_duty,
    "duty.import": set_duty.import_duty,
    "duty.partner": set_duty.partner_duty,
    "cases.list": list_cases,
    "cases.show": show_case,
    "audit.list": list_entries,
    "audit.verify": verify_log,
    "cases.trace": trace_case,
    "digest": digest,
    "reports.make": report,
    "reports.size": report_size,
    "cases.letter": write_letter,
    "officers.reset-pin": reset_pin,
    "cases.file": file_case,
    "cases.original": original,
    "cases.linked": linked_cases,
    "cases.copy": copy_case,
    "cases.hold": legal_hold.hold_case,
    "cases.release": legal_hold.release_case,
    "cases.proof": retain.prove,
    "cases.counted": retain.statistics,
    "purge": retain.purge,
    "menus.kept": kept_menus,
    "menus.keep": keep_menu,
    "survey": survey,
    "fingerprint": fingerprint,
    "keys.begin": begin_rotation,
    "keys.renew": renew_seals,
    "keys.behind": seals_behind,
    "keys.finish": finish_rotation,
}
"""Each takes an office and keyword arguments that JSON can carry, and gives what JSON can."""


VIEWS: Final = frozenset({"audit.list", "duty.show", "interpreters.list", "officers.list"})
"""Lists of people and of what they did: that they were looked at is written down here.

Whatever opens a case writes that down itself; other lists open nothing that is sealed for a person.
"""


async def carry_out(
    office: Office,
    command: str,
    arguments: Mapping[str, Any],
    who: str = "operator",
) -> Any:  # noqa: ANN401
    """What a command gives; raises `WrongArgument`, for one without a permission too."""
    if not allowed(Capacity.OPERATOR, command):
        raise WrongArgument("command", f"{command} may be done by nobody")
    if command in VIEWS:
        entry = AuditEntry(office.clock(), who, f"command.{command}", "", "command")
        await office.store.write(lambda work: work.audit.record(entry))
    return await COMMANDS[command](office, **arguments)

"""The operator's commands by name: carried out here, or by the service that has the database."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from bot.documents.cases import linked_cases, list_cases, show_case
from bot.domain.ids import UnitId
from bot.ports import Office, Work
from bot.usecases import administer
from bot.usecases.publish import keep_menu, kept_menus
from bot.web.heartbeat import heartbeat_age

Command = Callable[..., Awaitable[Any]]

_FINGERPRINT: Final = "key.fingerprint"


async def survey(office: Office) -> dict[str, Any]:
    """What `doctor` asks of the database: units' groups and people, and whether the chaser runs."""
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
    "officers.enrol": administer.enrol_officer,
    "officers.invite": administer.invite_officer,
    "officers.list": administer.list_officers,
    "officers.remove": administer.remove_officer,
    "cases.list": list_cases,
    "cases.show": show_case,
    "cases.linked": linked_cases,
    "menus.kept": kept_menus,
    "menus.keep": keep_menu,
    "survey": survey,
    "fingerprint": fingerprint,
}
"""Each takes an office and keyword arguments that JSON can carry, and gives what JSON can."""


async def carry_out(office: Office, command: str, arguments: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """What a command gives; raises `WrongArgument`."""
    return await COMMANDS[command](office, **arguments)

"""The digest as the operator sees it at any time."""

from dataclasses import asdict
from typing import Any

from bot.data.places import load_gazetteer
from bot.domain.ids import NATIONAL
from bot.domain.load import UnitLoad
from bot.ports import Office
from bot.usecases.administer import known_unit
from bot.usecases.digest import digest_of


async def digest(office: Office, *, unit: str = "") -> dict[str, Any]:
    """The figures of one unit, or of all with those that `national` gets; nothing is sent."""
    wanted = await known_unit(office, unit) if unit else NATIONAL
    now, centres = office.clock(), load_gazetteer().centres
    found = await office.store.read(
        lambda work: digest_of(office.policy, work, now, tuple(centres))
    )
    if wanted != NATIONAL:
        own = next((load for load in found.units if load.unit == wanted), UnitLoad(wanted))
        return {"at": now.isoformat(), "units": [asdict(own)]}
    return {
        "at": now.isoformat(),
        "units": [asdict(load) for load in found.units],
        "without_next_step": sum(load.without for load in found.units),
        "heartbeat_age": found.heartbeat,
        "unreachable_hours": found.unreachable_hours,
        "unreachable": list(found.unreachable),
        "undeliverable": found.undeliverable,
    }

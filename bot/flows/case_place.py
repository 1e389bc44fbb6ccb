"""Where a case is, for an officer who must find the way: nobody outside is asked for a map."""

from dataclasses import dataclass

from bot.domain.case import Case
from bot.domain.place import Gazetteer
from bot.domain.position import Position
from bot.domain.prompt import Line, Literal, Named, Value
from bot.flows.card import place


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A place and the centre that has the case; `exact`: the position was shared by the worker.

    Without a shared position `here` is the seat of the district or the province's capital; None
    where not even that is known. `km` is the straight line between the two.
    """

    name: Value
    here: Position | None
    exact: bool
    centre: Position | None
    centre_name: Value
    km: float | None

    @property
    def coordinates(self) -> str:
        """The shared position, to be copied; empty where none was shared."""
        return f"{self.here.lat:.5f}, {self.here.lon:.5f}" if self.here and self.exact else ""

    @property
    def distance(self) -> Line | None:
        """How far it is from the centre."""
        if self.km is None:
            return None
        params = {"unit": self.centre_name, "km": Literal(f"{self.km:.0f}")}
        return Line("officer.page.distance", params)


def whereabouts(case: Case, gazetteer: Gazetteer) -> Whereabouts:
    """What is known of the place of a case."""
    facts = case.facts
    exact = facts.lat is not None and facts.lon is not None
    here: Position | None = None
    if facts.lat is not None and facts.lon is not None:
        here = Position(facts.lat, facts.lon)
    elif facts.district is not None and facts.district in gazetteer.districts:
        here = gazetteer.districts[facts.district].seat
    if here is None and facts.province is not None:
        here = gazetteer.provinces[facts.province].capital
    centre = gazetteer.centres[case.unit].position if case.unit in gazetteer.centres else None
    return Whereabouts(
        place(facts, with_district=True),
        here,
        exact,
        centre,
        Named("unit", case.unit),
        here.km_to(centre) if here and centre else None,
    )

"""Which unit a case is laid before."""

from bot.domain.case import CaseFacts
from bot.domain.ids import NATIONAL, UnitId
from bot.domain.position import Position
from bot.domain.route import AtSea, Route
from bot.domain.routing import route
from bot.usecases.desk import Desk


def choose_unit(desk: Desk, facts: CaseFacts) -> Route:
    """The centre for the place that counts, or `national` where nothing is known."""
    position = None
    if facts.lat is not None and facts.lon is not None:
        position = Position(facts.lat, facts.lon)
    return route(
        desk.around.gazetteer,
        desk.routing,
        province=facts.province,
        district=facts.district,
        position=position,
        at_sea=AtSea(landing=facts.landing) if facts.at_sea else None,
        outside_thailand=facts.outside_thailand,
        unwanted=facts.unwanted,
    )


def place_is_known(facts: CaseFacts) -> bool:
    """Whether a place of any grain was given."""
    told = (facts.province, facts.landing, facts.lat)
    return any(each is not None for each in told) or facts.outside_thailand or facts.place_in_words


def second_of(chosen: Route) -> UnitId | None:
    """The second centre, unless it is no other."""
    return chosen.second if chosen.second not in (None, chosen.centre, NATIONAL) else None

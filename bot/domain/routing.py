"""Which centre a complaint belongs to: the first rule that holds, in a fixed order."""

from dataclasses import dataclass, replace

from bot.domain.ids import NATIONAL, DistrictCode, ProvinceCode, UnitId
from bot.domain.place import District, Gazetteer, Province
from bot.domain.position import Position, Sites
from bot.domain.route import AtSea, Reason, Route, RoutingPolicy


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is known of the place that counts, and the centres that may be chosen."""

    gazetteer: Gazetteer
    left: frozenset[UnitId]
    province: Province | None = None
    district: District | None = None
    position: Position | None = None

    @property
    def origin(self) -> Position | None:
        """The most exact point known: the person, the district's seat, the capital."""
        if self.position is not None:
            return self.position
        if self.district is not None and self.district.seat is not None:
            return self.district.seat
        return None if self.province is None else self.province.capital

    @property
    def province_code(self) -> ProvinceCode | None:
        """The province's code where it is known."""
        return None if self.province is None else self.province.code

    def allowed(self, *centres: UnitId | None) -> tuple[UnitId, ...]:
        """Each once, without those that are unwanted."""
        return tuple(dict.fromkeys(each for each in centres if each in self.left))

    def nearest_to(self, position: Position | None) -> tuple[UnitId, ...]:
        """The two nearest of those left."""
        if position is None:
            return ()
        sites = self.gazetteer.centre_sites
        unwanted = len(sites.items) - len(self.left)
        return self.allowed(*sites.nearest(position, 2 + unwanted))[:2]


_Choice = tuple[tuple[UnitId, ...], Reason]
"""Centres in the order of preference, and the rule that held."""


def route(
    gazetteer: Gazetteer,
    policy: RoutingPolicy,
    *,
    province: ProvinceCode | None = None,
    district: DistrictCode | None = None,
    position: Position | None = None,
    at_sea: AtSea | None = None,
    outside_thailand: bool = False,
    unwanted: frozenset[UnitId] = frozenset(),
) -> Route:
    """The centre for the place that counts; always one, `national` when nothing else holds.

    `UnknownPlace` for a code that does not exist and for a district outside its province.
    """
    nowhere = _Ground(gazetteer, frozenset(gazetteer.centres) - unwanted)
    boat = _on_boat(nowhere, at_sea, position) if at_sea is not None else None
    if boat is not None:
        return _measured(*boat, policy)
    ground = _located(nowhere, province, district, position, policy.outside_beyond_km)
    if outside_thailand or (ground.province is None and position is not None):
        return _national(ground, Reason.OUTSIDE_THAILAND)
    if ground.province is None:
        return _national(ground, Reason.NOTHING_KNOWN)
    return _measured(ground, _on_land(ground, ground.province, policy), policy)


def _located(
    nowhere: _Ground,
    province: ProvinceCode | None,
    district: DistrictCode | None,
    position: Position | None,
    outside_beyond_km: float,
) -> _Ground:
    """Complete what was told; a place that was told is trusted before one drawn from a location."""
    gazetteer = nowhere.gazetteer
    known = None if province is None else gazetteer.province(province)
    if district is not None:
        told = gazetteer.district(district, province)
        home = gazetteer.province(told.province)
        return replace(nowhere, province=home, district=told, position=position)
    if position is None:
        return replace(nowhere, province=known)
    near = _nearest_district(gazetteer, position, known)
    home = gazetteer.province(near.province)
    if known is None and not position.is_within(outside_beyond_km, near.seat or home.capital):
        return replace(nowhere, position=position)
    return replace(nowhere, province=home, district=near, position=position)


def _nearest_district(
    gazetteer: Gazetteer, position: Position, province: Province | None
) -> District:
    (nearest,) = gazetteer.seats.nearest(position)
    if province is None or nearest.province == province.code:
        return nearest
    districts = gazetteer.districts_of(province.code)
    inside = Sites.of((each, each.seat or province.capital) for each in districts)
    return inside.nearest(position)[0]


def _on_land(ground: _Ground, province: Province, policy: RoutingPolicy) -> _Choice:
    """The first rule that holds.

    In order: a district's override; the province's own centre; the nearest to a location, or to the
    seat of a district of an `ask_district` province; the province table, which always holds.
    """
    if ground.district is not None and ground.district.code in policy.overrides:
        override = policy.overrides[ground.district.code]
        if override in ground.left:
            return ground.allowed(override, *_table(ground, province)), Reason.DISTRICT_OVERRIDE
    near = ground.nearest_to(ground.position)
    own = _own_centre(ground, province)
    if own is not None:
        others = near or _table(ground, province)
        return ground.allowed(own, *others), Reason.OWN_CENTRE
    if near:
        return near, Reason.NEAREST_BY_LOCATION
    if province.ask_district and ground.district is not None:
        near = ground.nearest_to(ground.district.seat)
        if near:
            return near, Reason.NEAREST_BY_DISTRICT
    return _table(ground, province), Reason.PROVINCE_TABLE


def _own_centre(ground: _Ground, province: Province) -> UnitId | None:
    centres = ground.gazetteer.centres
    own = (each for each in ground.left if centres[each].province == province.code)
    return min(own, default=None)


def _table(ground: _Ground, province: Province) -> tuple[UnitId, ...]:
    nearest = ground.nearest_to(province.capital)
    return ground.allowed(province.centre, province.second_centre, *nearest)


def _on_boat(
    nowhere: _Ground, at_sea: AtSea, position: Position | None
) -> tuple[_Ground, _Choice] | None:
    """Home port's province, else the landing's, else nearest to the location; else None."""
    gazetteer = nowhere.gazetteer
    ports = ((at_sea.home_port, Reason.AT_SEA_HOME_PORT), (at_sea.landing, Reason.AT_SEA_LANDING))
    for code, reason in ports:
        if code is not None:
            port = gazetteer.province(code)
            own = _own_centre(nowhere, port)
            centres = nowhere.allowed(own, *_table(nowhere, port))
            return replace(nowhere, province=port), (centres, reason)
    if position is None:
        return None
    coast = gazetteer.province(_nearest_district(gazetteer, position, None).province)
    ground = replace(nowhere, province=coast, position=position)
    return ground, (ground.nearest_to(position), Reason.AT_SEA_LOCATION)


def _national(ground: _Ground, reason: Reason) -> Route:
    nearest = ground.nearest_to(ground.origin)[:1]
    measured = _kilometres(ground, nearest)
    return Route(
        centre=NATIONAL,
        second=nearest[0] if nearest else None,
        distance_km=None,
        second_km=measured[0] if measured else None,
        province=ground.province_code,
        reason=reason,
    )


def _measured(ground: _Ground, choice: _Choice, policy: RoutingPolicy) -> Route:
    centres, reason = choice[0][:2], choice[1]
    if not centres:
        return _national(ground, Reason.NO_CENTRE_LEFT)
    first_km, second_km, *_ = (*_kilometres(ground, centres), None, None)
    return Route(
        centre=centres[0],
        second=centres[1] if len(centres) > 1 else None,
        distance_km=first_km,
        second_km=second_km,
        province=ground.province_code,
        reason=reason,
        close=_is_close(reason, first_km, second_km, policy),
    )


def _is_close(
    reason: Reason, first_km: float | None, second_km: float | None, policy: RoutingPolicy
) -> bool:
    """Whether both are to be shown; an override says that the map misleads, so never there."""
    if first_km is None or second_km is None or reason is Reason.DISTRICT_OVERRIDE:
        return False
    return second_km <= first_km * (1 + policy.close_within)


def _kilometres(ground: _Ground, centres: tuple[UnitId, ...]) -> tuple[float, ...]:
    origin = ground.origin
    if origin is None:
        return ()
    everywhere = ground.gazetteer.centres
    return tuple(origin.km_to(everywhere[each].position) for each in centres)

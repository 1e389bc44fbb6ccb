"""Provinces, districts and centres: what they are called and where they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import DistrictCode, LanguageCode, ProvinceCode, UnitId
from bot.domain.position import Position, Sites

THAI = LanguageCode("th")
ENGLISH = LanguageCode("en")


class UnknownPlace(LookupError):  # noqa: N818 a state of things, named as the other refusals are
    """A code that stands for no place, or a district that is not in the province named with it."""


class Region(StrEnum):
    """Part of the country, in the order in which they are offered: from north to south."""

    NORTH = "north"
    NORTHEAST = "northeast"
    CENTRAL = "central"
    EAST = "east"
    WEST = "west"
    SOUTH = "south"


@dataclass(frozen=True, slots=True)
class Province:
    """One of the 77, Bangkok among them, with its line of the province table."""

    code: ProvinceCode
    names: Mapping[LanguageCode, str]
    drafted: frozenset[LanguageCode]
    """Languages whose name nobody who reads the language has checked."""
    region: Region
    capital: Position
    centre: UnitId
    second_centre: UnitId | None
    """None: the next nearest to the capital."""
    ask_district: bool
    """Whether the nearest centre depends on the district."""


@dataclass(frozen=True, slots=True)
class District:
    """One of the 928 districts and Bangkok's khet."""

    code: DistrictCode
    province: ProvinceCode
    name_th: str
    name_en: str
    seat: Position | None


@dataclass(frozen=True, slots=True)
class Centre:
    """One of the ten Joint Service Centres; what is not known of it is None."""

    id: UnitId
    province: ProvinceCode
    name_th: str
    name_en: str
    position: Position
    """Of the town it stands in, until the address is confirmed."""
    address: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Alias:
    """One way in which people write the name of a place."""

    text: str
    place: ProvinceCode | DistrictCode


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """Every place there is; the mappings stand in the order of the Thai dictionary."""

    provinces: Mapping[ProvinceCode, Province]
    districts: Mapping[DistrictCode, District]
    centres: Mapping[UnitId, Centre]
    aliases: tuple[Alias, ...]
    seats: Sites[District]
    """The districts whose seat is known, and the capital's of a province without any."""
    centre_sites: Sites[UnitId]

    def province(self, code: ProvinceCode) -> Province:
        """The province of a code; `UnknownPlace` when there is none."""
        if code not in self.provinces:
            message = f"there is no province {code!r}"
            raise UnknownPlace(message)
        return self.provinces[code]

    def district(self, code: DistrictCode, within: ProvinceCode | None = None) -> District:
        """The district of a code; `UnknownPlace` when there is none, or not in that province."""
        found = self.districts.get(code)
        if found is None:
            message = f"there is no district {code!r}"
            raise UnknownPlace(message)
        if within not in {None, found.province}:
            message = f"district {code} is in {found.province}, not in {within}"
            raise UnknownPlace(message)
        return found

    def regions(self) -> Mapping[Region, tuple[Province, ...]]:
        """The provinces of each region, regions from north to south, provinces by Thai name."""
        everything = self.provinces.values()
        return {
            region: tuple(province for province in everything if province.region is region)
            for region in Region
        }

    def districts_of(
        self, province: ProvinceCode, language: LanguageCode = THAI
    ) -> tuple[District, ...]:
        """Districts in the order of their names as `display_district` shows them."""
        self.province(province)
        found = [each for each in self.districts.values() if each.province == province]
        if language != THAI:
            found.sort(key=lambda district: district.name_en.casefold())
        return tuple(found)


def display(province: Province, language: LanguageCode) -> str:
    """The name to show; a drafted one, and English in a new language, has the Thai beside it."""
    name = province.names.get(language)
    if name is not None and language not in province.drafted:
        return name
    return f"{name or province.names[ENGLISH]} ({province.names[THAI]})"


def display_district(district: District, language: LanguageCode) -> str:
    """Thai in Thai; elsewhere the English name with the Thai one, which is on every sign."""
    if language == THAI:
        return district.name_th
    return f"{district.name_en} ({district.name_th})"


def nearest_province(gazetteer: Gazetteer, position: Position) -> tuple[Province, District, float]:
    """Province and district of the nearest district seat, and its distance in km.

    Right for the province in about 92 places of 100 in Thailand: to be confirmed by the worker
    where there is time for it. Says nothing about whether the position is in Thailand at all.
    """
    (district,) = gazetteer.seats.nearest(position)
    seat = district.seat or gazetteer.provinces[district.province].capital
    return gazetteer.provinces[district.province], district, position.km_to(seat)

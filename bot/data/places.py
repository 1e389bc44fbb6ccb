"""Reads the places that come with the program: provinces, districts, centres and their names."""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from bot.domain.ids import DistrictCode, LanguageCode, ProvinceCode, UnitId
from bot.domain.place import Alias, Centre, District, Gazetteer, Province, Region
from bot.domain.position import Position, Sites
from bot.domain.route import RoutingPolicy

_Drafts = Mapping[tuple[str, str], str]

_NAMED_IN = tuple(LanguageCode(code) for code in ("th", "en", "my", "km", "lo", "vi"))
_LEADING_VOWEL = "([เแโใไ])(.)"
_TONE_MARKS = "[็่้๊๋์]"


@cache
def load_gazetteer() -> Gazetteer:
    """All places; read once in the life of a process (tens of milliseconds)."""
    provinces = _provinces()
    districts = _districts()
    centres = {each.id: each for each in map(_centre, _rows("centres.csv"))}
    seated = {each.province for each in districts.values() if each.seat is not None}
    return Gazetteer(
        provinces=provinces,
        districts=districts,
        centres=centres,
        aliases=tuple(_aliases()),
        seats=Sites.of(
            (each, each.seat or provinces[each.province].capital)
            for each in districts.values()
            if each.seat is not None or each.province not in seated
        ),
        centre_sites=Sites.of((each.id, each.position) for each in centres.values()),
    )


def load_routing_policy() -> RoutingPolicy:
    """The shipped settings of the rule for choosing a centre."""
    settings = tomllib.loads(_text("routing.toml"))
    overrides = {DistrictCode(code): UnitId(unit) for code, unit in settings["overrides"].items()}
    return RoutingPolicy(
        overrides=overrides,
        close_within=settings["close_within"],
        outside_beyond_km=settings["outside_beyond_km"],
    )


def thai_order(name: str) -> tuple[str, str]:
    """Sort key of the Thai dictionary: a vowel written before its consonant counts after it."""
    letters = re.sub(_TONE_MARKS, "", name)
    return re.sub(_LEADING_VOWEL, r"\2\1", letters), name


def _text(name: str) -> str:
    return (resources.files("bot.data") / name).read_text(encoding="utf-8")


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(_text(name).splitlines())


def _position(lat: str, lon: str) -> Position:
    return Position(float(lat), float(lon))


def _provinces() -> dict[ProvinceCode, Province]:
    drafts = {
        (row["iso"], row["language"]): row["name"] for row in _rows("province_names_drafted.csv")
    }
    found = [_province(row, drafts) for row in _rows("provinces.csv")]
    found.sort(key=lambda province: thai_order(province.names[LanguageCode("th")]))
    return {each.code: each for each in found}


def _province(row: Mapping[str, str], drafts: _Drafts) -> Province:
    iso = row["iso"]
    sourced = {code: row[f"name_{code}"] for code in _NAMED_IN if row[f"name_{code}"]}
    drafted = {
        code: drafts[iso, code]
        for code in _NAMED_IN
        if code not in sourced and (iso, code) in drafts
    }
    return Province(
        code=ProvinceCode(iso),
        names=sourced | drafted,
        drafted=frozenset(drafted),
        region=Region(row["region"]),
        capital=_position(row["capital_lat"], row["capital_lon"]),
        centre=UnitId(row["centre"]),
        second_centre=UnitId(row["second_centre"]) if row["second_centre"] else None,
        ask_district=row["ask_district"] == "1",
    )


def _districts() -> dict[DistrictCode, District]:
    found = [_district(row) for row in _rows("districts.csv")]
    found.sort(key=lambda district: thai_order(district.name_th))
    return {each.code: each for each in found}


def _district(row: Mapping[str, str]) -> District:
    return District(
        code=DistrictCode(row["code"]),
        province=ProvinceCode(row["province"]),
        name_th=row["name_th"],
        name_en=row["name_en"],
        seat=_position(row["seat_lat"], row["seat_lon"]) if row["seat_lat"] else None,
    )


def _centre(row: Mapping[str, str]) -> Centre:
    return Centre(
        id=UnitId(row["id"]),
        province=ProvinceCode(row["province"]),
        name_th=row["name_th"],
        name_en=row["name_en"],
        position=_position(row["lat"], row["lon"]),
        address=row["address"] or None,
        phone=row["phone"] or None,
    )


def _aliases() -> Iterator[Alias]:
    for file in ("place_aliases.csv", "place_aliases_own.csv"):
        for row in _rows(file):
            code = row["code"]
            place = ProvinceCode(code) if row["kind"] == "province" else DistrictCode(code)
            yield Alias(row["alias"], place)

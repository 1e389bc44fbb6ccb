"""`rongthuk route`: which centre a place belongs to, for one place or a file of points."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import click

from bot.data.places import load_gazetteer, load_routing_policy
from bot.domain.ids import DistrictCode, ProvinceCode, UnitId
from bot.domain.place import Gazetteer, UnknownPlace
from bot.domain.position import Position
from bot.domain.route import Route
from bot.domain.routing import route as choose

_COLUMNS = ("lat", "lon")


@click.command()
@click.option("--lat", type=float, help="Latitude in degrees.")
@click.option("--lon", type=float, help="Longitude in degrees.")
@click.option("--province", metavar="ISO", help="Province, e.g. TH-71.")
@click.option("--district", metavar="CODE", help="District of the province, e.g. 7108.")
@click.option("--file", "points", metavar="CSV", help="Points in columns lat and lon; prints JSON.")
@click.option("--unwanted", metavar="UNIT", multiple=True, help="A centre to leave out.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
def route(
    *,
    lat: float | None,
    lon: float | None,
    province: str | None,
    district: str | None,
    points: str | None,
    unwanted: tuple[str, ...],
    as_json: bool,
) -> None:
    """The centre for a location, a province or a district, and the one that stands in.

    Nothing given is a complaint without a place, which goes to the national duty group.
    """
    kinds = (lat is not None or lon is not None, bool(province or district), points is not None)
    if sum(kinds) > 1:
        raise click.UsageError("give --lat and --lon, or --province, or --file: only one of them")
    gazetteer = load_gazetteer()
    away = _centres(gazetteer, unwanted)
    if points is not None:
        found = _routes(gazetteer, Path(points), away)
        click.echo(json.dumps([each.as_json() for each in found], indent=1))
        return
    chosen = _one(gazetteer, _point(lat, lon), province, district, away)
    click.echo(json.dumps(chosen.as_json()) if as_json else _lines(gazetteer, chosen))


def _centres(gazetteer: Gazetteer, units: tuple[str, ...]) -> frozenset[UnitId]:
    for unit in units:
        if unit not in gazetteer.centres:
            _refuse("--unwanted", f"{unit!r} is none of {', '.join(gazetteer.centres)}")
    return frozenset(UnitId(unit) for unit in units)


def _point(lat: float | None, lon: float | None) -> Position | None:
    if lat is None and lon is None:
        return None
    if lat is None or lon is None:
        raise click.UsageError("--lat and --lon need each other")
    try:
        return Position(lat, lon)
    except ValueError as error:
        _refuse("--lat" if "latitude" in str(error) else "--lon", str(error))


def _one(
    gazetteer: Gazetteer,
    position: Position | None,
    province: str | None,
    district: str | None,
    away: frozenset[UnitId],
) -> Route:
    try:
        return choose(
            gazetteer,
            load_routing_policy(),
            province=None if province is None else ProvinceCode(province),
            district=None if district is None else DistrictCode(district),
            position=position,
            unwanted=away,
        )
    except UnknownPlace as error:
        _refuse("--district" if "district" in str(error) else "--province", str(error))


def _routes(gazetteer: Gazetteer, path: Path, away: frozenset[UnitId]) -> list[Route]:
    policy = load_routing_policy()
    positions = list(_points(path))
    return [choose(gazetteer, policy, position=each, unwanted=away) for each in positions]


def _points(path: Path) -> Iterator[Position]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        _refuse("--file", f"{path}: {error.strerror}")
    except UnicodeDecodeError:
        _refuse("--file", f"{path}: not UTF-8 text")
    rows = csv.DictReader(text.splitlines(), skipinitialspace=True)
    try:
        header = [name.strip().lower() for name in rows.fieldnames or ()]
        rows.fieldnames = header
        for column in _COLUMNS:
            if column not in header:
                _refuse("--file", f"{path}: row 1 has no column {column}")
        yield from (_read(path, number, row) for number, row in enumerate(rows, start=2))
    except csv.Error as error:
        _refuse("--file", f"{path}: row {rows.line_num}: {error}")


def _read(path: Path, number: int, row: dict[str, str | None]) -> Position:
    degrees = []
    for column, limit in zip(_COLUMNS, (90, 180), strict=True):
        written = (row[column] or "").strip()
        try:
            value = float(written)
        except ValueError:
            value = None
        if value is None or not abs(value) <= limit:
            wanted = f"{written!r} is not a number from -{limit} to {limit}"
            _refuse("--file", f"{path}: row {number}, column {column}: {wanted}")
        degrees.append(value)
    return Position(*degrees)


def _lines(gazetteer: Gazetteer, chosen: Route) -> str:
    lines = [_line("centre", gazetteer, chosen.centre, chosen.distance_km)]
    if chosen.second is not None:
        lines.append(_line("second", gazetteer, chosen.second, chosen.second_km))
    if chosen.close:
        lines.append("The second is about as near, or nearer: show both.")
    lines.append(f"province: {chosen.province or 'not known'}")
    lines.append(f"reason: {chosen.reason.value}")
    return "\n".join(lines)


def _line(role: str, gazetteer: Gazetteer, unit: UnitId, km: float | None) -> str:
    centre = gazetteer.centres.get(unit)
    name = "the national duty group" if centre is None else centre.name_en
    far = "" if km is None else f": straight line, about {km:.0f} km"
    return f"{role}: {unit} ({name}){far}"


def _refuse(option: str, message: str) -> NoReturn:
    raise click.BadParameter(message, param_hint=option)

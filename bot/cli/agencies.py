"""`rongthuk units add|show|change|remove|sheet`: the agencies a case can be referred to."""

import csv
import io
import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, cast

import click

from bot.cli.errand import Refusal, Settings, as_json_text, login, perform, show

_LISTED: Final = ("id", "kind", "reach", "reachable", "groups", "officers", "phone", "name_th")
_SHEET: Final = ("kind", "id", "name_th", "reach", "phone", "address", "groups", "national_number")
_UNKNOWN: Final = "(to be confirmed)"
_ROWS: Final = "agency"


def _row(options: Mapping[str, Any]) -> dict[str, object]:
    """What was given of an agency, by the names of a file's columns."""
    several = {"provinces": options["province"], "categories": options["category"]}
    given = {name: list(values) for name, values in several.items() if values}
    single = ("kind", "name_th", "name_en", "reach", "phone", "address")
    return {**{key: options[key] for key in single if options[key] is not None}, **given}


def _described(command: Any) -> Any:  # noqa: ANN401  click's decorators
    """The options that say what an agency is."""
    for option in (
        click.option("--address", help="Where letters go; left out while it is not known."),
        click.option("--phone", help="Left out while it is not known."),
        click.option("--reach", help="group, phone or letter."),
        click.option("--category", multiple=True, help="Accepted, if not those of its kind."),
        click.option("--province", multiple=True, help="Served, e.g. TH-74; none: all of them."),
        click.option("--name-en"),
        click.option("--name-th"),
        click.option("--kind", help="police, shelter, ngo ... (`units sheet` has them all)."),
    ):
        command = option(command)
    return command


@click.command("add")
@click.argument("agency", required=False)
@_described
@click.option("--file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preview", is_flag=True, help="With --file: show what would change, no more.")
@click.pass_obj
def add(
    settings: Settings,
    /,
    agency: str | None,
    file: Path | None,
    *,
    preview: bool,
    **options: object,
) -> None:
    """Add AGENCY, or all those in a file (CSV, or TOML with tables [[agency]])."""
    if file is not None:
        _load(settings, file, preview=preview)
        return
    if not agency:
        raise click.UsageError("name an agency, or a --file")
    row = {"id": agency, **_row(options)}
    added = perform(settings, "agencies.add", who=login(), row=row)
    click.echo(f"{added['id']} ({added['kind']}) is added.")


def _load(settings: Settings, file: Path, *, preview: bool) -> None:
    rows = rows_of(file)
    try:
        done = perform(settings, "agencies.load", who=login(), rows=rows, preview=preview)
    except Refusal as error:
        raise Refusal(f"{file}: {error.message}") from None
    changed = [each for each in done if each["changes"]]
    for each in changed:
        click.echo(f"{'+' if each['new'] else '~'} {each['id']}")
        for change in each["changes"]:
            click.echo(
                f"    {change['key']}: {_said(change['before'])} -> {_said(change['after'])}"
            )
    end = "would change" if preview else "changed"
    click.echo(f"{len(changed)} of {len(done)} {end}.")


def _said(value: object) -> str:
    return " ".join(value) if isinstance(value, list) else str(value or "-")


def rows_of(file: Path) -> list[dict[str, Any]]:
    """The rows of a table, CSV or TOML by its ending; raises `Refusal`."""
    try:
        text = file.read_text("utf-8-sig")
        if file.suffix == ".toml":
            tables = tomllib.loads(text)
            if set(tables) - {_ROWS}:
                raise Refusal(f"{file}: {min(set(tables) - {_ROWS})}: only [[{_ROWS}]] is known")
            found = tables.get(_ROWS, [])
            if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
                raise Refusal(f"{file}: {_ROWS}: must be tables, each under [[{_ROWS}]]")
            return cast("list[dict[str, Any]]", json.loads(json.dumps(found, default=str)))
        lines = io.StringIO(text, newline="")  # with whatever line ends
        rows = list(csv.DictReader(lines, restkey="(too many columns)"))
    except (ValueError, RecursionError, csv.Error) as error:
        raise Refusal(f"{file}: cannot be read: {error}") from None
    return [{key: value or "" for key, value in row.items()} for row in rows]


@click.command("show")
@click.argument("agency")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def show_(settings: Settings, agency: str, *, as_json: bool) -> None:
    """Show all that is on file of AGENCY."""
    found = perform(settings, "agencies.show", agency=agency)
    if as_json:
        click.echo(as_json_text(found))
        return
    for name, value in found.items():
        click.echo(f"{name}: {_said(value) if isinstance(value, list | str) else value}")


@click.command("change")
@click.argument("agency")
@_described
@click.pass_obj
def change(settings: Settings, /, agency: str, **options: object) -> None:
    """Change what is named of AGENCY; an empty text takes it away."""
    row = _row(options)
    if not row:
        raise click.UsageError("say what to change")
    perform(settings, "agencies.change", who=login(), agency=agency, row=row)
    click.echo(f"{agency} is changed.")


@click.command("remove")
@click.argument("agency")
@click.pass_obj
def remove(settings: Settings, agency: str) -> None:
    """Offer AGENCY no more; what was referred to it stays on file."""
    perform(settings, "agencies.remove", who=login(), agency=agency)
    click.echo(f"{agency} is offered no more.")


@click.command("sheet")
@click.option("--province", required=True, help="E.g. TH-74.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--format", "form", type=click.Choice(["text", "csv"]), default="text")
@click.pass_obj
def sheet(settings: Settings, province: str, *, as_json: bool, form: str) -> None:
    """Print whom to reach in a province: every kind, with what is not known left open."""
    rows = perform(settings, "agencies.sheet", province=province)
    if form == "csv":
        click.echo(_as_csv(rows), nl=False)
        return
    filled = rows if as_json else [_filled(row) for row in rows]
    show(filled, _SHEET, as_json=as_json)


def listed(settings: Settings, province: str, kind: str, *, as_json: bool) -> None:
    """Print all agencies."""
    rows = perform(settings, "agencies.list", province=province, kind=kind)
    show(rows, _LISTED, as_json=as_json)


def _filled(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row to read, which says where something must still be found out."""
    known = bool(row["id"])
    missing = {key: _UNKNOWN for key in ("phone",) if not row[key] and row["reach"] != "letter"}
    if row["reach"] == "letter" and not row["address"]:
        missing["address"] = _UNKNOWN
    return {**row, **missing, **({} if known else {"name_th": _UNKNOWN})}


def _as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, _SHEET, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()

"""`rongthuk cases`: lists cases without opening them, and shows one, which is written down."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import click

from bot.cli.errand import Settings, login, perform, show

_COLUMNS: Final = ("reference", "state", "level", "urgent", "unit", "channel", "opened_at")


@click.group()
def cases() -> None:
    """The cases that were filed."""


@cases.command("list")
@click.option("--unit", default="", help="Of one unit only.")
@click.option("--state", default="", help="In one state only, e.g. filed.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
@click.pass_obj
def list_(settings: Settings, unit: str, state: str, *, as_json: bool) -> None:
    """List cases, newest first; nothing sealed is opened."""
    show(perform(settings, "cases.list", unit=unit, state=state), _COLUMNS, as_json=as_json)


@cases.command("show")
@click.argument("reference")
@click.option("--as", "account", metavar="ACCOUNT", help="Who looks; your login if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
@click.pass_obj
def show_(settings: Settings, reference: str, account: str | None, *, as_json: bool) -> None:
    """Show a whole case. That you looked is written down, or you do not see it."""
    where = f"command:{login()}"
    who = account or login()
    record = perform(settings, "cases.show", who=who, where=where, reference=reference)
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False, indent=1))
        return
    click.echo("\n".join(_lines(record, "")))


@cases.command("linked")
@click.argument("reference")
@click.option("--as", "account", metavar="ACCOUNT", help="Who looks; your login if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
@click.pass_obj
def linked_(settings: Settings, reference: str, account: str | None, *, as_json: bool) -> None:
    """List the cases that name the same employer or boat. That you looked is written down."""
    where = f"command:{login()}"
    who = account or login()
    rows = perform(settings, "cases.linked", who=who, where=where, reference=reference)
    show(rows, ("reference", "kind", "unit", "state"), as_json=as_json)


def _lines(record: Mapping[str, Any], margin: str) -> Iterator[str]:
    """Names and values, what belongs together indented."""
    for name, value in record.items():
        if isinstance(value, Mapping):
            yield f"{margin}{name}:"
            yield from _lines(value, margin + "  ")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"{margin}{name}:"
            for each in value:
                yield f"{margin}  -"
                yield from _lines(each, margin + "    ")
        else:
            shown = ", ".join(value) if isinstance(value, list) else value
            yield f"{margin}{name}: {'-' if shown in (None, '') else shown}"

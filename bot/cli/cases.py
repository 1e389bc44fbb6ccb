"""`rongthuk cases`: lists cases without opening them, and shows one, which is written down."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import click

from bot.cli.errand import Settings, as_json_text, login, perform, seconds, show
from bot.domain.text import legible

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
        click.echo(as_json_text(record))
        return
    click.echo("\n".join(printed(record)))


@cases.command("trace")
@click.argument("reference")
@click.option("--as", "account", metavar="ACCOUNT", help="Who looks; your login if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
@click.pass_obj
def trace_(settings: Settings, reference: str, account: str | None, *, as_json: bool) -> None:
    """Say why whom was written to and when. That you looked is written down."""
    where = f"command:{login()}"
    who = account or login()
    found = perform(settings, "cases.trace", who=who, where=where, reference=reference)
    if as_json:
        click.echo(as_json_text(found))
        return
    click.echo(f"{found['reference']}: {found['state']}")
    for entry in found["entries"]:
        click.echo(f"{seconds(settings, entry['at'])}  {entry['says']}")
        for each in entry["deliveries"]:
            when = f", {seconds(settings, each['at'])}" if each["at"] else ""
            click.echo(f"{'':>19}    {each['to']}: {each['says']}{when}")
    for each in found["next"]:
        click.echo(f"{seconds(settings, each['at'])}  Next, if nothing happens ({each['unit']}).")


def printed(record: Mapping[str, Any], margin: str = "") -> Iterator[str]:
    """Names and values, what belongs together indented."""
    for name, value in record.items():
        if isinstance(value, Mapping):
            yield f"{margin}{name}:"
            yield from printed(value, margin + "  ")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"{margin}{name}:"
            for each in value:
                yield f"{margin}  -"
                yield from printed(each, margin + "    ")
        else:
            shown = ", ".join(value) if isinstance(value, list) else value
            words = legible(str(shown)).replace("\n", f"\n{margin}│ ")
            yield f"{margin}{name}: {'-' if shown in (None, '') else words}"

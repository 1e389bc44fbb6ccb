"""`rongthuk duty`: who is on call for which unit."""

from pathlib import Path
from typing import Final

import click

from bot.cli.errand import Refusal, Settings, login, perform, show

_COLUMNS: Final = ("unit", "name", "officer", "days", "hours", "now", "night_partner")
_JSON: Final = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON instead of lines to read."
)


@click.group()
def duty() -> None:
    """Who is on call, from when to when."""


@duty.command("show")
@click.option("--unit", default="", help="Of one unit only.")
@_JSON
@click.pass_obj
def show_(settings: Settings, unit: str, *, as_json: bool) -> None:
    """List the shifts; `rongthuk doctor` lists the hours with nobody on call."""
    rows = perform(settings, "duty.show", timezone=_zone(settings), unit=unit)
    show(rows, _COLUMNS, as_json=as_json)


@duty.command("set")
@click.argument("unit")
@click.argument("officer")
@click.option("--days", default="", help="Every week, e.g. mon-fri or sat,sun or daily.")
@click.option("--hours", default="", help="Of those days, e.g. 16:30-08:30 (over midnight).")
@click.option("--from", "begins", default="", help="Once, e.g. 2026-11-23T16:30.")
@click.option("--until", "ends", default="", help="Once.")
@_JSON
@click.pass_obj
def set_(
    settings: Settings,
    unit: str,
    officer: str,
    *,
    days: str,
    hours: str,
    begins: str,
    ends: str,
    as_json: bool,
) -> None:
    """Add a shift of OFFICER (id or name): --days and --hours, or --from and --until."""
    shift = {"unit": unit, "officer": officer, "days": days, "hours": hours}
    shift |= {"from": begins, "until": ends}
    rows = perform(settings, "duty.set", who=login(), timezone=_zone(settings), shifts=[shift])
    show(rows, _COLUMNS, as_json=as_json)


@duty.command("import")
@click.option(
    "--file",
    "path",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV with the columns unit, officer, days, hours, from, until.",
)
@_JSON
@click.pass_obj
def import_(settings: Settings, path: Path, *, as_json: bool) -> None:
    """Take the shifts of a file instead of all shifts of the units it names; all lines or none."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(f"--file: {path} is not UTF-8 text") from None
    rows = perform(settings, "duty.import", who=login(), timezone=_zone(settings), text=text)
    show(rows, _COLUMNS, as_json=as_json)


@duty.command("partner")
@click.argument("unit")
@click.argument("partner", default="")
@click.pass_obj
def partner_(settings: Settings, unit: str, partner: str) -> None:
    """Let PARTNER stand in for UNIT outside its hours (urgent, A, a child's B); none: nobody."""
    zone = _zone(settings)
    done = perform(settings, "duty.partner", who=login(), timezone=zone, unit=unit, partner=partner)
    stands = f"{done['partner']} stands in for" if done["partner"] else "nobody stands in for"
    click.echo(f"{stands} {done['unit']} at night.")


def _zone(settings: Settings) -> str:
    return settings.config().service.timezone

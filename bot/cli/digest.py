"""`rongthuk digest`: how many cases stand where, in numbers."""

from typing import Any, Final

import click

from bot.cli.errand import Settings, as_json_text, local, perform, show

_COLUMNS: Final = ("unit", "open", "waiting", "late", "today", "without")


@click.command()
@click.option("--unit", default="", help="Of one unit only.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
@click.pass_obj
def digest(settings: Settings, unit: str, *, as_json: bool) -> None:
    """Print the daily digest as it stands now; nothing is sent and nothing sealed is opened.

    late: past the promised answer, or taken and without progress in time. today: taken, and
    something is due by midnight. without: no next step, which must be zero.
    """
    found: dict[str, Any] = perform(settings, "digest", unit=unit)
    if as_json:
        click.echo(as_json_text(found))
        return
    click.echo(local(settings, found["at"]))
    show(found["units"], _COLUMNS, as_json=False)
    if "heartbeat_age" not in found:
        return
    age = found["heartbeat_age"]
    click.echo(f"open cases without a next step: {found['without_next_step']} (must be 0)")
    click.echo("the chaser has never run" if age is None else f"the chaser ran {age:.0f} s ago")
    units = ", ".join(found["unreachable"]) or "none"
    click.echo(f"hours of today with nobody to reach: {found['unreachable_hours']:.0f} ({units})")
    click.echo(f"messages of the last day that could not be delivered: {found['undeliverable']}")

"""`rongthuk cases hold`, `release` and `proof`, and `rongthuk purge`: how long cases are kept."""

from typing import Final

import click

from bot.cli.cases import cases
from bot.cli.errand import Settings, as_json_text, local, login, perform, show
from bot.documents.cases import grouped

_COUNTED: Final = ("month", "level", "categories", "province", "outcome", "cases")


@cases.command("hold")
@click.argument("reference")
@click.option("--reason", required=True, help="Why; it is written down and shown to officers.")
@click.pass_obj
def hold(settings: Settings, reference: str, reason: str) -> None:
    """Put a case under a legal hold: neither erased nor retained out."""
    number = grouped(reference)
    perform(settings, "cases.hold", who=login(), reference=number, reason=reason)
    click.echo(f"{number} is held.")


@cases.command("release")
@click.argument("reference")
@click.option("--reason", default="", help="Why; it is written down.")
@click.pass_obj
def release(settings: Settings, reference: str, reason: str) -> None:
    """End a legal hold; a wish of the worker's that waited for it is carried out."""
    number = grouped(reference)
    perform(settings, "cases.release", who=login(), reference=number, reason=reason)
    click.echo(f"{number} is held no more.")


@cases.command("proof")
@click.argument("reference")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
@click.pass_obj
def proof(settings: Settings, reference: str, *, as_json: bool) -> None:
    """Say what was erased of a case and when, and how much can still be read."""
    found = perform(settings, "cases.proof", who=login(), reference=grouped(reference))
    if as_json:
        click.echo(as_json_text(found))
        return
    erased = local(settings, found["erased_at"]) if found["erased_at"] else "not erased"
    click.echo(f"{found['reference']}: {found['state']}, {found['unit']}, erased: {erased}")
    for what, number in found["remains"].items():
        click.echo(f"  {what}: {number}")
    for each in found["log"]:
        click.echo(f"{local(settings, each['at'])}  {each['who']}  {each['action']}")


@cases.command("counted")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
@click.pass_obj
def counted(settings: Settings, *, as_json: bool) -> None:
    """Print the numbers that are left of erased cases."""
    show(perform(settings, "cases.counted"), _COUNTED, as_json=as_json)


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what is due.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
@click.pass_obj
def purge(settings: Settings, *, dry_run: bool, as_json: bool) -> None:
    """Erase the cases whose time is over; the service does the same every hour."""
    rows = perform(settings, "purge", who=login(), dry=dry_run)
    show(rows, ("reference", "since"), as_json=as_json)

"""`rongthuk audit`: who looked at what and changed what, and whether the log is whole."""

import json

import click

from bot.cli.errand import Failure, Settings, perform, show

_COLUMNS = ("at", "who", "action", "subject", "where", "chat", "detail")


@click.group()
def audit() -> None:
    """The log of every view and change."""


@audit.command("list")
@click.option("--subject", default="", help="Of one case or one officer only.")
@click.option("--who", default="", help="By one person only.")
@click.option("--limit", default=1000, help="At most so many; 1000 if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
@click.pass_obj
def list_(settings: Settings, subject: str, who: str, limit: int, *, as_json: bool) -> None:
    """List entries, newest first."""
    rows = perform(settings, "audit.list", subject=subject, who=who, limit=limit)
    show(rows, _COLUMNS, as_json=as_json)


@audit.command()
@click.option("--mark", "marks", multiple=True, help="One as the operator's group was told it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
@click.pass_obj
def verify(settings: Settings, marks: tuple[str, ...], *, as_json: bool) -> None:
    """Say whether anything in the log was changed, added, taken out, cut off or put back."""
    found = perform(settings, "audit.verify", marks=list(marks))
    if as_json:
        click.echo(json.dumps(found))
    else:
        click.echo(f"{found['entries']} entries, {found['checkpoints']} checkpoints")
        click.echo(f"mark {found['mark'] or '-'}")
    if found["problems"]:
        raise Failure("\n".join(found["problems"]))
    if not as_json:
        click.echo("nothing was changed")

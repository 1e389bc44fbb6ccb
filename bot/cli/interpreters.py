"""`rongthuk interpreters`: who translates, which languages, when."""

from collections.abc import Callable
from typing import Any, Final

import click

from bot.cli.errand import Settings, local, login, perform, show

_COLUMNS: Final = (
    "id",
    "name",
    "channel",
    "languages",
    "sex",
    "hours",
    "away_until",
    "private_open",
)
_OPTIONS: Final = (
    click.option("--name", required=True, help="What officers call them."),
    click.option("--languages", required=True, help="Codes, e.g. my,km."),
    click.option("--sex", required=True, type=click.Choice(["female", "male"])),
    click.option("--days", default="", help="E.g. mon-fri or daily; left out: at any time."),
    click.option("--hours", default="", help="Of those days, e.g. 08:30-20:00."),
)


def _person(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.group()
def interpreters() -> None:
    """The people who translate; they see one item at a time, and no name."""


@interpreters.command("enrol")
@click.argument("channel")
@click.argument("account_id")
@_person
@click.pass_obj
def enrol(settings: Settings, /, channel: str, account_id: str, **person: str) -> None:
    """Enrol a person whose ACCOUNT_ID is known; LINE shows nobody theirs: use `invite`."""
    done = perform(
        settings,
        "interpreters.enrol",
        who=login(),
        channel=channel,
        account=account_id,
        **_arguments(person),
    )
    click.echo(f"{done['name']} interprets {done['languages']} (id {done['id']}).")
    if not done["private_open"]:
        click.echo("They must write to the bot once, in a private chat, before they can be asked.")


@interpreters.command("invite")
@_person
@click.option("--minutes", default=1440, show_default=True, help="How long it is good: 15 to 1440.")
@click.pass_obj
def invite(settings: Settings, /, minutes: int, **person: str) -> None:
    """Print a one-time code that enrols whoever writes it to the bot in a private chat."""
    made = perform(
        settings, "interpreters.invite", who=login(), minutes=minutes, **_arguments(person)
    )
    before = local(settings, made["expires_at"])
    click.echo(f"{person['name']} writes this to the bot, in a private chat, before {before}:")
    click.echo(made["code"])


@interpreters.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
@click.pass_obj
def list_(settings: Settings, *, as_json: bool) -> None:
    """List everybody who is enrolled."""
    show(perform(settings, "interpreters.list"), _COLUMNS, as_json=as_json)


@interpreters.command("leave")
@click.argument("interpreter_id")
@click.option("--days", required=True, type=click.IntRange(0, 365), help="0: back at once.")
@click.pass_obj
def leave(settings: Settings, interpreter_id: str, days: int) -> None:
    """Ask them nothing for so many days."""
    done = perform(
        settings, "interpreters.leave", who=login(), interpreter=interpreter_id, days=days
    )
    away = done["away_until"]
    what = f"is away until {local(settings, away)}" if away else "can be asked again"
    click.echo(f"{done['name']} {what}.")


@interpreters.command("remove")
@click.argument("interpreter_id")
@click.pass_obj
def remove(settings: Settings, interpreter_id: str) -> None:
    """End an enrolment; the id stands in `interpreters list`."""
    gone = perform(settings, "interpreters.remove", who=login(), interpreter=interpreter_id)
    click.echo(f"{gone['name']} interprets no more.")


def _arguments(person: dict[str, str]) -> dict[str, Any]:
    return {**person, "languages": person["languages"].split(",")}

"""`rongthuk officers`: who may take cases for which unit."""

from typing import Final

import click

from bot.cli.errand import Settings, local, login, perform, show

_COLUMNS: Final = ("id", "unit", "channel", "account", "role", "language", "private_open", "name")
_ROLE: Final = click.Choice(["officer", "head"])


@click.group()
def officers() -> None:
    """The people of the units."""


@officers.command("enrol")
@click.argument("unit")
@click.argument("channel")
@click.argument("account_id")
@click.option("--name", required=True, help="What colleagues call them.")
@click.option("--role", type=_ROLE, required=True)
@click.option("--phone", default="", help="Sealed; shown to `national` in private alone.")
@click.option("--language", type=click.Choice(["th", "en"]), default="th", show_default=True)
@click.pass_obj
def enrol(
    settings: Settings,
    unit: str,
    channel: str,
    account_id: str,
    *,
    name: str,
    role: str,
    language: str,
    phone: str,
) -> None:
    """Enrol a person whose ACCOUNT_ID is known; LINE shows nobody theirs: `officers invite`."""
    person = {"channel": channel, "account": account_id, "name": name}
    how = {"role": role, "language": language, "phone": phone}
    done = perform(settings, "officers.enrol", who=login(), unit=unit, **person, **how)
    click.echo(f"{done['name']} is {done['role']} of {done['unit']} (id {done['id']}).")
    if not done["private_open"]:
        click.echo("They must write to the bot once, in a private chat, before they take a case.")


@officers.command("invite")
@click.argument("unit")
@click.option("--name", required=True, help="What colleagues call them.")
@click.option("--role", type=_ROLE, required=True)
@click.option("--phone", default="", help="Sealed; shown to `national` in private alone.")
@click.option("--minutes", default=1440, show_default=True, help="How long it is good: 15 to 1440.")
@click.pass_obj
def invite(
    settings: Settings, unit: str, *, name: str, role: str, minutes: int, phone: str
) -> None:
    """Print a one-time code that enrols whoever writes it to the bot in a private chat."""
    how = {"name": name, "role": role, "minutes": minutes, "phone": phone}
    made = perform(settings, "officers.invite", who=login(), unit=unit, **how)
    before = local(settings, made["expires_at"])
    click.echo(f"{name} writes this to the bot, in a private chat, before {before}:")
    click.echo(made["code"])


@officers.command("list")
@click.option("--unit", default="", help="Of one unit only.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
@click.pass_obj
def list_(settings: Settings, unit: str, *, as_json: bool) -> None:
    """List everybody who is enrolled."""
    show(perform(settings, "officers.list", unit=unit), _COLUMNS, as_json=as_json)


@officers.command("reset-pin")
@click.argument("officer_id")
@click.pass_obj
def reset_pin(settings: Settings, officer_id: str) -> None:
    """Take a PIN away, so that its owner can set a new one; make sure first that it is they."""
    done = perform(settings, "officers.reset-pin", who=login(), officer=officer_id)
    if not done["was_set"]:
        click.echo(f"{done['name']} had no PIN.")
        return
    click.echo(f"{done['name']} sets a new PIN in the private chat, under a case.")


@officers.command("remove")
@click.argument("officer_id")
@click.pass_obj
def remove(settings: Settings, officer_id: str) -> None:
    """End an enrolment; the id stands in `officers list`."""
    gone = perform(settings, "officers.remove", who=login(), officer=officer_id)
    click.echo(f"{gone['name']} takes no more cases for {gone['unit']}.")


@officers.command("leave")
@click.argument("whom", nargs=-1, required=True, metavar="OFFICER_ID | UNIT CHANNEL ACCOUNT_ID")
@click.pass_obj
def leave(settings: Settings, whom: tuple[str, ...]) -> None:
    """End an enrolment; the open cases of whoever leaves go back to the chase at once."""
    match whom:
        case (officer,):
            named = {"officer": officer}
        case (unit, channel, account):
            named = {"unit": unit, "channel": channel, "account": account}
        case _:
            raise click.UsageError("name an officer's id, or a unit, a channel and an account")
    gone = perform(settings, "officers.leave", who=login(), **named)
    click.echo(f"{gone['name']} has left {gone['unit']}.")
    if gone["open_cases"]:
        click.echo(f"Open cases that go back to the chase: {gone['open_cases']}.")

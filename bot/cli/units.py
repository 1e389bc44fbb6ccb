"""`rongthuk units`: which group belongs to which unit."""

from typing import Final

import click

from bot.cli import agencies
from bot.cli.errand import Settings, local, login, perform, show

_COLUMNS: Final = ("unit", "channel", "chat", "thread", "active")
# An id of a Telegram group begins with "-" and is no option.
_IDS: Final = {"ignore_unknown_options": True}


@click.group()
def units() -> None:
    """Groups of the centres, the duty group and the operator; agencies to refer to."""


for _command in (agencies.add, agencies.show_, agencies.change, agencies.remove, agencies.sheet):
    units.add_command(_command)


@units.command("link", context_settings=_IDS)
@click.argument("unit")
@click.argument("channel")
@click.argument("chat_id")
@click.option("--thread", default="", metavar="N", help="The topic of a Telegram group.")
@click.option("--move", is_flag=True, help="Take the group from the unit it is bound to.")
@click.pass_obj
def link(
    settings: Settings, unit: str, channel: str, chat_id: str, thread: str, *, move: bool
) -> None:
    """Bind a group to UNIT; usually a code written in the group does it (`units code`)."""
    arguments = {"unit": unit, "channel": channel, "chat": chat_id, "thread": thread}
    arguments["language"] = settings.config().service.officers_language
    done = perform(settings, "units.link", who=login(), move=move, **arguments)
    click.echo(f"{done['unit']} is reached in the {done['channel']} group {done['chat']}.")


@units.command("unlink", context_settings=_IDS)
@click.argument("channel")
@click.argument("chat_id")
@click.pass_obj
def unlink(settings: Settings, channel: str, chat_id: str) -> None:
    """Stop writing to a group."""
    done = perform(settings, "units.unlink", who=login(), channel=channel, chat=chat_id)
    click.echo(f"{done['unit']} is not reached there any more.")


@units.command("list")
@click.option("--agencies", "of_agencies", is_flag=True, help="The agencies instead.")
@click.option("--province", default="", help="Only agencies that serve it, e.g. TH-74.")
@click.option("--kind", default="", help="Only agencies of this kind.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
@click.pass_obj
def list_(
    settings: Settings, province: str, kind: str, *, of_agencies: bool, as_json: bool
) -> None:
    """List all groups, those that cannot be reached too, or all agencies."""
    if of_agencies or province or kind:
        agencies.listed(settings, province, kind, as_json=as_json)
        return
    show(perform(settings, "units.list"), _COLUMNS, as_json=as_json)


@units.command("code")
@click.argument("unit")
@click.option("--minutes", default=60, show_default=True, help="How long it is good: 15 to 1440.")
@click.pass_obj
def code(settings: Settings, unit: str, minutes: int) -> None:
    """Print a one-time code that binds the group in which it is written."""
    made = perform(settings, "units.code", who=login(), unit=unit, minutes=minutes)
    before = local(settings, made["expires_at"])
    click.echo(f"Write this in the group of {unit}, once, before {before}:")
    click.echo(f"/link {made['code']}")

"""`rongthuk doctor`: what is wrong with an installation, before a worker finds out."""

import asyncio
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import click

from bot.cli.errand import Settings, carried_out, expected, program

if TYPE_CHECKING:
    from bot.cli.checkup.finding import Finding
    from bot.config import Config

_MARKS: Final = {"ok": "ok  ", "warn": "WARN", "fail": "FAIL"}


@click.command()
@click.option("--offline", is_flag=True, help="Ask no platform.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
@click.pass_context
def doctor(ctx: click.Context, *, offline: bool, as_json: bool) -> None:
    """Say what is wrong and what to do about it; exit 1 if workers must not be sent here."""
    settings: Settings = ctx.obj
    config = settings.config()
    policy_key = settings.written("policy", "file")
    found = asyncio.run(_findings(config, policy_key, offline=offline))
    # Remedies are written with the program's own name; whoever came by `run` types that.
    findings = [
        replace(each, cure=each.cure.replace("`rongthuk ", f"`{program()} ")) for each in found
    ]
    if as_json:
        click.echo(json.dumps([asdict(each) for each in findings], ensure_ascii=False, indent=1))
    else:
        for each in findings:
            click.echo(f"{_MARKS[each.verdict]}  {each.check}: {each.says}")
            if each.cure:
                click.echo(f"      {each.cure}")
    if any(each.verdict == "fail" for each in findings):
        ctx.exit(1)


async def _findings(config: "Config", policy_key: str, *, offline: bool) -> "list[Finding]":
    from bot.cli.checkup.installation import FILE, installation
    from bot.cli.checkup.platforms import platforms

    findings = list(installation(config, datetime.now(UTC).date(), policy_key))
    # A damaged file is left as it is.
    if not any(each.check == FILE and each.verdict == "fail" for each in findings):
        findings += await _of_database(config)
    if not offline:
        findings += [each async for each in platforms(config)]
    return findings


async def _of_database(config: "Config") -> "list[Finding]":
    """What stands in the database; one that is not there yet is not made for this."""
    from bot.cli.checkup.finding import fail, ok
    from bot.cli.checkup.installation import channels_on, same_key, sqlite_path
    from bot.cli.checkup.people import agencies, line_ids, nobody, on_call, people
    from bot.usecases.administer import unit_names

    on = channels_on(config)
    path = sqlite_path(config)
    if path is not None and not path.exists():
        return list(nobody(unit_names(), on))
    asked = ("survey", "fingerprint", "units.list", "officers.list", "agencies.list")
    try:
        with expected():
            answers = [await carried_out(config, command, {}) for command in asked]
            gaps = await carried_out(config, "duty.gaps", _coming_week(config))
    except click.ClickException as error:
        return [fail("database", error.message, "Nothing can be stored until this is mended.")]
    survey, known, groups, officers, found = answers
    mine = (ok("database", "it can be read"), same_key(config, known))
    duty = on_call(gaps, config.service.timezone)
    return [*mine, *people(survey, on), *duty, *line_ids(groups, officers), *agencies(found)]


def _coming_week(config: "Config") -> dict[str, object]:
    """The hours of the units, by which the hours without anybody on call are counted."""
    from bot.app.policy import policy_at
    from bot.data.policy import BadPolicyError, as_json

    try:
        policy = policy_at(config.policy.file)
    except BadPolicyError:  # it is reported by itself
        policy = policy_at(None)
    return {"policy": as_json(policy), "days": 7}

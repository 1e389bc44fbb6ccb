"""`rongthuk publish`: the account's texts and menus, put on the platforms in every language."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.errand import Failure, Refusal, Settings, carried_out, expected

if TYPE_CHECKING:
    from bot.app.publishing import Perform, Published
    from bot.config import Config
    from bot.domain.profile import DrawnMenu


@click.command()
@click.option("--dry-run", "dry", is_flag=True, help="Change nothing; say what would change.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
@click.option("--menu-for-all", metavar="LANGUAGE", help="Whose menu LINE shows to newcomers.")
@click.option(
    "--pictures",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Only draw LINE's menus into this folder, to be looked at.",
)
@click.pass_context
def publish(
    ctx: click.Context,
    *,
    dry: bool,
    as_json: bool,
    menu_for_all: str | None,
    pictures: Path | None,
) -> None:
    """Set the account's name, texts, commands and menus; what is right already is left alone."""
    from bot.app.publishing import drawn_menus, offered
    from bot.app.publishing import publish as run
    from bot.documents.rich_menu import CannotDraw

    settings: Settings = ctx.obj
    config = settings.demanded() if pictures is None else settings.read()
    catalogue = offered(config)
    if not catalogue.languages():
        raise Failure("no language is complete; `rongthuk locales check` names what is missing")
    for_all = next((each for each in catalogue.languages() if menu_for_all in {None, each}), None)
    if for_all is None:
        known = ", ".join(catalogue.languages())
        raise Refusal(f"--menu-for-all: there is no {menu_for_all}; there are {known}")
    try:
        if pictures is not None:
            _draw(pictures, drawn_menus(catalogue))
            return
        with expected():
            done = asyncio.run(
                run(config, catalogue, _performing(config, dry=dry), for_all=for_all, dry=dry)
            )
    except CannotDraw as error:
        raise Failure(str(error)) from None
    _tell(done, dry=dry, as_json=as_json)
    if done.problems:
        ctx.exit(1)


def _performing(config: "Config", *, dry: bool) -> "Perform":
    """Where menus are kept; a dry run does not make a database for this."""
    from bot.cli.checkup.installation import sqlite_path

    path = sqlite_path(config)
    absent = dry and path is not None and not path.exists()

    async def perform(command: str, arguments: Mapping[str, Any]) -> Any:  # noqa: ANN401  JSON
        return {} if absent else await carried_out(config, command, arguments)

    return perform


def _draw(folder: Path, drawn: "tuple[DrawnMenu, ...]") -> None:
    for each in drawn:
        path = folder / f"{each.menu.language}.png"
        path.write_bytes(each.picture)
        click.echo(str(path))


def _tell(done: "Published", *, dry: bool, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"dry_run": dry, **asdict(done)}, ensure_ascii=False, indent=1))
        return
    for change in done.changes:
        where = f"{change.channel} {change.language}".strip()
        click.echo(f"{'would change' if dry else 'changed'}  {where}: {change.what}")
    for channel in done.off:
        click.echo(f"skipped  {channel}: it is off")
    if not (done.changes or done.problems):
        click.echo("nothing to change")
    for problem in done.problems:
        click.echo(problem, err=True)

"""`rongthuk keys`: the master key, without which nothing can be read again."""

import asyncio
import json
from typing import TYPE_CHECKING

import click

from bot.cli.errand import Failure, Settings, carried_out, expected, login, of_key

if TYPE_CHECKING:
    from bot.config import Config


_STEP = 500
"""So many values are sealed anew in one transaction: nobody waits long for it."""


@click.group()
def keys() -> None:
    """The master key."""


@keys.command()
@click.pass_obj
def init(settings: Settings) -> None:
    """Make a new master key; one that is there is never touched."""
    config = settings.demanded()
    file = config.keys.file
    from storage.master_keys import create_key_file

    if config.keys.key or config.keys.command:
        raise Failure("[keys]: the key is not kept in a file here; make it where it is kept")
    if file.exists():
        raise Failure(f"[keys] file: {file} is there already and stays as it is")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # It makes a new file or none, whoever else is making one at this moment.
        create_key_file(file)
    except OSError as error:
        raise Failure(f"[keys] file: {error.filename}: {error.strerror}") from None
    click.echo(f"{file}\nfingerprint {_fingerprint(config)}")
    click.echo("Keep a copy in a safe place: without this file nothing can be read again.")


@keys.command()
@click.pass_obj
def fingerprint(settings: Settings) -> None:
    """Print the name of the key, which tells nothing of it."""
    click.echo(_fingerprint(settings.config()))


@keys.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def status(settings: Settings, *, as_json: bool) -> None:
    """Print whether the database was sealed with this key, and what an earlier one still seals.

    A database that is not there is not made.
    """
    config = settings.config()
    mine = _fingerprint(config)
    known, behind = "", {}
    if config.storage.path is None or config.storage.path.exists():
        with expected():
            known = asyncio.run(carried_out(config, "fingerprint", {}))
            behind = asyncio.run(carried_out(config, "keys.behind", {}))
    if as_json:
        click.echo(json.dumps({"key": mine, "database": known or None, "behind": behind}))
    else:
        click.echo(f"key       {mine}\ndatabase  {known or 'none yet'}")
        click.echo(f"sealed with an earlier key: {sum(behind.values())}")
    if known not in ("", mine):
        raise Failure("[keys]: the database was sealed with another key")


@keys.command()
@click.pass_obj
def rotate(settings: Settings) -> None:
    """Change the master key, while the service runs; what was cut off is carried on."""
    config = settings.demanded()
    with expected():
        asyncio.run(_rotate(config))


async def _rotate(config: "Config") -> None:
    """A new key, unless an earlier change is not finished; then everything sealed with it."""
    behind = await carried_out(config, "keys.behind", {})
    known = await carried_out(config, "fingerprint", {})
    unfinished = any(behind.values()) or len(_masters(config)) > 1
    if not (unfinished and known == _fingerprint(config)):
        click.echo(f"fingerprint {await carried_out(config, 'keys.begin', {'who': login()})}")
        behind = await carried_out(config, "keys.behind", {})
    total = sum(behind.values())
    with click.progressbar(length=total, label="sealing anew") as progress:
        while done := await carried_out(config, "keys.renew", {"limit": _STEP}):
            progress.update(done)
    if aside := await carried_out(config, "keys.finish", {"who": login()}):
        click.echo(f"The earlier key is in {aside}.")
        click.echo("Keep it with the backups made before today: only it opens them.")


def _masters(config: "Config") -> tuple[bytes, ...]:
    from bot.app.assembly import master_keys

    with of_key():
        return master_keys(config).read()


def _fingerprint(config: "Config") -> str:
    from storage.sealing import Keyring

    return Keyring(*_masters(config)).fingerprint

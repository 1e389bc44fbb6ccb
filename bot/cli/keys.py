"""`rongthuk keys`: the master key, without which nothing can be read again."""

import asyncio
from typing import TYPE_CHECKING

import click

from bot.cli.errand import Failure, Settings, carried_out, expected, of_key

if TYPE_CHECKING:
    from bot.config import Config


@click.group()
def keys() -> None:
    """The master key."""


@keys.command()
@click.pass_obj
def init(settings: Settings) -> None:
    """Make a new master key; one that is there is never touched."""
    config = settings.demanded()
    file = config.keys.file
    from storage.sealing import create_key_file

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
@click.pass_obj
def status(settings: Settings) -> None:
    """Print whether the database was sealed with this key; one that is not there is not made."""
    config = settings.config()
    mine = _fingerprint(config)
    path = config.storage.path
    known = ""
    if path is None or path.exists():
        with expected():
            known = asyncio.run(carried_out(config, "fingerprint", {}))
    click.echo(f"key file  {mine}\ndatabase  {known or 'none yet'}")
    if known not in ("", mine):
        raise Failure("[keys] file: the database was sealed with another key")


def _fingerprint(config: "Config") -> str:
    from storage.sealing import Keyring

    with of_key():
        return Keyring.from_file(config.keys.file).fingerprint

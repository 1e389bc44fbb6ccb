"""`rongthuk keys`: the master key, without which nothing can be read again."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import click

from bot.cli.errand import Failure, Settings, carried_out, expected


@click.group()
def keys() -> None:
    """The master key."""


@keys.command()
@click.pass_obj
def init(settings: Settings) -> None:
    """Make a new master key; one that is there is never touched."""
    file = settings.config().keys.file
    from storage.sealing import create_key_file

    with _readable():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            create_key_file(file)
        except FileExistsError:
            raise Failure(f"[keys] file: {file} is there already and stays as it is") from None
    click.echo(f"{file}\nfingerprint {_fingerprint(settings)}")
    click.echo("Keep a copy in a safe place: without this file nothing can be read again.")


@keys.command()
@click.pass_obj
def fingerprint(settings: Settings) -> None:
    """Print the name of the key, which tells nothing of it."""
    click.echo(_fingerprint(settings))


@keys.command()
@click.pass_obj
def status(settings: Settings) -> None:
    """Print whether the database was sealed with this key."""
    config = settings.config()
    mine = _fingerprint(settings)
    with expected():
        known = asyncio.run(carried_out(config, "fingerprint", {}))
    click.echo(f"key file  {mine}\ndatabase  {known or 'none yet'}")
    if known not in ("", mine):
        raise Failure("[keys] file: the database was sealed with another key")


def _fingerprint(settings: Settings) -> str:
    from storage.sealing import Keyring

    with _readable():
        return Keyring.from_file(settings.config().keys.file).fingerprint


@contextmanager
def _readable() -> Iterator[None]:
    from storage.sealing import KeyFileError

    try:
        yield
    except KeyFileError as error:
        raise Failure(f"[keys] file: {error}") from None
    except OSError as error:
        raise Failure(f"[keys] file: {error.filename}: {error.strerror}") from None

"""Does what a command asks: through the running service, which has the database, or by itself."""

import json
import os
import pwd
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import click

from bot.domain.text import legible

if TYPE_CHECKING:
    from bot.config import Config

_USUAL: Final = Path("config.toml")
# C1 controls command a terminal; the others turn the direction, end a line, hide, or cannot be
# printed.
_COMMANDING: Final = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_VARIABLE: Final = re.compile(r"RONGTHUK_\w+?__")


class Refusal(click.ClickException):
    """The configuration or an argument cannot be; the message names it. Exit 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:  # noqa: ARG002  click's signature
        """Print the message alone."""
        click.echo(self.message, err=True)


class Failure(Refusal):
    """It was well asked and could not be done. Exit 1."""

    exit_code = 1


class Settings:
    """The configuration, read when it is first needed."""

    def __init__(self, path: Path | None, environ: Mapping[str, str]) -> None:
        """Read `path`, or `config.toml` where the caller stands, if there is one."""
        self._path = path or (_USUAL if _USUAL.exists() else None)
        self._environ = environ
        self._told = False

    @property
    def given(self) -> bool:
        """Whether anything was configured, in a file or in variables."""
        return self._path is not None or any(_VARIABLE.match(name) for name in self._environ)

    def config(self) -> "Config":
        """The configuration; raises `Refusal` with all its problems.

        Where there is none, that is said on stderr, once.
        """
        if not (self.given or self._told):
            self._told = True
            click.echo(f"no {_USUAL} in {Path.cwd()}: using defaults", err=True)
        return self.read()

    def demanded(self) -> "Config":
        """The same for what must not begin in the wrong folder: where there is none, a refusal."""
        if not self.given:
            cure = "go to its folder, or name one with --config or RONGTHUK_CONFIG"
            raise Refusal(f"no {_USUAL} in {Path.cwd()}: {cure}")
        return self.config()

    def read(self) -> "Config":
        """The same without a word about where it was looked for."""
        from bot.config import ConfigError, load_config

        try:
            return load_config(self._path, self._environ)
        except ConfigError as error:
            raise Refusal(str(error)) from None

    def written(self, section: str, key: str) -> str:
        """Where a key was read, for what is told about it."""
        from bot.config import written

        return written(section, key, self._path, self._environ)


def perform(settings: Settings, command: str, **arguments: Any) -> Any:  # noqa: ANN401  JSON
    """What a command of `bot.web.commands` gives; what may go wrong is a click exception."""
    return performed(settings, command, arguments)


def performed(
    settings: Settings,
    command: str,
    arguments: Mapping[str, Any],
    here: Mapping[str, Any] | None = None,
) -> Any:  # noqa: ANN401  JSON
    """The same; `here` are arguments that only one carried out in this process can be given."""
    import asyncio

    config = settings.config()
    with expected():
        return asyncio.run(carried_out(config, command, arguments, here))


async def carried_out(
    config: "Config",
    command: str,
    arguments: Mapping[str, Any],
    here: Mapping[str, Any] | None = None,
) -> Any:  # noqa: ANN401  JSON
    """The same inside a loop; nothing is wrapped but what only the database can say."""
    from bot.web.asking import NotServing, ask

    try:
        return await ask(config.control_socket, command, arguments, login())
    except NotServing:
        pass
    from bot.app import open_office
    from bot.web.commands import carry_out

    with of_database():
        async with open_office(config) as office:
            return await carry_out(office, command, {**arguments, **(here or {})}, login())


@contextmanager
def expected() -> Iterator[None]:
    """Turn what may go wrong on any day into one line."""
    from bot.ports import StoreDown, WrongArgument
    from bot.web.asking import CommandFailed

    try:
        yield
    except WrongArgument as error:
        raise Refusal(str(error)) from None
    except CommandFailed as error:
        raise Failure(f"the running service could not do it ({error}); see its log") from None
    except StoreDown as error:
        raise Failure(f"[storage] url: {error}") from None
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        raise Failure(f"{name}{error.strerror or str(error) or type(error).__name__}") from None
    except KeyboardInterrupt:
        raise click.Abort from None


@contextmanager
def of_database() -> Iterator[None]:
    """The same for a database that is opened here; its library is imported for this."""
    from bot.app.folders import FolderError
    from storage.work import DatabaseBusyError, UnknownDatabaseError, WrongKeyError

    try:
        with of_key():
            yield
    except FolderError as error:
        raise Failure(str(error)) from None
    except (DatabaseBusyError, UnknownDatabaseError, WrongKeyError) as error:
        raise Failure(f"[storage] url: {error}") from None


@contextmanager
def of_key() -> Iterator[None]:
    """The same for the key file."""
    from storage.master_keys import KeyFileError, NoKeyFileError

    try:
        yield
    except NoKeyFileError as error:
        raise Failure(f"[keys] file: {error}; `{program()} keys init` makes one") from None
    except KeyFileError as error:
        raise Failure(f"[keys] file: {error}") from None


def program() -> str:
    """What people type to start this: `rongthuk`, or what the script `run` says it was called."""
    return os.environ.get("RONGTHUK_STARTED_AS") or "rongthuk"


def local(settings: Settings, moment: str) -> str:
    """A moment in ISO form as the clocks of the centres show it, in minutes that have begun."""
    zone = settings.read().service.timezone
    at = datetime.fromisoformat(moment).astimezone(ZoneInfo(zone))
    return f"{at:%Y-%m-%d %H:%M} ({zone})"


def seconds(settings: Settings, moment: str) -> str:
    """A moment in ISO form as the clocks of the centres show it, to the second."""
    zone = settings.read().service.timezone
    return f"{datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}"


def login() -> str:
    """Who sits at the machine, by the system's own word; variables can be made up."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid-{os.getuid()}"


def show(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, as_json: bool) -> None:
    """Print a list: as JSON, or in columns to read."""
    if as_json:
        click.echo(as_json_text(rows))
        return
    for line in in_columns(rows, columns):
        click.echo(line)


def in_columns(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Iterator[str]:
    """A list in columns to read, a line a row, under their names."""
    table = [list(columns), *([_cell(row[column]) for column in columns] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for line in table:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join(cells).rstrip()


def as_json_text(value: object) -> str:
    """JSON in which people's words stay as they are, but command no terminal and turn no line."""
    written = json.dumps(value, ensure_ascii=False, indent=1)
    return _COMMANDING.sub(lambda found: escaped(found[0]), written)


def escaped(character: str) -> str:
    """A character as JSON writes it in ASCII."""
    return json.dumps(character)[1:-1]


def _cell(value: object) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case _:
            return one_line(str(value))


def one_line(words: str) -> str:
    """Words as a terminal may show them: they command nothing and begin no line of their own."""
    return " ".join(legible(words).split("\n"))

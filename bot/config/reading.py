"""Reads the configuration: a TOML file, the environment over it, secrets from files."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

from pydantic import ValidationError

from bot.config.demands import demands, worded
from bot.config.tree import SQLITE, Config

_PREFIX: Final = "RONGTHUK_"
_FILE: Final = "file:"


class ConfigError(Exception):
    """The configuration cannot be used; each problem names the file or variable, key and cure."""

    def __init__(self, *problems: str) -> None:
        """Keep every problem found."""
        super().__init__("\n".join(problems))
        self.problems = problems


def load_config(path: Path | None, environ: Mapping[str, str]) -> Config:
    """The configuration of a TOML file (none: the defaults) with `RONGTHUK_SECTION__KEY` over it.

    Relative paths are relative to the file's folder, without a file to the working directory. Any
    value may be `file:PATH`; then what that file holds, stripped, is the value. Raises
    `ConfigError` with all problems at once.
    """
    reading = _Reading(path)
    reading.take_file()
    reading.take_environment(environ)
    return _absolute(reading.config(), reading.folder)


class _Reading:
    """The sources while they are read: raw values, where each came from, what is wrong."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.folder = (path.parent if path else Path()).absolute()
        self._raw: dict[str, Any] = {}
        self._variables: dict[tuple[str, ...], str] = {}
        self._problems: dict[tuple[str, ...], str] = {}

    def take_file(self) -> None:
        """Read the TOML."""
        if self.path is None:
            return
        try:
            # Some editors put an invisible mark at the beginning.
            self._raw = tomllib.loads(self.path.read_text("utf-8-sig"))
        except IsADirectoryError:
            cure = f"Name the file in it, e.g. {self.path / 'config.toml'}."
            raise ConfigError(f"{self.path}: is a folder. {cure}") from None
        except OSError as error:
            cure = "Copy config.example.toml there and fill it in."
            raise ConfigError(f"{self.path}: {error.strerror}. {cure}") from None
        except (ValueError, RecursionError) as error:
            raise ConfigError(f"{self.path}: is not TOML: {_place_of(error)}.") from None
        for section, values in self._raw.items():
            if isinstance(values, dict):
                for key, value in values.items():
                    values[key] = self._resolved(value, (section, key))

    def take_environment(self, environ: Mapping[str, str]) -> None:
        """Lay the variables over it."""
        for name, value in sorted(environ.items()):
            section, mark, key = name.removeprefix(_PREFIX).lower().partition("__")
            if not name.startswith(_PREFIX) or not mark:
                continue
            self._problems.pop((section, key), None)
            self._variables[section, key] = name
            values = self._raw.setdefault(section, {})
            if isinstance(values, dict):
                values[key] = self._resolved(value, (section, key))

    def config(self) -> Config:
        """The tree; raises `ConfigError`."""
        try:
            config = Config.model_validate(self._raw)
        except ValidationError as error:
            for each in error.errors():
                place = tuple(str(step) for step in each["loc"])
                self._object(place, worded(cast("dict[str, Any]", each)))
        else:
            for section, key, sentence in demands(config):
                self._object((section, key), sentence)
            if not self._problems:
                return config
        raise ConfigError(*self._problems.values())

    def _resolved(self, value: object, place: tuple[str, ...]) -> object:
        if not isinstance(value, str) or not value.startswith(_FILE):
            return value
        named = self.folder / value.removeprefix(_FILE)
        try:
            return named.read_text("utf-8-sig").strip()
        except (OSError, ValueError) as error:  # no file's name holds U+0000
            why = getattr(error, "strerror", None) or "it is not text"
            self._object(place, f"names the file {named}, which cannot be read: {why}.")
            return ""

    def _object(self, place: tuple[str, ...], sentence: str) -> None:
        """Note what is wrong, once a key: what follows from it would only confuse."""
        variables = self._variables
        given = next((variables[known] for known in variables if known[:1] == place), "")
        name = variables.get(place) or given or _written(place, self.path)
        self._problems.setdefault(place, f"{name} {sentence}")


def _written(place: tuple[str, ...], path: Path | None) -> str:
    """Where a key stands or would stand: `config.toml: [line] reserve`, or a variable."""
    if path is None:
        return _PREFIX + "__".join(place).upper()
    return f"{path.name}: {' '.join((f'[{place[0]}]', *place[1:]))}"


def written(section: str, key: str, path: Path | None, environ: Mapping[str, str]) -> str:
    """Where a key was read, as problems name it: a variable, or the file with its section."""
    variable = f"{_PREFIX}{section}__{key}".upper()
    return variable if variable in environ else _written((section, key), path)


def _place_of(error: Exception) -> str:
    """Line and column alone: the words of a decoder may hold what stands there."""
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    _, mark, place = str(error).rpartition("(at ")
    # The parser itself does not refuse tables within tables without end, and endless numbers.
    return (
        f"see {place.rstrip(')')}" if mark else "it is nested too deeply, or a number is too long"
    )


def _absolute(config: Config, folder: Path) -> Config:
    service, keys, policy, storage = config.service, config.keys, config.policy, config.storage
    own = policy.file and folder / policy.file
    url = SQLITE + str(folder / storage.url[len(SQLITE) :]) if storage.is_sqlite else storage.url
    return config.model_copy(
        update={
            "service": service.model_copy(update={"data_dir": folder / service.data_dir}),
            "keys": keys.model_copy(update={"file": folder / keys.file}),
            "policy": policy.model_copy(update={"file": own}),
            "storage": storage.model_copy(update={"url": url}),
        }
    )

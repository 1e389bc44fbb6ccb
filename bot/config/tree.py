"""Everything that can be set, with its shape and its default."""

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import SplitResult, urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

SQLITE: Final = "sqlite:///"
_POSTGRESQL: Final = "postgresql://"
_HERE: Final = ("localhost", "127.0.0.1", "::1")
_LAST_PORT: Final = 65535
_TELEGRAM_TOKEN: Final = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")


def _address(listen: str) -> str:
    host, _, port = listen.rpartition(":")
    if not host or not (port.isascii() and port.isdecimal()) or int(port) > _LAST_PORT:
        raise ValueError('must be a host and a port like "127.0.0.1:8080"')
    return listen


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _server(url: str) -> str:
    if _split(url).scheme not in {"http", "https"} or not _split(url).hostname:
        raise ValueError('must be an address like "https://intake.example.org"')
    return url.rstrip("/")


def _public_server(url: str) -> str:
    if not url:
        return ""
    if _split(_server(url)).scheme != "https" and _split(url).hostname not in _HERE:
        raise ValueError('must begin with "https://": the platforms deliver to nothing else')
    return _server(url)


@cache
def _timezones() -> frozenset[str]:
    """All there are: it takes a walk through a folder of the system."""
    return frozenset(available_timezones())


def _timezone(name: str) -> str:
    if name not in _timezones():
        raise ValueError('must be a time zone; the usual one is "Asia/Bangkok"')
    return name


def _database(url: str) -> str:
    if not url.startswith((SQLITE, _POSTGRESQL)) or url.endswith((SQLITE, ":memory:")):
        raise ValueError(
            'must be like "sqlite:///var/rongthuk.db" or "postgresql://name@host/database"'
        )
    return url


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


Server = Annotated[str, AfterValidator(_server)]
Port = Annotated[int, Field(ge=0, le=_LAST_PORT)]


class Section(BaseModel):
    """What the parts have in common: nothing unknown, nothing changed, no value in an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Service(Section):
    """Where it listens and keeps its files; `undertaking` names the Department's written word.

    `officers_language` is what groups and officers are written to in.
    """

    listen: Annotated[str, AfterValidator(_address)] = "127.0.0.1:8080"
    public_url: Annotated[str, AfterValidator(_public_server)] = ""
    timezone: Annotated[str, AfterValidator(_timezone)] = "Asia/Bangkok"
    data_dir: Path = Path("var")
    undertaking: str = ""
    officers_language: Literal["th", "en"] = "th"

    @property
    def host(self) -> str:
        """The address to listen on."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """The port to listen on; 0 takes any free one."""
        return int(self.listen.rpartition(":")[2])


class Keys(Section):
    """The master key: a file; or itself, from a variable; or what a command prints."""

    file: Path = Path("keys/master.key")
    key: str = Field(default="", repr=False)
    command: str = ""


class Storage(Section):
    """The database; its address may hold a password."""

    url: Annotated[str, AfterValidator(_database)] = Field(
        default=SQLITE + "var/rongthuk.db", repr=False
    )

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file on this machine."""
        return self.url.startswith(SQLITE)

    @property
    def path(self) -> Path | None:
        """That file, or None where it is no file."""
        return Path(self.url.removeprefix(SQLITE)) if self.is_sqlite else None


class Telegram(Section):
    """The Telegram bot; `poll_timeout` is how many seconds one question for updates may wait."""

    enabled: bool = False
    token: str = Field(default="", repr=False)
    mode: Literal["polling", "webhook"] = "polling"
    webhook_secret: str = Field(default="", repr=False)
    api_base_url: Server = "https://api.telegram.org"
    poll_timeout: int = Field(default=25, ge=0, le=50)

    @property
    def by_webhook(self) -> bool:
        """Whether Telegram delivers; otherwise we ask."""
        return self.mode == "webhook"


class Line(Section):
    """The LINE account; `reserve` is how many paid messages of a month are kept for alerts."""

    enabled: bool = False
    channel_secret: str = Field(default="", repr=False)
    channel_access_token: str = Field(default="", repr=False)
    api_base_url: Server = "https://api.line.me"
    data_api_base_url: Server = "https://api-data.line.me"
    reserve: int = Field(default=50, ge=0)


class PolicyTables(Section):
    """An own file of tables laid over the shipped policy; None for the shipped one alone."""

    file: Annotated[Path | None, BeforeValidator(_none_if_empty)] = None


class Links(Section):
    """One-time links into cases: how many minutes a link is good, and then its page."""

    minutes: Annotated[int, Field(ge=1, le=60)] = 10


class Demo(Section):
    """Where the demonstration listens, on this machine only."""

    port: Port = 8080


class Config(Section):
    """The whole tree. As `load_config` gives it, every path in it is absolute."""

    service: Service = Service()
    keys: Keys = Keys()
    storage: Storage = Storage()
    telegram: Telegram = Telegram()
    line: Line = Line()
    policy: PolicyTables = PolicyTables()
    links: Links = Links()
    demo: Demo = Demo()

    @property
    def control_socket(self) -> Path:
        """Where a running service listens for commands."""
        return self.service.data_dir / "control.sock"

    @property
    def evidence_dir(self) -> Path:
        """Where the sealed photos and recordings are."""
        return self.service.data_dir / "evidence"

    @property
    def voice_dir(self) -> Path:
        """Where the recorded voices of this installation are."""
        return self.service.data_dir / "voice"

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is allowed and yet probably not meant."""
        if self.telegram.enabled and not _TELEGRAM_TOKEN.fullmatch(self.telegram.token):
            return (
                (
                    "[telegram] token does not look like one from @BotFather"
                    " (digits, a colon, about 35 letters and digits)."
                ),
            )
        return ()

"""The log: JSON lines of events with ids on an allow-list; never text, names, places or tokens."""

import json
import logging
import re
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TextIO

_ID: Final = re.compile(r"[0-9a-z]{1,16}")
_CODE: Final = re.compile(r"[a-z][a-z0-9_.-]{0,39}")
_CLASS: Final = re.compile(r"[A-Za-z_]{1,60}")
_KEY: Final = re.compile(r"[0-9a-z_.:-]{1,120}")
_EVENT: Final = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
_REFERENCE: Final = re.compile(r"[\d-]{4,24}")
_VERSION: Final = re.compile(r"\d[\w.+-]{0,19}")
_LEVEL: Final = re.compile(r"[ABUCD]")
_ADDRESS: Final = re.compile(r"(localhost|\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:]{2,39}\]):\d{1,5}")
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")

FIELDS: Final[Mapping[str, re.Pattern[str]]] = {
    **dict.fromkeys(("conversation", "referral", "evidence", "officer"), _ID),
    **dict.fromkeys(("unit", "channel", "kind", "outcome", "stage", "state", "action"), _CODE),
    **dict.fromkeys(("duty", "reason", "command", "mode", "what", "question"), _CODE),
    **dict.fromkeys(("attempts", "count", "status", "port", "seconds", "milliseconds"), _NUMBER),
    "key": _KEY,
    "listen": _ADDRESS,
    "reference": _REFERENCE,
    "level": _LEVEL,
    "version": _VERSION,
    "error": _CLASS,
}
"""Every field there may be, and the shape of what it may hold: no words fit into any."""

_QUIET: Final = ("apscheduler", "httpcore", "httpx", "linebot", "telegram", "sqlalchemy", "alembic")
_FRAMES: Final = 12


class NotLoggable(ValueError):  # noqa: N818  named as the other refusals are
    """A bug: something was to be logged that may be personal. Its value is not repeated here."""


class JsonLog:
    """Writes one JSON line an event.

    What may not be written raises where `strict`; else it is left out, and `dropped` counts it.
    """

    def __init__(
        self,
        stream: TextIO | None = None,
        *,
        strict: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._stream = stream
        self._strict = strict
        self._clock = clock

    def event(self, name: str, **fields: str | float | None) -> None:
        """Write that something happened; fields that are None are left out."""
        self.write("info", name, fields)

    def failure(self, name: str, error: BaseException, **fields: str | float | None) -> None:
        """Write that something failed: the error's class and where it rose, never its message."""
        self.write("error", name, fields, error)

    def write(
        self,
        severity: str,
        name: str,
        fields: Mapping[str, str | float | None],
        error: BaseException | None = None,
    ) -> None:
        """Write a line of any severity."""
        if not _EVENT.fullmatch(name):
            self._refuse("the name of an event")
            name = "unnamed.event"
        line: dict[str, Any] = {"at": self._clock().isoformat(), "severity": severity}
        line |= {"event": name, **self._allowed(fields)}
        if error is not None:
            line |= {"error": type(error).__name__, "frames": list(frames(error))}
        stream = self._stream or sys.stderr
        stream.write(json.dumps(line) + "\n")
        stream.flush()

    def _allowed(self, fields: Mapping[str, str | float | None]) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        dropped = 0
        for field, value in fields.items():
            if value is None:
                continue
            shape = FIELDS.get(field)
            if shape is not None and shape.fullmatch(str(value)):
                kept[field] = value
                continue
            self._refuse(f"the field {field!r}" if shape else "a field that is not on the list")
            dropped += 1
        return {**kept, "dropped": dropped} if dropped else kept

    def _refuse(self, what: str) -> None:
        if self._strict:
            raise NotLoggable(f"{what} may not be logged like this")


def frames(error: BaseException) -> Iterator[str]:
    """Where it rose, innermost last, then its causes by class: files and lines, no values."""
    seen: set[int] = set()
    todo: list[BaseException] = [error]
    while todo and id(each := todo.pop(0)) not in seen:
        seen.add(id(each))
        if each is not error:
            yield f"from {type(each).__name__}"
        yield from _places(each)
        if isinstance(each, BaseExceptionGroup):
            todo += each.exceptions
        below = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
        todo += [below] if below is not None else []


def _places(error: BaseException) -> Iterator[str]:
    places: list[str] = []
    step = error.__traceback__
    while step is not None:
        file = Path(step.tb_frame.f_code.co_filename)
        places.append(f"{'/'.join(file.parts[-3:])}:{step.tb_lineno}")
        step = step.tb_next
    yield from places[-_FRAMES:]


class _Others(logging.Handler):
    """What libraries and the channels log: who, how grave, which error.

    Their words stay out, unless they are the name of an event of ours.
    """

    def __init__(self, log: JsonLog) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        library = re.sub(r"\W", "_", record.name.partition(".")[0].lower(), flags=re.ASCII)
        ours = library in {"bot", "storage"}
        name = _said(record) if ours else f"library.{library}"
        error = record.exc_info[1] if record.exc_info else None
        self._log.write(record.levelname.lower(), name, {}, error)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  logging's own name
        """Nothing: logging would print the record with all its values."""


def _said(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # words that do not fit their own gaps
        return ""


def install(stream: TextIO | None = None, *, strict: bool = False) -> JsonLog:
    """Make this the only way to stderr, for libraries and for errors nobody caught too.

    In strict mode (tests, development) what may not be logged raises.
    """
    log = JsonLog(stream, strict=strict)
    logging.basicConfig(handlers=[_Others(log)], level=logging.WARNING, force=True)
    logging.captureWarnings(capture=True)
    logging.getLogger("aiohttp.access").disabled = True
    for name in ("bot", "storage"):
        logging.getLogger(name).setLevel(logging.INFO)
    for name in _QUIET:
        # They write addresses with tokens, parameters and people's words.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    sys.excepthook = lambda _, error, __: log.failure("program.failed", error)
    threading.excepthook = lambda failed: _uncaught(log, "thread.failed", failed.exc_value)
    sys.unraisablehook = lambda failed: _uncaught(log, "cleanup.failed", failed.exc_value)
    return log


def _uncaught(log: JsonLog, name: str, error: BaseException | None) -> None:
    log.failure(name, error or RuntimeError())

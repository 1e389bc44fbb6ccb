"""The log: events with ids, and no way by which text, names or tokens could reach stderr."""

import io
import json
import subprocess
import sys
from typing import Any

import pytest
from bot.ports import StoreDown
from bot.web.logs import FIELDS, JsonLog, NotLoggable
from hypothesis import given
from hypothesis import strategies as st

WORDS = "my boss locked the door"
TOKEN = "123456789:AAHfiqksKZ8WmR2zSjiQ7_v4TMAKdiHm9T0"
NAME = "สมชาย"


def logged(stream: io.StringIO) -> dict[str, Any]:
    (line,) = stream.getvalue().splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_an_event_is_one_json_line_with_its_ids() -> None:
    stream = io.StringIO()
    log = JsonLog(stream, strict=True)
    log.event("turn.taken", conversation="c0k2j4h6g8", channel="line", milliseconds=3, unit=None)
    line = logged(stream)
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "severity": "info",
        "event": "turn.taken",
        "conversation": "c0k2j4h6g8",
        "channel": "line",
        "milliseconds": 3,
    }


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("turn.taken", {"text": "yes"}),
        ("turn.taken", {"account": "U4af4980629"}),
        ("turn.taken", {"conversation": WORDS}),
        ("turn.taken", {"reason": WORDS}),
        ("turn.taken", {"reason": TOKEN}),
        ("turn.taken", {"officer": NAME}),
        ("turn.taken", {"unit": NAME}),
        ("turn.taken", {"key": WORDS}),
        ("turn.taken", {"count": WORDS}),
        (WORDS, {}),
        (TOKEN, {}),
    ],
)
def test_what_is_not_on_the_list_raises_in_development_and_is_dropped_in_production(
    name: str, fields: dict[str, str]
) -> None:
    with pytest.raises(NotLoggable) as raised:
        JsonLog(io.StringIO(), strict=True).event(name, **fields)
    stream = io.StringIO()
    JsonLog(stream).event(name, **fields)
    for secret in (WORDS, TOKEN, NAME, "U4af4980629"):
        assert secret not in stream.getvalue()
        assert secret not in str(raised.value)
    assert logged(stream).get("dropped") == (1 if fields else None)


@pytest.mark.safety(30)
@given(st.text(min_size=1), st.sampled_from(sorted(FIELDS)))
def test_no_words_fit_into_any_field(words: str, field: str) -> None:
    sentence = f"{words} {words}"
    with pytest.raises(NotLoggable):
        JsonLog(io.StringIO(), strict=True).event("turn.taken", **{field: sentence})


def test_an_error_is_its_class_and_where_it_rose_with_its_causes() -> None:
    stream = io.StringIO()

    def fails() -> None:
        try:
            empty[WORDS]
        except KeyError as error:
            raise StoreDown(TOKEN) from error

    empty: dict[str, str] = {}

    try:
        fails()
    except StoreDown as error:
        JsonLog(stream, strict=True).failure("duty.failed", error, duty="chase")
    line = logged(stream)
    assert (line["error"], line["duty"], line["severity"]) == ("StoreDown", "chase", "error")
    assert "from KeyError" in line["frames"]
    assert all("tests/test_logs.py:" in frame for frame in line["frames"][:2])
    assert WORDS not in stream.getvalue()
    assert TOKEN not in stream.getvalue()


def test_the_errors_of_a_group_are_all_told() -> None:
    stream = io.StringIO()
    group = ExceptionGroup(WORDS, [KeyError(WORDS), ValueError(WORDS)])
    JsonLog(stream, strict=True).failure("poll.failed", group)
    assert logged(stream)["frames"] == ["from KeyError", "from ValueError"]
    assert WORDS not in stream.getvalue()


def test_errors_that_cause_each_other_come_to_an_end() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    stream = io.StringIO()
    JsonLog(stream).failure("duty.failed", first)
    assert logged(stream)["frames"] == ["from KeyError"]


LEAKS = """
import asyncio, logging, sys, threading, warnings
from bot.web.logs import install
SECRET = sys.argv[1]
log = install()

def boom(*_):
    local = SECRET
    raise ValueError(SECRET)

async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(boom)
    task = asyncio.create_task(asyncio.to_thread(boom), name=SECRET)
    await asyncio.wait({task})
    del task
    await asyncio.sleep(0)

for name in ("httpx", "telegram.ext", "aiohttp.access", "aiohttp.server", "apscheduler.x",
             "sqlalchemy.engine", "alembic", "linebot", "asyncio", "other", "bot.web", "storage"):
    other = logging.getLogger(name)
    other.setLevel(logging.DEBUG)
    for level in (10, 20, 30, 40, 50):
        other.log(level, "said %s", SECRET, extra={"url": SECRET})
        other.log(level, SECRET)
    try:
        boom()
    except ValueError:
        other.exception(SECRET)
    other.error("%d", SECRET)
logging.warning(SECRET)
warnings.warn(SECRET)
class Leaky:
    def __del__(self):
        boom()
Leaky()
thread = threading.Thread(target=boom, name=SECRET)
thread.start(); thread.join()
log.event(SECRET, text=SECRET, reason=SECRET)
asyncio.run(main())
try:
    boom()
except ValueError as error:
    log.failure("duty.failed", error, reason=SECRET)
    raise KeyError(SECRET) from error
"""


@pytest.mark.safety(30)
@pytest.mark.parametrize("secret", [WORDS, TOKEN, NAME])
def test_nothing_planted_reaches_stderr_by_any_way(secret: str) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", LEAKS, secret],
        capture_output=True,
        check=False,
        text=True,
    )
    assert all(line.startswith("{") for line in done.stderr.splitlines())
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert secret not in json.dumps(lines, ensure_ascii=False) + done.stdout
    events = {line["event"] for line in lines}
    assert {"duty.failed", "program.failed", "thread.failed", "cleanup.failed"} <= events
    assert {"library.aiohttp", "library.asyncio", "library.py", "unnamed.event"} <= events
    assert done.returncode == 1


def test_a_channels_own_events_keep_their_names() -> None:
    code = """
import logging
from bot.web.logs import install
install()
logging.getLogger("bot.channels.telegram.poll").warning("telegram.poll.%s", "conflict")
logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot1:x/getMe")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    (line,) = done.stderr.splitlines()
    assert json.loads(line)["event"] == "telegram.poll.conflict"


def test_words_in_our_own_logging_raise_in_development() -> None:
    code = """
import logging, sys
from bot.web.logs import NotLoggable, install
install(strict=True)
logging.getLogger("a-library.part").error("somebody's words")
try:
    logging.getLogger("bot.web").warning("somebody's words")
except NotLoggable:
    print("raised")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    (line,) = done.stderr.splitlines()
    assert (json.loads(line)["event"], done.stdout) == ("library.a_library", "raised\n")

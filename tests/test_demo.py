"""The demonstration: the real application on one machine, a page, and a clock that is moved."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from bot.app.demonstration import demo
from bot.channels.simulator.read import NotAnEvent
from bot.channels.simulator.screens import Screens
from bot.channels.simulator.send import SimulatorSender
from bot.demo.clock import MovableClock, first_day, next_morning
from bot.demo.passing import Passing, Unhurried
from bot.demo.stage import Stage
from bot.domain.ids import Channel
from bot.domain.incoming import Chat
from bot.domain.prompt import Message
from bot.ports import Outgoing

from tests.demo_stage import page_at, shown, stage, tap
from tests.house import MONDAY, Opened, Platform, house

BANGKOK = ZoneInfo("Asia/Bangkok")


# The simulator


def outgoing(text: str, key: str, edit: str = "") -> Outgoing:
    return Outgoing(Chat(Channel.SIMULATOR, "worker-1"), Message(text), key, edit=edit)


def simulator() -> tuple[SimulatorSender, Screens]:
    screens = Screens(lambda: MONDAY)
    return SimulatorSender(screens, {"sample.jpg": b"photo"}), screens


async def test_a_message_sent_twice_under_one_key_is_shown_once() -> None:
    sender, screens = simulator()
    first = await sender.send([outgoing("Hello", "key")])
    assert await sender.send([outgoing("Hello", "key")]) == first
    assert [each.message.text for each in screens.since(0)] == ["Hello"]


async def test_an_edit_stands_in_the_place_of_the_message_it_replaces() -> None:
    sender, screens = simulator()
    (first,) = await sender.send([outgoing("one", "a")])
    await sender.send([outgoing("two", "b")])
    assert await sender.send([outgoing("ONE", "c", edit=first)]) == [first]
    shown = screens.since(0)
    assert [(each.message.text, each.edited) for each in shown] == [("ONE", True), ("two", False)]


async def test_a_message_that_was_taken_away_cannot_be_edited_and_keeps_no_words() -> None:
    sender, screens = simulator()
    (first,) = await sender.send([outgoing("secret", "a")])
    await sender.erase(Chat(Channel.SIMULATOR, "worker-1"), [first])
    (again,) = await sender.send([outgoing("new", "b", edit=first)])
    assert again != first
    assert "secret" not in repr(screens.since(0))


async def test_only_what_nobody_asked_for_lights_up_a_locked_screen() -> None:
    sender, screens = simulator()
    await sender.send([outgoing("an answer", "a")], reply_token="reply-1")
    await sender.send([outgoing("Hello, are you free now?", "b")])
    assert [each.pushed for each in screens.since(0)] == [False, True]


# The clock


def test_the_clock_runs_is_put_forward_and_never_goes_back() -> None:
    seconds = [100.0]
    clock = MovableClock(MONDAY, running=lambda: seconds[0])
    seconds[0] += 3
    assert clock() == MONDAY + timedelta(seconds=3)
    clock.move_to(MONDAY + timedelta(hours=1))
    clock.move_to(MONDAY)
    seconds[0] += 2
    assert clock() == MONDAY + timedelta(hours=1, seconds=2)


def test_the_next_morning_is_half_past_eight_in_bangkok() -> None:
    opening = datetime(2026, 11, 24, 8, 30, tzinfo=BANGKOK)
    assert next_morning(MONDAY) == opening
    assert next_morning(opening - timedelta(hours=2)) == opening
    assert next_morning(opening) == opening + timedelta(days=1)


def test_the_demonstration_begins_on_a_working_day() -> None:
    saturday = datetime(2026, 12, 5, 1, 0, tzinfo=UTC)
    monday_off = lambda _: frozenset({date(2026, 12, 7)})  # noqa: E731
    tuesday = datetime(2026, 12, 8, 10, 0, tzinfo=BANGKOK)
    assert first_day(saturday, monday_off) == tuesday


# The stage


async def in_danger(stage: Stage) -> None:
    for ending in (":language:en", ":safe_to_talk:yes", ":in_danger_now:yes"):
        await tap(stage, "worker-1", ending)


async def test_three_taps_alert_the_national_group_and_the_place_the_nearest_centre() -> None:
    async with stage() as made:
        await in_danger(made)
        assert len(shown(made, "group-national")) == 1
        market = {"kind": "place", "lat": 16.7131, "lon": 98.5747, "title": "Mae Sot"}
        await made.hear("worker-1", "worker-1", market)
        assert len(shown(made, "group-tak")) == 1
        assert shown(made, "group-national")[0]["edited"]


async def test_a_jump_over_a_night_brings_every_reminder_in_its_own_minute() -> None:
    async with stage() as made:
        await in_danger(made)
        place = {"kind": "place", "lat": 13.5478, "lon": 100.2744, "title": "Samut Sakhon"}
        await made.hear("worker-1", "worker-1", place)
        await made.go("morning")
        alert, *reminders = shown(made, "group-samut-sakhon")
        after = [round((each["at"] - alert["at"]) / 60_000) for each in reminders]
        assert after[:3] == [5, 10, 15]
        other = shown(made, "group-samut-prakan")[0]
        assert round((other["at"] - alert["at"]) / 60_000) == 15
        waited = [each["at"] for each in shown(made, "group-national")]
        assert waited == sorted(waited)
        assert made.play.clock() >= datetime(2026, 11, 24, 8, 30, tzinfo=BANGKOK)
        assert made.picture(0)["done"]["reminded"]


async def test_messages_on_their_way_do_not_age_while_the_clock_is_moved() -> None:
    async with stage() as made:
        await asyncio.gather(in_danger(made), made.go("hour"), made.go("hour"))
        answer = shown(made, "worker-1")[-1]
        assert not answer["pushed"]
        assert answer["rows"]


async def test_the_clock_waits_for_a_message_that_is_on_its_way(tmp_path: Path) -> None:
    arrives = asyncio.Event()

    class Slow(Platform):
        async def send(self, outgoing: Sequence[Outgoing], *, reply_token: str = "") -> list[str]:
            await arrives.wait()
            return list(await super().send(outgoing, reply_token=reply_token))

    async with house(tmp_path) as made:
        made.platforms[Channel.TELEGRAM] = Slow(Channel.TELEGRAM, edits=True)
        deliverer = Unhurried(made.deliverer)
        await made.take("worker", Opened(), settle=False)
        assert await deliverer.deliver() == 1

        async def moved() -> int:
            async with deliverer.still():
                return len(made.screen("worker").messages)

        moving = asyncio.create_task(moved())
        await asyncio.sleep(0)
        arrives.set()
        assert await moving == 1


async def test_what_is_owed_leaves_before_the_clock_is_moved(tmp_path: Path) -> None:
    async with house(tmp_path) as made:

        class Hand(MovableClock):
            def __call__(self) -> datetime:
                return made.now

            def move_to(self, moment: datetime) -> None:
                made.moment[0] = moment

        await made.take("worker", Opened(), settle=False)
        deliverer = Unhurried(made.deliverer)
        passing = Passing(made.desk, Hand(MONDAY), deliverer, (), lambda: None)
        await passing.until(MONDAY + timedelta(hours=1))
        assert made.screen("worker").last.rows


async def test_whoever_takes_a_case_gets_the_details_in_private() -> None:
    async with stage() as made:
        await in_danger(made)
        await tap(made, "group-national", "r:take:", account="officer-national")
        (details,) = shown(made, "officer-national")
        assert details["rows"]
        assert not shown(made, "group-national")[0]["rows"]
        assert made.picture(0)["done"]["taken"]


async def test_groups_read_thai_once_it_is_chosen_and_nothing_is_lost() -> None:
    async with stage() as made:
        await in_danger(made)
        english = shown(made, "group-national")[0]["text"]
        await made.officers_speak("th")
        await made.go("quarter")
        later = shown(made, "group-national")
        assert later[0]["text"] == english
        assert any("\u0e00" <= letter <= "\u0e7f" for letter in later[-1]["text"])


async def test_a_photo_is_kept_like_any_other() -> None:
    async with stage() as made:
        await tap(made, "worker-1", ":language:en")
        await made.hear("worker-1", "worker-1", {"kind": "photo"})
        await made.go("quarter")
        due = await made.play.store.read(
            lambda work: work.conversations.due_evidence(made.play.clock(), 9)
        )
        assert not due


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"kind": "unheard of"},
        {"kind": "text"},
        {"kind": "text", "text": "x" * 5000},
        {"kind": "tap", "payload": 7},
        {"kind": "place", "lat": "north", "lon": 1, "title": "x"},
    ],
)
async def test_what_nobody_can_do_on_a_screen_is_refused(event: Mapping[str, Any]) -> None:
    async with stage() as made:
        with pytest.raises(NotAnEvent):
            await made.hear("worker-1", "worker-1", event)


@pytest.mark.parametrize(
    ("account", "chat"),
    [
        ("worker-9", "worker-9"),
        ("worker-1", "group-tak"),
        ("officer-operator", "officer-operator"),
        ("officer-tak", "officer-ranong"),
    ],
)
async def test_nobody_acts_in_somebody_elses_chat(account: str, chat: str) -> None:
    async with stage() as made:
        with pytest.raises(NotAnEvent):
            await made.hear(account, chat, {"kind": "text", "text": "hello"})


# The page


async def post(address: str, headers: Mapping[str, str], *, admitted: bool = True) -> int:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        if admitted:
            await session.get(f"{address}/")
        body = '{"go": "quarter"}'
        async with session.post(f"{address}/api/time", data=body, headers=headers) as answer:
            return answer.status


async def test_only_the_page_itself_can_do_anything() -> None:
    json = {"Content-Type": "application/json"}
    async with page_at() as address:
        assert await post(address, {**json, "Origin": address}) == 204
        assert await post(address, {**json, "Origin": "https://elsewhere.example"}) == 403
        assert await post(address, json) == 403
        assert await post(address, {"Content-Type": "text/plain", "Origin": address}) == 403
        assert await post(address, {**json, "Origin": address}, admitted=False) == 403
        elsewhere = {"Host": "rebound.example", "Origin": "http://rebound.example"}
        assert await post(address, {**json, **elsewhere}) == 403


async def test_the_events_are_for_the_page_only() -> None:
    async with page_at() as address, aiohttp.ClientSession() as stranger:
        async with stranger.get(f"{address}/api/events") as answer:
            assert answer.status == 403
        async with stranger.get(f"{address}/", headers={"Host": "rebound.example"}) as answer:
            assert answer.status == 403


async def test_every_answer_forbids_scripts_from_elsewhere() -> None:
    async with page_at() as address, aiohttp.ClientSession() as session:
        for path in ("/", "/page/main.js", "/page/nothing.js", "/page/..%2fserver.py", "/api/x"):
            async with session.get(address + path) as answer:
                assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
                assert "unsafe" not in answer.headers["Content-Security-Policy"]
                assert (await answer.text()).count("def build_demo") == 0


def test_the_page_needs_nothing_from_outside() -> None:
    folder = Path(__file__).parent.parent / "bot" / "demo" / "page"
    for file in folder.glob("*.[jhc]*[sl]"):
        text = file.read_text("utf-8")
        for forbidden in ("http:", "https:", "innerHTML", "insertAdjacent", "@import", "style="):
            assert forbidden not in text, f"{forbidden} in {file.name}"


async def test_where_the_port_is_taken_the_next_one_is_used_on_this_machine_only() -> None:
    stop, said = asyncio.Event(), list[str]()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        def announce(words: str) -> None:
            said.append(words)
            stop.set()

        await demo(port, browser=False, stop=stop, announce=announce)
    address = next(word for word in said[0].split() if word.startswith("http"))
    assert address.startswith("http://127.0.0.1:")
    assert f":{port}/" not in address
    assert f"(port {port} is taken, so it took another; " in said[0]


def test_ctrl_c_ends_it_and_nothing_is_left(tmp_path: Path) -> None:
    program = (
        "import asyncio, sys, tempfile; tempfile.tempdir = sys.argv[1]\n"
        "from bot.app import demo\n"
        "asyncio.run(demo(0, browser=False))\n"
        "print([name for name in sys.modules if name.startswith(('telegram', 'linebot'))])\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    # What is printed must arrive at once in a pipe that nobody made so.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as running:
        assert running.stdout is not None
        assert "http://127.0.0.1:" in running.stdout.readline()
        while running.poll() is None and not any(tmp_path.iterdir()):
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        assert running.stdout.read().strip() == "[]"
    assert running.returncode == 0
    assert not any(tmp_path.iterdir())

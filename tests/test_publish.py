"""`rongthuk publish`: texts and menus on both platforms, changed only where they differ.

Both real SDKs, against the platforms' stand-ins; pictures are really drawn.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from bot.app.publishing import Perform, Published
from bot.app.publishing import publish as run
from bot.channels.line.send import LineSender
from bot.config import Config, load_config
from bot.domain.ids import Channel, LanguageCode
from bot.domain.incoming import Chat
from bot.domain.prompt import Message
from bot.ports import Outgoing
from bot.web.commands import carry_out

from tests.offices import office_at
from tests.publishing import THAI, saying, texts, voice
from tests.stand_ins.line import LineStandIn
from tests.stand_ins.telegram import TelegramStandIn

CODES = ("th", "en", "my", "vi")
TOKEN = "7000000001:" + "x" * 35


@pytest.fixture
async def line() -> AsyncIterator[LineStandIn]:
    async with LineStandIn() as stand_in:
        yield stand_in
        assert stand_in.violations == []


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandIn]:
    async with TelegramStandIn(token=TOKEN) as stand_in:
        yield stand_in
        assert stand_in.violations == []


@pytest.fixture
def config(line: LineStandIn, telegram: TelegramStandIn) -> Config:
    return load_config(None, settings(line, telegram))


@pytest.fixture
async def perform(tmp_path: Path) -> AsyncIterator[Perform]:
    async with office_at(tmp_path) as office:

        async def carried_out(command: str, arguments: Mapping[str, Any]) -> Any:  # noqa: ANN401
            return await carry_out(office, command, arguments)

        yield carried_out


def settings(line: LineStandIn, telegram: TelegramStandIn) -> dict[str, str]:
    values = {
        "TELEGRAM__ENABLED": "true",
        "TELEGRAM__TOKEN": TOKEN,
        "TELEGRAM__API_BASE_URL": telegram.url,
        "LINE__ENABLED": "true",
        "LINE__CHANNEL_SECRET": line.secret,
        "LINE__CHANNEL_ACCESS_TOKEN": line.token,
        "LINE__API_BASE_URL": line.url,
        "LINE__DATA_API_BASE_URL": line.url,
    }
    return {f"RONGTHUK_{name}": value for name, value in values.items()}


def written_to(chat: str, language: str) -> Outgoing:
    to = Chat(Channel.LINE, chat, private=chat.startswith("U"))
    return Outgoing(to, Message("ok"), str(uuid4()), language=language)


async def publish(
    config: Config, perform: Perform, *codes: str, for_all: LanguageCode = THAI, dry: bool = False
) -> Published:
    return await run(config, voice(*(codes or CODES)), perform, for_all=for_all, dry=dry)


def written(line: LineStandIn, telegram: TelegramStandIn) -> list[str]:
    """Calls that change something."""
    return [
        *(f"{call.method} {call.path}" for call in line.calls if call.method != "GET"),
        *(call.method for call in telegram.calls if call.method.startswith("set")),
    ]


async def test_the_first_run_sets_every_text_and_makes_every_menu(
    config: Config, perform: Perform, line: LineStandIn, telegram: TelegramStandIn
) -> None:
    done = await publish(config, perform)
    assert (done.problems, done.off) == ([], [])
    pictures = len(CODES)
    assert len(done.changes) == len(written(line, telegram)) - pictures
    # English is what everybody else is shown, so it needs no description of its own.
    described_in = {code for method, code in telegram.profile if method == "setMyDescription"}
    assert described_in == {"", *CODES} - {"en"}
    assert telegram.profile["setMyName", "my"]["name"] == "အလုပ်သမား သတင်းအချက်အလက်"
    commands = telegram.profile["setMyCommands", "vi"]["commands"]
    assert [each["command"] for each in commands] == [
        "start",
        "menu",
        "language",
        "help",
        "stop",
        "delete",
    ]
    assert sorted(body["name"] for body in line.menus.known.values()) == sorted(
        f"rongthuk {code}" for code in CODES
    )
    assert line.menus.pictures.keys() == line.menus.known.keys()
    assert line.menus.known[line.menus.for_all]["name"] == "rongthuk th"


async def test_a_second_run_changes_nothing(
    config: Config, perform: Perform, line: LineStandIn, telegram: TelegramStandIn
) -> None:
    await publish(config, perform)
    before = written(line, telegram)
    done = await publish(config, perform)
    assert (done.changes, done.problems) == ([], [])
    assert written(line, telegram) == before


async def test_a_dry_run_names_what_the_next_run_does_and_does_nothing(
    config: Config, perform: Perform, line: LineStandIn, telegram: TelegramStandIn
) -> None:
    line.menus.known["richmenu-old"] = {"name": "rongthuk old"}
    foreseen = await publish(config, perform, dry=True)
    assert written(line, telegram) == []
    assert {*(await perform("menus.kept", {"languages": CODES})).values()} == {""}
    done = await publish(config, perform)
    # A language without a text of its own is shown the general one: English is set by setting it.
    assert {*done.changes} <= {*foreseen.changes}
    assert len(done.changes) >= len(CODES) * 4


async def test_for_a_language_that_is_added_only_its_own_menu_is_made(
    config: Config, perform: Perform, line: LineStandIn
) -> None:
    await publish(config, perform, *CODES[:-1])
    done = await publish(config, perform)
    assert {change.language for change in done.changes} == {"vi"}
    assert len([call for call in line.calls if call.path == "/v2/bot/richmenu"]) == len(CODES)
    assert len(line.menus.known) == len(CODES)


async def test_a_menu_that_differs_is_replaced_and_the_old_one_removed(
    config: Config, perform: Perform, line: LineStandIn
) -> None:
    await publish(config, perform)
    old = line.menus.for_all
    await perform("menus.keep", {"language": "th", "kept": f"anotherdigest {old}"})
    done = await publish(config, perform)
    assert [change.what for change in done.changes] == ["menu", "menu for all", f"{old} removed"]
    assert old not in line.menus.known
    assert line.menus.known[line.menus.for_all]["name"] == "rongthuk th"


async def test_a_menu_that_somebody_removed_at_line_is_made_again(
    config: Config, perform: Perform, line: LineStandIn
) -> None:
    await publish(config, perform)
    del line.menus.known[line.menus.for_all]
    line.menus.for_all = ""
    done = await publish(config, perform)
    assert [(each.language, each.what) for each in done.changes] == [
        ("th", "menu"),
        ("th", "menu for all"),
    ]


async def test_a_menu_made_by_somebody_else_is_left_alone(
    config: Config, perform: Perform, line: LineStandIn
) -> None:
    line.menus.known["richmenu-theirs"] = {"name": "spring sale"}
    await publish(config, perform)
    assert "richmenu-theirs" in line.menus.known


async def test_a_run_that_broke_off_is_continued_and_leaves_nothing_behind(
    config: Config, perform: Perform, line: LineStandIn
) -> None:
    async def breaking(command: str, arguments: Mapping[str, Any]) -> Any:  # noqa: ANN401
        if command == "menus.keep":
            line.fail("server_error")
        return await perform(command, arguments)

    done = await publish(config, breaking)
    assert done.problems == ["line: it refused (500 Internal server error)"]
    assert [each.language for each in done.changes if each.channel == Channel.LINE] == ["th"]
    line.menus.known["richmenu-half"] = {"name": "rongthuk my"}  # its picture never came
    done = await publish(config, perform)
    assert done.problems == []
    assert len(line.menus.known) == len(CODES)


async def test_a_channel_that_cannot_be_reached_is_one_line_and_the_other_is_done(
    config: Config, perform: Perform, line: LineStandIn, telegram: TelegramStandIn
) -> None:
    telegram.fail("429", 1, method="setMyShortDescription", value=41)
    done = await publish(config, perform)
    said = "telegram: not reached, busy, or the token is wrong; try again after 41 s"
    assert done.problems == [said]
    assert [each.what for each in done.changes if each.channel == Channel.TELEGRAM] == []
    assert line.menus.for_all
    line.fail("drop", 3)  # a broken connection is tried again once by the client itself
    done = await publish(config, perform)
    assert done.problems == ["line: not reached, busy, or the token is wrong; try again after 3 s"]
    assert telegram.profile["setMyShortDescription", "vi"]


def shown_to_aye(line: LineStandIn, menu: str) -> bool:
    return line.menus.linked.get("Uaye") == menu


async def test_a_person_is_shown_the_menu_of_the_language_they_are_written_to_in(
    config: Config, perform: Perform, line: LineStandIn
) -> None:
    await publish(config, perform)
    menus = {body["name"]: menu for menu, body in line.menus.known.items()}
    sender = LineSender(line.token, api_base_url=line.url, data_api_base_url=line.url)
    for language in ("th", "my", "my", "th"):
        line.person("Uaye")
        await sender.send([written_to("Uaye", language)])
        await line.wait_for(partial(shown_to_aye, line, menus[f"rongthuk {language}"]))
    await sender.close()
    assert [call.path for call in line.calls].count("/v2/bot/richmenu/list") == 2
    linking = [call.path for call in line.calls if call.path.startswith("/v2/bot/user/Uaye/")]
    assert len(linking) == 3


async def test_a_group_is_shown_no_menu(
    config: Config, perform: Perform, line: LineStandIn
) -> None:
    await publish(config, perform)
    line.person("Uaye")
    line.group("Cgroup")
    sender = LineSender(line.token, api_base_url=line.url, data_api_base_url=line.url)
    for chat in ("Cgroup", "Uaye"):
        await sender.send([written_to(chat, "th")])
    await line.wait_for(lambda: "Uaye" in line.menus.linked)
    await sender.close()
    assert line.menus.linked.keys() == {"Uaye"}


async def test_what_goes_wrong_with_menus_is_not_in_the_way_of_messages(line: LineStandIn) -> None:
    line.person("Uaye")
    sender = LineSender(line.token, api_base_url=line.url, data_api_base_url=line.url)
    await sender.send([written_to("Uaye", "")])
    line.menus.known["richmenu-half"] = {"name": "rongthuk th"}  # LINE refuses to show it
    sent = 1
    async with asyncio.timeout(10):
        while len([call for call in line.calls if "richmenu-half" in call.path]) < 2:
            assert await sender.send([written_to("Uaye", "th")]) != [""]
            sent += 1
            await asyncio.sleep(0.01)
    await sender.close()
    assert len(line.person("Uaye").chat.messages) == sent


async def test_what_is_too_long_is_a_line_and_nothing_is_sent(
    config: Config, perform: Perform, line: LineStandIn, telegram: TelegramStandIn
) -> None:
    long = saying({THAI: dict.fromkeys(texts(THAI), "ก" * 30)})
    done = await run(config, long, perform, for_all=THAI, dry=False)
    assert done.changes[0].channel == Channel.TELEGRAM
    assert done.problems[0].startswith("line: th: a word of the menu is too long for it")
    longer = saying({THAI: dict.fromkeys(texts(THAI), "ก" * 300)})
    telegram.calls.clear()
    done = await run(config, longer, perform, for_all=THAI, dry=False)
    assert done.problems[0] == "telegram: others: name has 300 characters; 1 to 64 fit"
    assert (line.calls, telegram.calls) == ([], [])

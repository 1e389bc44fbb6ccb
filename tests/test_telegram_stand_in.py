"""The Telegram that tests are held against: as strict as the real one, and as stubborn."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web
from bot.channels.telegram.send import TelegramSender

from tests.stand_ins.telegram import TelegramStandIn
from tests.stand_ins.telegram_rules import SPEC

pytestmark = pytest.mark.wire

BUTTON = {"text": "b", "callback_data": "p"}


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandIn]:
    """A Telegram where person 1 has opened the bot and group -5 has added it."""
    async with TelegramStandIn() as stand_in:
        await stand_in.person(1).opens()
        await stand_in.group(-5).adds_bot()
        yield stand_in


async def _call(telegram: TelegramStandIn, method: str, **params: object) -> dict[str, Any]:
    url = f"{telegram.url}/bot{telegram.token}/{method}"
    async with ClientSession() as client, client.post(url, json=params) as response:
        answer: dict[str, Any] = await response.json()
        return answer


@pytest.mark.parametrize(
    "params",
    [
        {"text": ""},
        {"text": "x" * 4097},
        {"text": "🆘" * 2049},
        {"text": "x", "reply_markup": {"inline_keyboard": [[BUTTON] * 9]}},
        {"text": "x", "reply_markup": {"inline_keyboard": [[BUTTON] * 8] * 13}},
        {
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "p" * 65}]]},
        },
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "", "callback_data": "p"}]]}},
        {"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 2}]},
    ],
)
async def test_what_breaks_a_limit_is_refused_and_remembered(
    telegram: TelegramStandIn, params: dict[str, object]
) -> None:
    answer = await _call(telegram, "sendMessage", chat_id=1, **params)
    assert answer["error_code"] == 400
    assert telegram.violations


@pytest.mark.skipif(not SPEC.exists(), reason="the description of the Bot API is not here")
@pytest.mark.parametrize(
    "params",
    [
        {"chat_id": 1},
        {"chat_id": 1, "text": "x", "disable_web_page_preview": True},
        {"chat_id": 1, "text": "x", "message_thread_id": "seven"},
        {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[{**BUTTON, "no": 1}]]}},
    ],
)
async def test_what_the_description_does_not_know_is_refused(
    telegram: TelegramStandIn, params: dict[str, object]
) -> None:
    await _call(telegram, "sendMessage", **params)
    assert telegram.violations


async def test_a_place_is_not_asked_for_in_a_group(telegram: TelegramStandIn) -> None:
    keyboard = {"keyboard": [[{"text": "here", "request_location": True}]]}
    for chat, ok in ((1, True), (-5, False)):
        answer = await _call(telegram, "sendMessage", chat_id=chat, text="x", reply_markup=keyboard)
        assert answer["ok"] is ok


async def test_people_who_block_and_groups_that_remove_are_not_reached(
    telegram: TelegramStandIn,
) -> None:
    await telegram.person(1).blocks()
    await telegram.group(-5).removes_bot()
    answers = [await _call(telegram, "sendMessage", chat_id=c, text="x") for c in (1, -5, 99)]
    assert [answer["error_code"] for answer in answers] == [403, 403, 400]
    await telegram.person(1).unblocks()
    assert (await _call(telegram, "sendMessage", chat_id=1, text="x"))["ok"]


async def test_an_upgraded_group_answers_with_its_new_id(telegram: TelegramStandIn) -> None:
    new = await telegram.group(-5).upgrades()
    answer = await _call(telegram, "sendMessage", chat_id=-5, text="x")
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}
    assert (await _call(telegram, "sendMessage", chat_id=new.id, text="x"))["ok"]


async def test_too_many_messages_to_a_group_are_refused_where_rates_are_on(
    telegram: TelegramStandIn,
) -> None:
    telegram.rates = True
    answers = [await _call(telegram, "sendMessage", chat_id=-5, text=str(n)) for n in range(21)]
    assert [answer["ok"] for answer in answers] == [True] * 20 + [False]
    assert 0 < answers[-1]["parameters"]["retry_after"] <= 61


async def test_in_groups_privacy_hides_all_but_commands_and_replies(
    telegram: TelegramStandIn,
) -> None:
    await _call(telegram, "sendMessage", chat_id=-5, text="card")
    nok = telegram.group(-5).member(2, "Nok")
    heard = [await nok.says("hello"), await nok.says("/bind 1"), await nok.replies("mine")]
    assert [number in telegram.updates.pending for number in heard] == [False, True, True]


async def test_a_webhook_gets_an_update_again_until_it_takes_it_and_only_then_the_next(
    telegram: TelegramStandIn,
) -> None:
    got: list[tuple[str, str]] = []
    answers = [500, 503, 200, 200, 200, 200]

    async def take(request: web.Request) -> web.Response:
        update = await request.json()
        secret = request.headers["X-Telegram-Bot-Api-Secret-Token"]
        if update.get("message", {}).get("chat", {}).get("id") != 3:
            return web.Response()
        got.append((update["message"]["text"], secret))
        return web.Response(status=answers.pop(0))

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sender = TelegramSender(telegram.token, api_base_url=telegram.url)
    await sender.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", "s3cret")
    for word in ("a", "b"):
        await telegram.person(3).says(word)
    await telegram.wait_for(lambda: not telegram.updates.pending)
    assert got == [(word, "s3cret") for word in "aaab"]
    await sender.delete_webhook()
    await telegram.person(3).says("c")
    assert len(telegram.updates.pending) == 1
    await sender.close()
    await runner.cleanup()

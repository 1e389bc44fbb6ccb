"""The HTTP side over real sockets: who is believed, what 200 means, what the pages say."""

import asyncio
import base64
import gzip
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from bot.channels.line.authenticate import authenticate as signed_by_line
from bot.channels.line.read import NotAnEvent as NotOfLine
from bot.channels.line.read import read_events
from bot.channels.telegram.authenticate import authenticate as sent_by_telegram
from bot.channels.telegram.read import NotAnEvent as NotOfTelegram
from bot.channels.telegram.read import read_update
from bot.domain.ids import NATIONAL, Channel
from bot.domain.incoming import Chat, Incoming, Text
from bot.ports import DeliveryOutcome, EventOutcome, Store, StoreDown, Work
from bot.usecases.chase_referrals import HEARTBEAT
from bot.web import webhooks
from bot.web.health import Probes
from bot.web.metrics import Metrics, Standing
from bot.web.server import build_web, serving
from bot.web.webhooks import BODY_LIMIT, Hook, Verdict, Webhooks

from tests.offices import NOW, BrokenStore, KeptLog, KeptMeter, office_at

SECRET = "line-secret"
WORDS = "they took my passport"


def line_verdict(headers: Mapping[str, str], raw: bytes) -> Verdict:
    signature = headers.get("x-line-signature")
    return Verdict.of(signature, right=signed_by_line(raw, signature, SECRET))


def telegram_verdict(headers: Mapping[str, str], _: bytes) -> Verdict:
    given = headers.get("x-telegram-bot-api-secret-token")
    return Verdict.of(given, right=sent_by_telegram(headers, "hook_secret"))


LINE = Hook(Channel.LINE, "/webhook/line", line_verdict, read_events, NotOfLine)
TELEGRAM = Hook(
    Channel.TELEGRAM,
    "/webhook/telegram",
    telegram_verdict,
    lambda raw, now: (read_update(raw, now),),
    NotOfTelegram,
)


def line_event(number: int) -> dict[str, Any]:
    return {
        "type": "message",
        "mode": "active",
        "timestamp": 1,
        "webhookEventId": f"event{number}",
        "source": {"type": "user", "userId": "U1"},
        "message": {"type": "text", "id": str(number), "text": WORDS},
    }


def line_body(*numbers: int) -> bytes:
    return json.dumps({"destination": "U", "events": [line_event(n) for n in numbers]}).encode()


def signature(body: bytes, secret: str = SECRET) -> dict[str, str]:
    digest = hmac.digest(secret.encode(), body, hashlib.sha256)
    return {"x-line-signature": base64.b64encode(digest).decode()}


@dataclass
class House:
    """A server in which `take` does as told, and what came of it."""

    taken: list[str] = field(default_factory=list)
    log: KeptLog = field(default_factory=KeptLog)
    meter: KeptMeter = field(default_factory=KeptMeter)
    deed: Callable[[Incoming], None] = lambda _: None
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    def __post_init__(self) -> None:
        self.gate.set()

    async def take(self, event: Incoming) -> None:
        await self.gate.wait()
        self.deed(event)
        self.taken.append(event.event)

    async def post(
        self, body: bytes, headers: dict[str, str] | None = None, path: str = "/webhook/line"
    ) -> int:
        async with ClientSession() as client:
            given = signature(body) if headers is None else headers
            async with client.post(self.url + path, data=BytesIO(body), headers=given) as response:
                return response.status

    async def get(self, path: str) -> tuple[int, str]:
        async with ClientSession() as client, client.get(self.url + path) as response:
            return response.status, await response.text()


@asynccontextmanager
async def house(
    store: Store | None = None,
    channels: tuple[Channel, ...] = (Channel.LINE,),
    patience: timedelta = timedelta(seconds=1.5),
    metrics: Metrics | None = None,
) -> AsyncIterator[House]:
    built = House()
    web = build_web(
        hooks=[LINE, TELEGRAM],
        webhooks=Webhooks(built.take, lambda: NOW, built.log, built.meter, patience),
        probes=Probes(store or BrokenStore(), lambda: NOW, channels),
        metrics=metrics or Metrics(),
    )
    async with serving(web, "127.0.0.1", 0) as port:
        built.url = f"http://127.0.0.1:{port}"
        yield built


async def test_every_event_of_a_post_is_taken_in_order_before_the_200() -> None:
    async with house() as it:
        assert await it.post(line_body(1, 2, 3)) == 200
        assert it.taken == ["event1", "event2", "event3"]


async def test_line_verifies_a_webhook_with_an_empty_post() -> None:
    async with house() as it:
        assert await it.post(line_body()) == 200


async def test_telegrams_update_is_taken() -> None:
    update = {"update_id": 7, "message": {"message_id": 1, "chat": {"id": 5, "type": "private"}}}
    headers = {"X-Telegram-Bot-Api-Secret-Token": "hook_secret"}
    async with house() as it:
        assert await it.post(json.dumps(update).encode(), headers, "/webhook/telegram") == 200
        assert it.taken == ["7"]


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/webhook/line", {}, 401),
        ("/webhook/line", {"x-line-signature": ""}, 401),
        ("/webhook/line", {"x-line-signature": "Zm9yZ2Vk"}, 403),
        ("/webhook/line", {"x-line-signature": "gefälscht"}, 403),
        ("/webhook/line", signature(line_body(1), "other"), 403),
        ("/webhook/line", signature(line_body(2)), 403),
        ("/webhook/telegram", {}, 401),
        ("/webhook/telegram", {"X-Telegram-Bot-Api-Secret-Token": "guess"}, 403),
    ],
)
async def test_a_forged_post_is_refused_and_nothing_of_it_is_kept(
    path: str, headers: dict[str, str], status: int
) -> None:
    async with house() as it:
        assert await it.post(line_body(1), headers, path) == status
        assert it.taken == []
        assert it.log.names == ["webhook.refused"]
        assert WORDS not in repr(it.log.lines)
        channel = Channel(path.rpartition("/")[2])
        assert it.meter.seen == [("event", channel, "none", EventOutcome.REFUSED)]


async def test_a_forged_post_is_told_nothing_about_its_body() -> None:
    async with house() as it:
        assert await it.post(b"no json", {"x-line-signature": "Zm9yZ2Vk"}) == 403


@pytest.mark.parametrize("body", [b"", b"no json", b"[]", b'{"events": 3}', b"[" * 100_000])
async def test_what_is_no_event_is_refused_though_it_is_signed(body: bytes) -> None:
    async with house() as it:
        assert await it.post(body) == 400
        assert it.taken == []


async def test_a_body_over_one_mebibyte_is_refused() -> None:
    async with house() as it:
        assert await it.post(b" " * (BODY_LIMIT + 1)) == 413
        assert await it.post(line_body(1).ljust(BODY_LIMIT)) == 200


async def test_a_packed_body_is_refused_before_it_is_unpacked() -> None:
    body = gzip.compress(line_body(1))
    async with house() as it:
        assert await it.post(body, {**signature(body), "Content-Encoding": "gzip"}) == 415
        assert await it.post(body, {**signature(body), "Content-Encoding": "identity"}) == 415
        assert it.taken == []


async def test_when_the_store_goes_down_what_was_committed_stays_and_the_rest_comes_again() -> None:
    def down_at_the_second(event: Incoming) -> None:
        if event.event == "event2":
            raise StoreDown

    async with house() as it:
        it.deed = down_at_the_second
        assert await it.post(line_body(1, 2, 3)) == 503
        assert it.taken == ["event1"]
        assert it.log.lines == [("webhook.store_down", {"channel": "line", "count": 2})]


async def test_a_post_that_takes_too_long_is_answered_503_and_goes_on() -> None:
    async with house(patience=timedelta(seconds=0.05)) as it:
        it.gate.clear()
        assert await it.post(line_body(1, 2)) == 503
        assert (it.taken, it.log.names) == ([], ["webhook.too_slow"])
        it.gate.set()
    assert it.taken == ["event1", "event2"]


async def test_of_too_many_posts_at_once_the_last_is_brought_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webhooks, "_UNDER_WAY", 1)
    async with house(patience=timedelta(seconds=0.05)) as it:
        it.gate.clear()
        assert await it.post(line_body(1)) == 503
        assert await it.post(line_body(2)) == 503
        assert it.log.names == ["webhook.too_slow", "webhook.too_busy"]
        it.gate.set()
    assert it.taken == ["event1"]


async def test_a_body_that_never_ends_is_not_waited_for() -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(0.02)

    async with (
        house(patience=timedelta(seconds=0.1)) as it,
        ClientSession() as client,
        client.post(f"{it.url}/webhook/line", data=endless()) as response,
    ):
        assert response.status == 408


async def test_leaving_waits_for_what_was_too_slow() -> None:
    async with house(patience=timedelta(seconds=0.05)) as it:
        it.gate.clear()
        assert await it.post(line_body(1)) == 503
        asyncio.get_running_loop().call_later(0.05, it.gate.set)
    assert it.taken == ["event1"]


async def test_a_bug_is_a_500_without_a_word_of_it() -> None:
    def bug(_: Incoming) -> None:
        raise KeyError(WORDS)

    async with house() as it:
        it.deed = bug
        assert await it.post(line_body(1)) == 500
        async with (
            ClientSession() as client,
            client.post(
                f"{it.url}/webhook/line", data=line_body(1), headers=signature(line_body(1))
            ) as response,
        ):
            assert WORDS not in await response.text()


async def test_a_bug_after_the_answer_is_told_in_the_log() -> None:
    def bug(_: Incoming) -> None:
        raise KeyError(WORDS)

    async with house(patience=timedelta(seconds=0.05)) as it:
        it.deed = bug
        it.gate.clear()
        assert await it.post(line_body(1)) == 503
        it.gate.set()
    assert it.log.lines[-1] == ("webhook.failed", {"error": "KeyError"})


async def test_other_methods_and_paths_are_not_there() -> None:
    async with house() as it:
        assert (await it.get("/webhook/line"))[0] == 405
        assert await it.post(b"", {}, "/webhook/other") == 404


async def test_it_is_alive_whatever_the_database_does() -> None:
    async with house() as it:
        status, text = await it.get("/healthz")
        assert (status, json.loads(text)) == (200, {"alive": True})


async def test_it_is_not_ready_without_a_database() -> None:
    async with house() as it:
        status, text = await it.get("/readyz")
        assert status == 503
        assert json.loads(text) == {"ready": False, "reasons": ["database_unreadable"]}


async def test_it_is_ready_once_national_has_a_group_the_chaser_runs_and_a_channel_is_on(
    tmp_path: Path,
) -> None:
    async def reasons(*channels: Channel) -> tuple[int, list[str]]:
        async with house(office.store, channels) as it:
            status, text = await it.get("/readyz")
            found: list[str] = json.loads(text)["reasons"]
            return status, found

    def ready(work: Work) -> None:
        work.directory.bind(NATIONAL, Chat(Channel.LINE, "C1", private=False), NOW)
        work.marks.set(HEARTBEAT, (NOW - timedelta(seconds=60)).isoformat())

    def elsewhere(work: Work) -> None:
        work.directory.unbind(Chat(Channel.LINE, "C1", private=False))
        work.directory.bind(NATIONAL, Chat(Channel.TELEGRAM, "-1", private=False), NOW)

    def late(work: Work) -> None:
        work.marks.set(HEARTBEAT, (NOW - timedelta(seconds=61)).isoformat())

    async with office_at(tmp_path) as office:
        assert await reasons() == (
            503,
            ["national_has_no_group", "heartbeat_too_old", "no_channel_is_on"],
        )
        await office.store.write(ready)
        assert await reasons(Channel.LINE) == (200, [])
        await office.store.write(late)
        assert await reasons(Channel.LINE) == (503, ["heartbeat_too_old"])
        await office.store.write(ready)
        await office.store.write(elsewhere)
        assert await reasons(Channel.LINE) == (503, ["national_has_no_group"])
        assert await reasons(Channel.TELEGRAM) == (200, [])


async def test_the_figures_tell_how_things_stand(tmp_path: Path) -> None:
    def beat(work: Work) -> None:
        work.marks.set(HEARTBEAT, (NOW - timedelta(seconds=9)).isoformat())

    metrics = Metrics()
    metrics.event(Channel.LINE, "text", EventOutcome.NEW)
    metrics.delivery(Channel.TELEGRAM, DeliveryOutcome.SENT)
    metrics.turn(Channel.LINE, timedelta(milliseconds=3))
    async with office_at(tmp_path) as office:
        await office.store.write(beat)
        async with house(office.store, metrics=metrics) as it:
            status, text = await it.get("/metrics")
    assert status == 200
    assert 'rongthuk_events_total{channel="line",kind="text",outcome="new"} 1.0\n' in text
    assert 'rongthuk_deliveries_total{channel="telegram",outcome="sent"} 1.0\n' in text
    assert 'rongthuk_turn_seconds_bucket{channel="line",le="0.005"} 1.0\n' in text
    assert "rongthuk_open_cases_without_next_step 0.0\n" in text
    assert "rongthuk_heartbeat_age_seconds 9.0\n" in text
    assert "rongthuk_stuck_events 0.0\n" in text
    assert "rongthuk_database_up 1.0\n" in text


async def test_the_figures_are_there_without_a_database() -> None:
    async with house() as it:
        status, text = await it.get("/metrics")
        assert (status, "rongthuk_database_up 0.0\n" in text) == (200, True)


@pytest.mark.safety(30)
def test_no_id_and_no_word_becomes_a_label() -> None:
    metrics = Metrics()
    metrics.event("line", WORDS, EventOutcome.NEW)
    metrics.event("U4af4980629", "text", EventOutcome.NEW)
    metrics.reminder("remind.12")
    metrics.reminder("rise.1.on_call.next")
    metrics.reminder("r4a7f2k9q1:remind")
    metrics.failed_duty("48-2093-7716-5")
    waiting = [("alert", 2, 61.5), ("x9f8e7d6", 1, 1.0)]
    page = metrics.page(Standing(waiting, [("filed", 3)], 0, 0, None)).decode()
    assert 'rongthuk_reminders_total{stage="remind"} 1.0' in page
    assert 'rongthuk_reminders_total{stage="on_call"} 1.0' in page
    assert 'rongthuk_reminders_total{stage="other"} 1.0' in page
    assert 'rongthuk_outbox_oldest_seconds{kind="alert"} 61.5' in page
    assert 'rongthuk_cases{state="filed"} 3.0' in page
    assert "rongthuk_heartbeat_age_seconds NaN" in page
    for secret in (WORDS, "U4af4980629", "r4a7f2k9q1", "7716", "x9f8e7d6"):
        assert secret not in page


def test_two_collections_of_figures_do_not_meet() -> None:
    first, second = Metrics(), Metrics()
    first.failed_duty("chase")
    assert b'duty="chase"' not in second.page(None)


async def test_a_taken_address_is_an_error_that_says_so() -> None:
    async with house() as it:
        port = int(it.url.rpartition(":")[2])
        web = build_web(
            hooks=[],
            webhooks=Webhooks(it.take, lambda: NOW, it.log, it.meter),
            probes=Probes(BrokenStore(), lambda: NOW, ()),
            metrics=Metrics(),
        )
        with pytest.raises(OSError, match="address already in use"):
            async with serving(web, "127.0.0.1", port):
                pass


def test_text_is_what_the_line_reader_finds() -> None:
    (event,) = read_events(line_body(1), NOW)
    assert event.content == Text(WORDS)

"""What nobody should send and somebody will: the running service takes it, or says no in time."""

import base64
import hashlib
import hmac
import json
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.running import SECRET, eventually
from tests.serving import Site, site
from tests.stand_ins.telegram_people import JPEG
from tests.walking import ANSWERS, Worker, does

TELEGRAM = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
LINE_WORKER = "U" + "7" * 32
LONG = "ยาว" * 3_333 + "x"
MEGABYTE = 1024 * 1024


def signed(where: Site, body: bytes) -> dict[str, str]:
    digest = hmac.new(where.line.secret.encode(), body, hashlib.sha256).digest()
    return {"X-Line-Signature": base64.b64encode(digest).decode()}


async def counted(where: Site, channel: str, kind: str, outcome: str) -> float:
    name = f"rongthuk_events_total{{channel={channel},kind={kind},outcome={outcome}}}"
    return (await where.service.figures()).get(name, 0)


def on_line(where: Site, **answers: str) -> Worker:
    return Worker(where.line.person(LINE_WORKER), {**ANSWERS, **answers})


def on_telegram(where: Site, **answers: str) -> Worker:
    return Worker(where.telegram.person(7_001, "en"), {**ANSWERS, **answers})


async def only_case(where: Site) -> dict[str, Any]:
    (case,) = await where.service.cases()
    found: dict[str, Any] = case
    return found


async def test_what_is_no_event_is_refused_and_what_is_an_unknown_one_is_kept(
    tmp_path: Path,
) -> None:
    async with site(tmp_path, mode="webhook") as where:
        post = where.service.post
        for body, status in ((b"{", 400), (b"[1]", 400), (b" " * (MEGABYTE + 1), 413)):
            assert await post("/webhook/line", BytesIO(body), signed(where, body)) == status
            assert await post("/webhook/telegram", BytesIO(body), TELEGRAM) == status
        future = b'{"update_id":77,"hologram":{"id":"1"}}'
        assert await post("/webhook/telegram", future, TELEGRAM) == 200
        assert await counted(where, "telegram", "unreadable", "unreadable") == 1
        assert await post("/webhook/telegram", future, TELEGRAM) == 200
        assert await counted(where, "telegram", "unreadable", "repeated") == 1
        event = {"type": "hologram", "mode": "active", "webhookEventId": "01J", "timestamp": 1}
        body = json.dumps({"destination": "U0", "events": [event]}).encode()
        assert await post("/webhook/line", body, signed(where, body)) == 200
        assert await counted(where, "line", "unreadable", "unreadable") == 1
        empty = b'{"destination":"U0","events":[]}'
        assert await post("/webhook/line", empty, signed(where, empty)) == 200
        where.unharmed()


async def test_ten_thousand_characters_are_kept_and_shown_within_the_limits(
    tmp_path: Path,
) -> None:
    async with site(tmp_path) as where:
        for worker in (on_telegram(where), on_line(where)):
            await worker.opens()
            await worker.until("what_happened")
            await worker.says(LONG)
            await worker.until("review")
        kept = [case["answers"]["what_happened"] for case in await where.service.cases()]
        assert kept == [LONG, LONG]
        where.unharmed()


async def test_what_cannot_be_read_leaves_the_question_standing(tmp_path: Path) -> None:
    async with site(tmp_path) as where:
        worker = on_telegram(where)
        await worker.opens()
        await worker.until("province")
        for nothing in ("🙏🙏😭", "\u200b\u200b\u2060", "\u3164", "..."):
            shown = len(worker.person.messages)
            await does(worker.person.says(nothing))
            await eventually(partial(_has_more, worker, shown))
            assert worker.asked == "province"
        await worker.until("district")
        case = await only_case(where)
        assert case["province"] == "TH-74"
        assert [note["text"] for note in case["notes"] if note["text"].startswith("🙏")]
        where.unharmed()


async def test_five_hundred_photos_at_once_are_all_kept_and_answered_together(
    tmp_path: Path,
) -> None:
    async with site(tmp_path) as where:
        where.line.parallel, where.line.redelivers, where.line.tries = True, True, 1_000
        line, telegram = on_line(where), on_telegram(where)
        for worker in (line, telegram):
            await worker.opens()
            await worker.until("province")
        before = len(telegram.person.messages), len(line.person.messages)
        for number in range(500):
            line.person.sends_photo()
            if number % 4 == 0:
                await telegram.person.sends_photo()
        await where.line.delivered()
        await eventually(lambda: not where.telegram.updates.pending)
        for worker in (line, telegram):
            await worker.until("district")
        by_channel = {case["channel"]: case["evidence"] for case in await where.service.cases()}
        assert len(by_channel["line"]) == 500
        assert len(by_channel["telegram"]) == 125
        assert len(telegram.person.messages) - before[0] < 125
        assert len(line.person.messages) - before[1] < 250
        where.unharmed()


async def test_events_of_one_post_and_events_brought_again_count_once_each(
    tmp_path: Path,
) -> None:
    async with site(tmp_path) as where:
        worker, other = on_line(where), where.line.person("U" + "8" * 32)
        await worker.opens()
        await worker.until("what_happened")
        with where.line.batch():
            worker.person.says("He keeps our wages")
            other.opens()
            worker.person.says("The gate is closed after work")
        await where.line.delivered()
        where.line.redeliver()
        where.line.redeliver()
        await where.line.delivered()
        assert await counted(where, "line", "text", "repeated") == 4
        await eventually(lambda: other.messages)
        assert sum("lang" in payload for payload in other.last.buttons.values()) >= 2
        await worker.until("district")
        case = await only_case(where)
        assert case["answers"]["what_happened"] == "He keeps our wages"
        assert [note["text"] for note in case["notes"]] == ["The gate is closed after work"]
        assert len(other.messages) == 1
        where.unharmed()


async def test_what_is_taken_back_or_changed_is_so_in_the_record(tmp_path: Path) -> None:
    async with site(tmp_path) as where:
        line, telegram = on_line(where), on_telegram(where)
        for worker in (line, telegram):
            await worker.opens()
            await worker.until("what_happened")
        message = line.person.says("taken back")
        await eventually(lambda: line.asked == "province")
        line.person.unsends(message)
        await where.line.delivered()
        assert await counted(where, "line", "unsent", "new") == 1
        await telegram.says("He owes me two weeks")
        await telegram.person.edits("He owes me two months")
        await eventually(lambda: not where.telegram.updates.pending)
        await line.until("district")
        await telegram.until("district")
        said = {c["channel"]: c for c in await where.service.cases()}
        assert said["telegram"]["answers"]["what_happened"] == "He owes me two months"
        assert "taken back" not in json.dumps(said["line"], ensure_ascii=False)
        where.unharmed()


async def test_an_album_is_one_sending_with_several_files(tmp_path: Path) -> None:
    async with site(tmp_path) as where:
        worker = on_telegram(where)
        await worker.opens()
        await worker.until("province")
        before = len(worker.person.messages)
        for number in range(3):
            await worker.person.sends_photo(JPEG + bytes([number]), album="album-1")
        await eventually(lambda: not where.telegram.updates.pending)
        await eventually(lambda: len(worker.person.messages) == before + 1)
        await worker.until("district")
        await eventually(lambda: _is_kept(where))
        files = (await only_case(where))["evidence"]
        assert [file["album"] for file in files] == ["album-1"] * 3
        assert len({file["sha256"] for file in files}) == 3
        where.unharmed()


def _has_more(worker: Worker, than: int) -> bool:
    return len(worker.person.messages) > than


async def _is_kept(where: Site) -> bool:
    return all(file["state"] == "kept" for file in (await only_case(where))["evidence"])

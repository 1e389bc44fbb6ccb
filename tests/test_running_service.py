"""The running service, over HTTP: a complaint from the first word to the officer who takes it."""

import asyncio
import json
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.running import eventually
from tests.serving import GROUPS, LINE_GROUPS, OFFICER, SECOND, Site, hurried, site
from tests.stand_ins.telegram_people import Person
from tests.walking import ANSWERS, STORY, Worker, officer_payload

WORKER = 5_501
LINE_WORKER = "U" + "5" * 32
PROMISED = 5.0
"""Seconds within which an alert leaves: the product's own promise."""


def worker_on(where: Site, channel: str, **answers: str) -> Worker:
    person = (
        where.telegram.person(WORKER, "en", "Maung Secretname")
        if channel == "telegram"
        else where.line.person(LINE_WORKER)
    )
    return Worker(person, {**ANSWERS, **answers})


async def screened(worker: Worker) -> None:
    """The whole way to where the alert of an ordinary case leaves."""
    await worker.opens()
    assert await worker.until("district") == "district"


@pytest.mark.parametrize(
    ("channel", "mode"), [("telegram", "polling"), ("telegram", "webhook"), ("line", "polling")]
)
async def test_a_complaint_is_filed_alerted_taken_and_the_worker_is_told(
    tmp_path: Path, channel: str, mode: str
) -> None:
    async with site(tmp_path, mode=mode) as where:
        service, group = where.service, where.group("samut-sakhon")
        (begun,) = service.events("service.started")
        assert begun["listen"] == f"127.0.0.1:{service.port}"
        worker = worker_on(where, channel)
        await screened(worker)
        await eventually(lambda: officer_payload(group.messages, "take"), PROMISED)
        (case,) = await service.cases()
        assert case["answers"] == {**case["answers"], **_expected(worker)}
        assert case["answers"]["what_happened"] == STORY
        assert (case["unit"], case["state"], case["province"]) == (
            "samut-sakhon",
            "filed",
            "TH-74",
        )
        assert case["reference"] in "".join(m.text for m in worker.person.messages)

        await _is_refused_before_the_private_chat_is_open(where)
        told = len(worker.person.messages)
        officer = await _opened(where, OFFICER)
        take = officer_payload(group.messages, "take")
        await where.officer(OFFICER).taps(payload=take)
        await eventually(lambda: case["reference"] in officer.last.text)
        await eventually(lambda: len(worker.person.messages) > told)
        await eventually(lambda: "Khun Nok" in group.messages[0].text)
        assert not officer_payload(group.messages, "take")

        await _comes_second(where, take)
        assert len(group.messages) == 2
        where.unharmed()
        _is_quiet(where, case["reference"])


def _expected(worker: Worker) -> dict[str, str]:
    """What was tapped, where one value was."""
    several = ("category", "wish", "safe_contact", "what_happened", "province")
    return {question: value for question, value in worker.given if question not in several}


async def _comes_second(where: Site, take: str) -> None:
    """Another officer's tap is refused, and they are told who has it."""
    await _opened(where, SECOND)
    await where.officer(SECOND).taps(payload=take)
    await eventually(lambda: any("Khun Nok" in text for text in _toasts(where)))
    (case,) = await where.service.cases()
    assert (case["state"], case["referrals"][0]["state"]) == ("taken", "acknowledged")


async def _opened(where: Site, account: int) -> Person:
    """An officer's private chat, which they have opened."""
    officer = where.telegram.person(account)
    await officer.opens()
    await eventually(lambda: officer.messages)
    return officer


async def _is_refused_before_the_private_chat_is_open(where: Site) -> None:
    """A message with the way in: a link that opens the private chat with this very bot."""
    group = where.group("samut-sakhon")
    take = officer_payload(group.messages, "take")
    await where.officer(OFFICER).taps(payload=take)
    await eventually(lambda: "https://t.me/" in group.messages[-1].text)
    assert group.messages[-1].text.count("?start=officer") == 1
    (case,) = await where.service.cases()
    assert case["state"] == "filed"


def _toasts(where: Site) -> list[str]:
    """Short notices that were shown to whoever tapped."""
    answered = [c for c in where.telegram.calls if c.method == "answerCallbackQuery"]
    return [each.params["text"] for each in answered if each.params.get("text")]


def _is_quiet(where: Site, reference: str) -> None:
    """The log tells nothing of anybody, nor anything that opens something."""
    log = where.service.log()
    planted = ("ZORBLAX", "passport", "Secretname", "Maung", "Khun Nok", "Samut Sakhon")
    secrets = (where.telegram.token, where.line.token, where.line.secret, str(WORKER), LINE_WORKER)
    assert [word for word in (*planted, *secrets) if word in log] == []
    assert reference not in log or reference.isascii()
    assert all(line.startswith("{") for line in log.splitlines())


@pytest.mark.safety(37)
async def test_who_gets_no_answer_is_told_and_the_case_climbs(tmp_path: Path) -> None:
    settings = hurried(tmp_path, "C", "D")
    async with site(tmp_path, settings=settings) as where:
        for unit in LINE_GROUPS:
            await where.prepare_line_group(unit)
        workers = [worker_on(where, channel) for channel in ("telegram", "line")]
        await asyncio.gather(*map(screened, workers))
        cases = await where.service.cases()
        assert {case["channel"] for case in cases} == {"telegram", "line"}
        for case, channel in product(cases, ("telegram", "line")):
            await _climbs(where, channel, case["reference"])
        for worker in workers:
            await eventually(partial(_is_told_to_call, worker))
        for case in await where.service.cases():
            stages = {step["target"]: step["stage"] for step in case["referrals"][0]["stages"]}
            assert {"samut-sakhon", "samut-prakan", "national"} <= set(stages)
        figures = await where.service.figures()
        assert figures["rongthuk_reminders_total{stage=alert}"] == 2
        assert figures["rongthuk_open_cases_without_next_step"] == 0
        where.unharmed()


async def _climbs(where: Site, channel: str, reference: str) -> None:
    """Alert and reminder before its centre, then before the neighbour and the national unit."""
    for unit, times in (("samut-sakhon", 2), ("samut-prakan", 1), ("national", 1)):
        group = where.group_on(channel, unit)
        await eventually(lambda: _shown(group, reference) >= times)  # noqa: B023  waited for here
        assert officer_payload(group.messages, "take")


def _shown(group: Any, reference: str) -> int:  # noqa: ANN401  a group of either platform
    return sum(reference in str(message) for message in group.messages)


def _is_told_to_call(worker: Worker) -> bool:
    return any("1694" in message.text for message in worker.person.messages[-2:])


@pytest.mark.safety(20)
@pytest.mark.parametrize("channel", ["telegram", "line"])
async def test_danger_alerts_the_duty_group_at_the_tap_and_the_centre_after_the_place(
    tmp_path: Path, channel: str
) -> None:
    async with site(tmp_path) as where:
        worker = worker_on(where, channel, in_danger_now="yes")
        await worker.opens()
        await worker.until("in_danger_now")
        await worker.step()
        national, own = where.group("national"), where.group("samut-sakhon")
        await eventually(lambda: officer_payload(national.messages, "take"), PROMISED)
        assert own.messages == []
        texts = [m.text for m in worker.person.messages[-2:]]
        assert any("1669" in text and "191" in text for text in texts)
        assert worker.asked == "place_now"
        await worker.says("Samut Sakhon")
        await eventually(lambda: officer_payload(own.messages, "take"), PROMISED)
        (case,) = await where.service.cases()
        assert (case["urgent"], case["unit"], case["basis"]) == (
            True,
            "samut-sakhon",
            "vital_interest",
        )
        where.unharmed()


async def test_commands_work_while_the_service_runs(tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"categories": ["pay"], "answers": {}}), "utf-8")
    async with site(tmp_path) as where:
        service = where.service
        enrolled = ("officers", "enrol", "tak", "telegram", "4003", "--name", "Khun Dao")
        assert "Khun Dao" in await service.run(*enrolled, "--role", "head")
        assert "operator" in await service.run("units", "link", "operator", "telegram", "-1009")
        units, officers, cases, route, triage, policy = await asyncio.gather(
            service.told("units", "list"),
            service.told("officers", "list"),
            service.told("cases", "list"),
            service.told("route", "--province", "TH-74"),
            service.told("triage", str(answers)),
            service.run(
                *("policy", "preview", "--level", "B", "--unit", "tak"),
                *("--at", "2026-11-23T10:00"),
            ),
        )
        assert {unit["unit"] for unit in units} == {*GROUPS, "operator"}
        assert {each["name"] for each in officers} == {"Khun Nok", "Khun Lek", "Khun Dao"}
        assert cases == []
        assert (route["centre"], route["second"]) == ("samut-sakhon", "samut-prakan")
        assert {"level", "urgent", "positive", "reasons", "asked"} <= set(triage)
        assert "national" in policy
        assert await service.ready()


async def test_it_is_not_ready_until_the_duty_group_can_be_reached(tmp_path: Path) -> None:
    async with site(tmp_path, starts=False) as where:
        await where.service.start()
        assert not await where.service.ready()
        await where.prepare()
        await eventually(where.service.ready)


async def test_a_secret_that_does_not_fit_is_refused_and_nothing_is_kept(tmp_path: Path) -> None:
    async with site(tmp_path, mode="webhook") as where:
        service, body = where.service, b'{"destination":"U0","events":[]}'
        assert await service.post("/webhook/line", body) == 401
        forged = {"X-Line-Signature": "Zm9yZ2Vk"}
        assert await service.post("/webhook/line", body, forged) == 403
        update = b'{"update_id":1}'
        assert await service.post("/webhook/telegram", update) == 401
        wrong = {"X-Telegram-Bot-Api-Secret-Token": "wrong"}
        assert await service.post("/webhook/telegram", update, wrong) == 403
        figures = await service.figures()
        assert figures["rongthuk_events_total{channel=line,kind=none,outcome=refused}"] == 2
        assert figures["rongthuk_events_total{channel=telegram,kind=none,outcome=refused}"] == 2
        assert not any("turn_seconds_count" in name and n for name, n in figures.items())

"""`rongthuk cases trace`: why was this unit alerted at that time? And NRM steps in the chat."""

import json
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bot.domain.errors import Unreachable
from bot.domain.ids import Channel
from bot.domain.unit import Role
from bot.ports import StoreDown, WrongArgument
from bot.usecases.show_digest import digest
from bot.usecases.trace import trace_case
from storage.audit import Audit

from tests.house import House, house
from tests.test_officer import GROUP, action
from tests.test_take_turn import files, sends, texts

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    """A case (U) alerted to Samut Sakhon on Monday at 10:00; its second centre has no group."""
    async with house(tmp_path) as built:
        await built.group("samut-sakhon", "-100")
        await built.group("national", "-200")
        await built.officer("samut-sakhon", "77", "Khun Nok")
        await built.officer("samut-sakhon", "70", "Khun Head", role=Role.HEAD)
        await files(built)
        await sends(built)
        yield built


async def traced(home: House) -> list[Mapping[str, Any]]:
    (row,) = await home.assembly.store.read(lambda work: work.casework.rows())
    found = await trace_case(home.assembly, who="me", where="here", reference=row.reference)
    assert json.loads(json.dumps(found)) == found
    entries: list[Mapping[str, Any]] = found["entries"]
    return entries


def of_stage(entries: list[Mapping[str, Any]], stage: str) -> Mapping[str, Any]:
    (found,) = [entry for entry in entries if entry["stage"] == stage]
    return found


async def at(home: House, hours: float) -> None:
    home.moment[0] += timedelta(hours=hours)
    await home.tick()


async def test_every_step_says_when_whom_by_which_stage_and_what_became_of_it(
    home: House,
) -> None:
    await at(home, 2)
    await at(home, 2)
    await at(home, 2)
    entries = await traced(home)
    says = [entry["says"] for entry in entries]
    assert says[0] == "The case was filed (kept by consent)."
    assert says[1] == "Laid before samut-sakhon; it counts by the row U (unit_hours)."
    assert "The group of samut-sakhon: the alert." in says
    alert = of_stage(entries, "alert")
    assert [(each["to"], each["says"]) for each in alert["deliveries"]] == [
        ("group of samut-sakhon on telegram", "sent")
    ]
    first = of_stage(entries, "remind.1")
    assert first["says"] == "The group of samut-sakhon: reminder 1, 2 h after the start."
    assert first["deliveries"][0]["state"] == "sent"
    second = of_stage(entries, "remind.2")
    assert second["merged"] == ["on_call"]
    assert "the same message stood for on_call" in second["says"]
    worker = of_stage(entries, "answer_by")
    assert worker["says"].startswith("The worker: nobody answered by the promised time: the truth")
    assert worker["deliveries"][0]["to"] == "the worker"
    around = of_stage(entries, "instead.samut-prakan")
    assert "in the place of samut-prakan" in around["says"]


async def test_a_stage_that_came_late_says_that_the_service_stood_still(home: House) -> None:
    await at(home, 3)
    late = of_stage(await traced(home), "remind.1")
    assert "it was due Mon 2026-11-23 12:00:00, but the service stood still" in late["says"]


async def test_taken_forgotten_and_laid_again_stand_in_it(home: House) -> None:
    await home.take("77", action(home, "take"), chat=GROUP)
    home.platforms[Channel.TELEGRAM].fails.append(Unreachable("blocked"))
    for _ in range(3):
        await at(home, 24)
    entries = await traced(home)
    says = " ".join(entry["says"] for entry in entries)
    assert "Khun Nok (o77), samut-sakhon, took it; the second clock begins (unit_hours)." in says
    reminded = of_stage(entries, "second.1.remind")
    assert "nothing was written down: reminder, 1 working_day after the start" in reminded["says"]
    assert reminded["deliveries"][0]["says"] == "given up: blocked"
    assert of_stage(entries, "second.1.head")["target"] == "head:samut-sakhon"
    assert "the case goes back to the chase" in of_stage(entries, "second.1.back")["says"]
    assert "Laid before samut-sakhon again, as whoever took it wrote nothing down" in says
    assert "The bot wrote down: returned." in says


async def test_the_look_is_written_down_or_there_is_none(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await traced(home)
    entries = await home.assembly.store.read(lambda work: work.audit.entries())
    assert (entries[-1].who, entries[-1].action) == ("me", "case.traced")
    with pytest.raises(WrongArgument, match="no case"):
        await trace_case(home.assembly, who="me", where="", reference="48-0000-0000-0")

    def full(*_: object) -> None:
        raise StoreDown

    monkeypatch.setattr(Audit, "record", full)
    with pytest.raises(StoreDown):
        await traced(home)


async def test_the_digest_can_be_asked_for_at_any_time(home: House) -> None:
    own = await digest(home.assembly, unit="samut-sakhon")
    assert own["units"] == [
        {"unit": "samut-sakhon", "open": 1, "waiting": 1, "late": 0, "today": 0, "without": 0}
    ]
    everything = await digest(home.assembly)
    assert everything["without_next_step"] == 0
    assert "samut-sakhon" not in everything["unreachable"]
    with pytest.raises(WrongArgument, match="mars"):
        await digest(home.assembly, unit="mars")


async def test_an_nrm_step_is_a_tap_and_its_days_stand_on_the_details(home: House) -> None:
    await home.take("77", action(home, "take"), chat=GROUP)
    await home.taps("77", "🧭 NRM")
    assert "2 years of the day it was due" in texts(home, "77")[-1]
    assert "23 November 2028" in texts(home, "77")[-1]
    await home.taps("77", "🏠 Shelter, 15 days")
    assert "Temporary shelter: day 1 of 15" in texts(home, "77")[-1]
    home.moment[0] += 10 * DAY
    await home.says("77", "my cases")
    await home.take("77", action(home, "open", "77"))
    assert "Temporary shelter: day 11 of 15" in texts(home, "77")[-1]
    (row,) = await home.assembly.store.read(lambda work: work.casework.rows())
    case = await home.assembly.store.read(lambda work: work.casework.get(row.reference))
    assert case is not None
    assert [(each.deed, each.value) for each in case.worked] == [("nrm", "shelter")]


async def test_the_holder_is_reminded_before_a_term_ends_and_of_each_end_once(
    home: House,
) -> None:
    await home.take("77", action(home, "take"), chat=GROUP)
    await presses_of(home, "🧭 NRM", "🛡 Protected 24 h")
    for _ in range(24):
        await at(home, 1)
    reminders = [text for text in texts(home, "77") if text.startswith("⏰")]
    assert [text for text in reminders if "Temporary protection: until" in text] == reminders[:2]
    assert len(reminders) == 3  # the third is of the second clock


async def presses_of(home: House, *labels: str) -> None:
    for label in labels:
        await home.taps("77", label)
